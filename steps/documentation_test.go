package steps

import (
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// TestWhereDocumentationAndBackendDisagree holds that the walk says so, in the place where a person would follow the
// documentation: one line for each of the known disagreements (B 8A).
func TestWhereDocumentationAndBackendDisagree(t *testing.T) {
	for _, one := range []struct {
		row      string
		question ids.Question
		cause    ids.Cause
		line     string
	}{
		{row: "1 iss and domain", question: ids.AskMatchingIssuer, line: "the old page wants iss and Domain to be equal; the backend forgives"},
		{row: "1 iss and domain", cause: ids.IssuerMismatch, line: "the documentation is stricter here than the backend"},
		{row: "2 order of the entries", question: ids.AskMatchingAudience, line: "the documentation takes the first of the file; the backend takes the one that was pushed first"},
		{row: "3 where the keys are", cause: ids.OIDCDiscoveryUnreachable, line: "follows jwks_uri in it (at any address, whatever the documentation says)"},
		{row: "4 typ", cause: ids.HeaderNotAccepted, line: "the documentation does not mention this, and says that customJwt needs typ; the backend does not look at it there"},
		{row: "5 algorithms", cause: ids.UnsupportedSigningAlgorithm, line: "the documentation does not list this for OIDC; it is what the backend does"},
		{row: "5 audiences", cause: ids.MultipleAudiences, line: "the documentation does not mention it; the backend does it"},
		{row: "5 iat", cause: ids.ClaimsMissing, line: "the documentation does not say so; the backend does"},
		{row: "6 variables", question: ids.AskMatchingConfig, line: "the documentation asks for a push, the backend does not"},
		{row: "7 quotes in the log", question: ids.AskBackendLogs, line: "server identity null (the old page shows them)"},
		{row: "8 the empty page", question: ids.AskMatchingProviders, line: "(older: \"This deployment has no configured authentication providers\")"},
		{row: "8 the page of the URL", question: ids.AskBackendDeployment, line: "(older pages call it \"URL and Deploy Key\")"},
		{row: "8 logs in the browser", question: ids.AskBackendLogs, line: "Send Logs to Client is on (older: Stream function logs)"},
		{row: "9 HTTP actions", question: ids.AskBackendHTTPAction, line: "the API documentation says that getUserIdentity() throws in HTTP actions; the backend throws only at a header"},
	} {
		page, err := assets.Question(one.question)
		if one.cause != "" {
			page, err = assets.Cause(one.cause)
		}
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, section := range page.Sections {
			text.WriteString(section.TextFor(ids.FamilyUnknown) + "\n")
		}
		plain := strings.NewReplacer("`", "", "**", "").Replace(text.String())
		if !strings.Contains(strings.ToLower(strings.Join(strings.Fields(plain), " ")), strings.ToLower(one.line)) {
			t.Errorf("%s: %s does not say %q", one.row, page.ID, one.line)
		}
	}
}
