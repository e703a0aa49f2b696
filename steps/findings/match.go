package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// matching compares the token with the entries, as the backend selects one (B 1.13), and says what the comparison shows
// at each step. It does so entry by entry, so that an entry which is known only in part still counts.
func matching(v *view) []Finding {
	t, ok := v.token()
	c := v.configured()
	if len(c.entries) == 0 {
		return nil
	}
	seen := Proved
	if c.inFolder && !ok { // nobody pasted it, so it says nothing about where the person stands
		seen = Possible
	}
	found := []Finding{{Rule: ids.SeenProviders, Severity: Note, Grade: seen, Sentence: fmt.Sprintf("%s of auth.config %s known", prose.Count(len(c.entries), "entry"), isAre(len(c.entries))),
		Proof: entryLines(c), Values: entryValues(c)}}
	if !ok {
		return found
	}
	m := match(t.Data, c)
	if m.iss == "" {
		return found
	}
	grade := Proved
	if !c.deployed && !v.noProviderSaid() {
		grade = Likely // a file says what will be pushed, not what was
	}
	switch {
	case len(m.byIssuer) > 0:
		e := m.byIssuer[0]
		found = append(found, Finding{Rule: ids.IssuerMatches, Severity: Fine, Grade: Proved,
			Excludes: []ids.Cause{ids.IssuerMismatch, ids.DevProdInstanceMix}, Sentence: "iss equals the " + e.issuerLabel(),
			Proof: []Line{{Label: labelOf(t.Data) + " iss", Text: clean.Short(m.iss, 200), From: t.From()}, {Label: e.issuerLabel(), Text: e.issuerText(), From: e.from}}})
	case len(m.open) == 0:
		found = append(found, v.issuerDiffers(t, m, c, Proved)...)
	}
	if len(m.byIssuer) == 0 {
		return found
	}
	switch e := m.byIssuer[0]; {
	case len(m.byBoth) > 0:
		found = append(found, Finding{Rule: ids.AudienceMatches, Severity: Fine, Grade: Proved, Excludes: []ids.Cause{ids.AudienceMismatch},
			Sentence: "aud holds what " + m.byBoth[0].name + " wants", Proof: []Line{{Label: m.byBoth[0].name + " applicationID", Text: m.byBoth[0].audienceText(), From: e.from}}})
		if m.byBoth[0].provider.Kind == verdict.KindOIDC && len(slices.Compact(slices.Sorted(slices.Values(m.aud)))) > 1 {
			found = append(found, Finding{Rule: ids.AudienceNotAlone, Severity: Fault, Grade: Proved, Sentence: "aud has further values, and an OIDC entry takes no others (B 1.31)"})
		}
	case e.audience:
		differs := Finding{Rule: ids.AudienceDiffers, Severity: Fault, Grade: grade, Sentence: audienceSentence(m, e)}
		differs.Proof, differs.Compare = audienceProof(m, labelOf(t.Data), t.From())
		found = append(found, differs)
	}
	return found
}

// matched is how the entries stand to a token.
type matched struct {
	iss      string
	aud      []string
	audState token.State
	byIssuer []entry // entries whose issuer is that of the token
	byBoth   []entry // of those, the ones whose applicationID is met
	open     []entry // entries whose issuer is not known: one of them may match
}

func match(t evidence.Token, c configured) matched {
	var m matched
	m.iss, _ = t.Read.Payload.String("iss")
	m.aud, m.audState = t.Read.Payload.Strings("aud")
	for _, e := range c.entries {
		switch {
		case !e.issuer:
			m.open = append(m.open, e)
		case verdict.MatchIssuer(m.iss, e.provider.IssuerText()):
			m.byIssuer = append(m.byIssuer, e)
			if e.audience && (e.provider.ApplicationID == nil || slices.Contains(m.aud, *e.provider.ApplicationID)) {
				m.byBoth = append(m.byBoth, e)
			}
		}
	}
	return m
}

// audText shows the aud of a token.
func (m matched) audText() string {
	switch {
	case m.audState == token.Absent || m.audState == token.Null || len(m.aud) == 0:
		return "absent"
	case len(m.aud) == 1:
		return quote(m.aud[0])
	}
	return clean.Short("["+strings.Join(m.aud, ", ")+"]", 200)
}

func audienceSentence(m matched, e entry) string {
	if m.audText() == "absent" {
		return fmt.Sprintf("the token has no audience, and %s demands %s", e.name, quote(e.audienceText()))
	}
	return fmt.Sprintf("the token is for %s, and %s demands %s", m.audText(), e.name, quote(e.audienceText()))
}

// issuerDiffers says how the token's issuer differs from the entry that comes nearest.
func (v *view) issuerDiffers(t seen[evidence.Token], m matched, c configured, grade Grade) []Finding {
	e := nearest(m.iss, c)
	comparison := &Comparison{ExpectedLabel: e.issuerLabel(), Expected: e.provider.IssuerText(), ActualLabel: labelOf(t.Data) + " iss", Actual: m.iss}
	slips := len(verdict.Slips(comparison.Actual)) > 0 || len(verdict.Slips(comparison.Expected)) > 0
	near := fillMarks(comparison, verdict.CompareIssuer(comparison.Actual, comparison.Expected))
	comparison.toShow(slips)
	proof := []Line{{Label: comparison.ActualLabel, Text: comparison.Actual, From: t.From()}, {Label: e.issuerLabel(), Text: comparison.Expected, From: e.from}}
	found := []Finding{{Rule: ids.IssuerDiffers, Severity: Fault, Grade: grade, Sentence: "iss equals no " + "Domain or Issuer of the configuration", Proof: proof, Compare: comparison}}
	if near {
		found = append(found, Finding{Rule: ids.IssuerNearMiss, Severity: Fault, Grade: grade, Sentence: "iss and the " + e.issuerLabel() + " differ by " + comparison.Kind, Proof: proof, Compare: comparison})
	}
	return found
}

// nearest returns the entry whose issuer is most like that of a token: the same family first, then the longest common
// beginning and end.
func nearest(iss string, c configured) entry {
	best, score := c.entries[0], -1
	for _, e := range c.entries {
		if !e.issuer {
			continue
		}
		s := common(iss, e.provider.IssuerText())
		switch family.Relation(family.OfIssuer(iss), e.origin()) {
		case family.SameInstance:
			s += 2000
		case family.OtherInstance:
			s += 1000
		}
		if s > score {
			best, score = e, s
		}
	}
	return best
}

// origin is what the issuer of an entry tells. All WorkOS apps share one of their issuers; there the client ID in the other
// members tells them apart (providers.md 3.2).
func (e entry) origin() family.Issuer {
	of := family.OfIssuer(e.provider.IssuerText())
	if of.Family != ids.FamilyWorkOS || of.Instance != "" {
		return of
	}
	if app := e.provider.ApplicationID; e.audience && app != nil && strings.HasPrefix(*app, "client_") {
		of.Instance = *app
	} else if _, id, ok := strings.Cut(e.provider.JWKS, "/sso/jwks/"); ok {
		of.Instance = id
	}
	return of
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < len(a)-n && m < len(b)-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	return n + m
}

func entryLines(c configured) []Line {
	var lines []Line
	for _, e := range c.entries {
		lines = append(lines, Line{Label: e.name, Text: fmt.Sprintf("%s · applicationID %s", e.issuerText(), e.audienceText()), From: e.from})
	}
	return lines
}

func entryValues(c configured) map[string]string {
	e := c.entries[0]
	values := map[string]string{}
	if e.issuer {
		values["domain"] = e.issuerText()
	}
	if e.audience && e.provider.ApplicationID != nil {
		values["application_id"] = e.audienceText()
	}
	if e.read.Address().Env != "" {
		values["variable"] = clean.Short(e.read.Address().Env, 80)
	}
	return values
}

// noProviderSaid reports that the deployment itself said that no entry matches.
func (v *view) noProviderSaid() bool {
	for _, message := range v.messages {
		if strings.HasPrefix(message.Data.ID, "backend-no-provider") || message.Data.ID == "code-no-auth-provider" {
			return true
		}
	}
	return false
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
