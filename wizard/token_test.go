package wizard

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
)

// row returns the lines of the token page from the one with a member's name to the next member.
func (a *app) row(name string) string {
	a.t.Helper()
	lines := strings.Split(a.size(140, 60).view(), "\n")
	for i, line := range lines {
		if fields := strings.Fields(line); len(fields) > 1 && (fields[0] == name || fields[1] == name) {
			row := []string{line}
			for _, next := range lines[i+1:] {
				if !strings.HasPrefix(next, strings.Repeat(" ", 23)) {
					break
				}
				row = append(row, next)
			}
			return flat(strings.Join(row, " "))
		}
	}
	a.t.Fatalf("there is no row %s:\n%s", name, a.view())
	return ""
}

// A mark says ✓ only where a value was compared.
func TestTokenPageMarksWhatWasCompared(t *testing.T) {
	for _, c := range []struct {
		name, row, want string
		pastes          []string
	}{
		{"iss without a configuration", "iss", "· not compared", []string{fitting()}},
		{"aud without a configuration", "aud", "· not compared", []string{fitting()}},
		{"iss of an entry", "iss", "✓", []string{page, fitting()}},
		{"aud of an entry", "aud", "✓", []string{page, fitting()}},
		{"aud where no entry has the iss", "aud", "· not compared", []string{page, otherIssuer()}},
		{"aud that differs", "aud", "✗", []string{page, otherAudience()}},
		{"aud that an entry does not want", "aud", "· the entry has no applicationID", []string{
			`export default { providers: [{ type: "customJwt", issuer: "https://verb-noun-00.clerk.accounts.dev", jwks: "https://verb-noun-00.clerk.accounts.dev/.well-known/jwks.json", algorithm: "RS256" }] };`, fitting()}},
		{"the key", "kid", "·", []string{page, fitting()}},
		{"the signature without keys", "signature", "· not compared: needs the issuer's keys", []string{page, fitting()}},
		{"the signature of a cut copy", "signature", "! this copy ends before its end", []string{page, otherAudience()[:len(otherAudience())-100]}},
	} {
		a := open(t, 140, 60)
		for _, paste := range c.pastes {
			a.paste(paste)
		}
		if strings.Contains(c.name, "cut copy") {
			a.keys("t")
		}
		if got := a.row(c.row); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What is wrong stands on the first screen, however small.
func TestTokenPageShowsTheFaultFirst(t *testing.T) {
	a := open(t, 80, 24).paste(page).paste(otherAudience())
	a.wants("✗ the token is for \"shop\"")
	if view := a.view(); strings.Index(view, " aud ") > strings.Index(view, " iss ") {
		t.Errorf("aud is not the first of its part:\n%s", view)
	}
}

// Of two tokens of one paste both verdicts are said, and what tells the tokens apart.
func TestTokenPageOfTwoTokens(t *testing.T) {
	without := tokentest.Of("clerk", noon).With("aud", nil).Sign()
	a := open(t, 140, 60).paste(page).paste(without + "\n" + fitting() + "\n")
	a.wants("Token B differs from token A in", `+ aud "convex"`, "token A is refused", "token B fits")
}

// An address is broken behind a slash, not in a word.
func TestTokenPageBreaksAddressesAtASlash(t *testing.T) {
	open(t, 80, 24).paste(page).paste(fitting()).wants("/.well-known/", "openid-configuration shows")
}
