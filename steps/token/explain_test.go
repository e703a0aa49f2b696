package token

import (
	"strings"
	"testing"
	"time"
)

func rowOf(t *testing.T, rows []Row, part Part, name string) Row {
	t.Helper()
	for _, row := range rows {
		if row.Where == part && row.Name == name {
			return row
		}
	}
	t.Fatalf("no row for %s of the %s", name, part)
	return Row{}
}

func TestExplain(t *testing.T) {
	token := FromDecoded([]byte(`{"alg":"RS256","typ":"at+jwt"}`),
		[]byte(`{"iss":"https://a","email_verified":true,"given_name":"Ada","exp":1790000060,"iat":1790000000000,"x\u001b[31m":"\u001b]0;t\u0007y","plan":{"a": [1,
2]}}`))
	now := time.Unix(1790000012, 0)
	rows := Explain(token, now)
	for _, c := range []struct {
		part      Part
		name      string
		value     string
		convexUse string
	}{
		{HeaderPart, "alg", "RS256", "RS256 or EdDSA"},
		{HeaderPart, "kid", "(absent)", "customJwt entry: must be there"},
		{HeaderPart, "typ", "at+jwt", "at+jwt and others are refused"},
		{PayloadPart, "iss", "https://a", "discovery document"},
		{PayloadPart, "aud", "(absent)", "nothing else"},
		{PayloadPart, "email_verified", "true", "identity.emailVerified. customJwt entry: passed on as identity.email_verified"},
		{PayloadPart, "given_name", "Ada", "identity.givenName"},
		{PayloadPart, "exp", "1790000060  14:14:20Z, in 48 s", "from that second on"},
		{PayloadPart, "iat", "1790000000000  in the year 58692: milliseconds where seconds belong", ""},
		{PayloadPart, "x", "y", "passed on"},
		{PayloadPart, "plan", `{"a": [1, 2]}`, "dotted names"},
	} {
		row := rowOf(t, rows, c.part, c.name)
		if row.Value != c.value || !strings.Contains(row.ConvexUse, c.convexUse) || row.Meaning == "" {
			t.Errorf("%s: value %q, use %q; want %q, %q", c.name, row.Value, row.ConvexUse, c.value, c.convexUse)
		}
	}
	for _, row := range rows {
		if strings.ContainsAny(row.Name+row.Value+row.Meaning+row.ConvexUse, "\x1b\x07\n") {
			t.Errorf("%s: a control character is left", row.Name)
		}
	}
}

func TestExplainSaysNothingOfWhatWasNotSeen(t *testing.T) {
	for _, row := range Explain(FromDecoded(nil, []byte(`{"iss":"https://a"`)), time.Time{}) {
		if row.Where == HeaderPart || row.State == Absent {
			t.Errorf("row %s of the %s, state %s: it was not seen", row.Name, row.Where, row.State)
		}
	}
}

// Every member that the facts name has an explanation of its own.
func TestClaimTable(t *testing.T) {
	for _, name := range strings.Fields("iss sub aud exp nbf iat jti auth_time nonce acr amr azp at_hash c_hash fva name given_name " +
		"family_name middle_name nickname profile picture website preferred_username email email_verified gender birthday birthdate " +
		"zoneinfo locale phone_number phone_number_verified address updated_at sid org_id sts pla fea o act role permissions scope " +
		"token_use client_id sessionId emailVerified feature_flags entitlements tid oid firebase cognito:groups aal") {
		if known := lookup(PayloadPart, name); known.meaning == "a claim of the issuer's own" || known.oidc == "" {
			t.Errorf("%s has no explanation", name)
		}
	}
	for _, name := range strings.Fields("alg kid typ cty crit jku jwk x5u x5c x5t cat oiat enc") {
		if known := lookup(HeaderPart, name); strings.Contains(known.meaning, "issuer's own") || known.oidc == "" {
			t.Errorf("%s has no explanation", name)
		}
	}
}

func TestPlainTime(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	at := func(d time.Duration) float64 { return float64(now.Add(d).Unix()) }
	for _, c := range []struct {
		seconds float64
		want    string
	}{
		{at(0), "12:00:00Z, now"},
		{at(48 * time.Second), "12:00:48Z, in 48 s"},
		{at(-3 * time.Minute), "11:57:00Z, 3 min ago"},
		{at(-5 * time.Hour), "07:00:00Z, 5 h ago"},
		{at(24 * 40 * time.Hour), "2026-12-31 12:00:00Z, in 40 days"},
		{0, "1970-01-01 00:00:00Z, 56 years ago"},
		{-5, "before 1970"},
		{1e300, "no time: out of range"},
	} {
		if got := PlainTime(c.seconds, now); got != c.want {
			t.Errorf("PlainTime(%v) = %q, want %q", c.seconds, got, c.want)
		}
	}
	if got := PlainTime(at(0), time.Time{}); got != "2026-11-21 12:00:00Z" {
		t.Errorf("without now: %q", got)
	}
}
