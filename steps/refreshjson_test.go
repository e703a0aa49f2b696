package steps

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/ids"
)

// A line of a log points to the causes that the findings give it: there is one table of what a message means.
func TestFoundCausesAreTheFindings(t *testing.T) {
	const row = `{"kind":"Completion","udfType":"Mutation","identifier":"auth:store","logLines":[],"timestamp":1787389200.5,"error":"Uncaught Error: `
	for _, c := range []struct {
		id, log string
		want    []ids.Cause
	}{
		{"key-not-pkcs8", row + `\"pkcs8\" must be PKCS#8 formatted string","requestId":"1","executionId":"2"}`, []ids.Cause{ids.MalformedSigningKey}},
		{"backend-claim-not-verified", row + `Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.","requestId":"1","executionId":"2"}`,
			[]ids.Cause{ids.TokenExpired, ids.SigningKeyJWKSMismatch, ids.UnsupportedSigningAlgorithm}},
		{"backend-invalid-admin-key", row + `Invalid admin key","requestId":"1","executionId":"2"}`, []ids.Cause{ids.HTTPActionAuthThrows, ids.OpaqueToken}},
		{"oauth-microsoft", row + `AADSTS50011: The redirect URI does not match","requestId":"1","executionId":"2"}`, []ids.Cause{ids.OAuthCallbackMismatch}},
	} {
		session := NewSession(func() time.Time { return morning }, true)
		session.Take([]byte(strings.Repeat(c.log+"\n", 3)), "log.jsonl")
		document := session.RefreshDocument()
		if document == nil {
			t.Errorf("%s: no log", c.id)
			continue
		}
		var got []ids.Cause
		for _, found := range document.Found {
			if found.Kind == c.id {
				got = found.Causes
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.id, diff)
		}
	}
}
