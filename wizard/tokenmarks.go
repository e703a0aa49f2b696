package wizard

import (
	"slices"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// standing says how a member of a token fares. The order is that in which rows are shown: what is wrong comes first.
type standing int

const (
	wrong       standing = iota // compared, and not what Convex wants
	doubtful                    // may matter: an expired copy, a claim that most entries demand
	right                       // compared, and as it should be
	notCompared                 // nothing was at hand to compare it with, or Convex does not look at it
)

func (m *Model) mark(s standing) string {
	switch s {
	case wrong:
		return m.theme.Fault.Render("✗")
	case doubtful:
		return m.theme.Doubt.Render("!")
	case right:
		return m.theme.Fine.Render("✓")
	}
	return m.theme.Quiet.Render("·")
}

// claim is one row of the token page.
type claim struct {
	token.Row
	standing standing
	note     string
}

// claims are the members of the token, and its signature, as they fare: the parts in their order, but the one with a
// fault first, and in each part what is wrong first, then in the order in which Convex looks.
func (m *Model) claims(j *findings.Judgement) []claim {
	var rows []claim
	for _, row := range sortedRows(token.Explain(j.Token.Read, m.session.Now())) {
		one := claim{Row: row}
		one.standing, one.note = m.standing(row, j)
		rows = append(rows, one)
	}
	rows = append(rows, signatureRow(j))
	worst := map[token.Part]standing{}
	for _, row := range rows {
		if at, known := worst[row.Where]; !known || row.standing < at {
			worst[row.Where] = row.standing
		}
	}
	rank := func(s standing) int { return int(min(s, right)) } // what is fine and what was not compared stay in their order
	slices.SortStableFunc(rows, func(a, b claim) int {
		if a.Where == b.Where {
			return rank(a.standing) - rank(b.standing)
		}
		return rank(worst[a.Where]) - rank(worst[b.Where])
	})
	return rows
}

// standing says how a member fares in the checks that look at it.
func (m *Model) standing(row token.Row, j *findings.Judgement) (standing, string) {
	selects := row.Where == token.PayloadPart && (row.Name == "iss" || row.Name == "aud")
	if selects {
		for _, rule := range differs[row.Name] {
			if fault, ok := m.session.Findings().Best(rule); ok {
				return wrong, fault.Sentence
			}
		}
	}
	passed := false
	for _, check := range j.Verdict.Trace {
		if checkOf[check.ID] != row.Name || row.Name == "exp" && j.Fresh {
			continue
		}
		switch check.State {
		case verdict.Failed:
			if j.Presumed && !believed(m.session.Findings(), check.Reason) {
				return doubtful, "an OIDC entry wants " + clean.Short(check.Expected, 120)
			}
			return wrong, "Convex wants " + clean.Short(check.Expected, 120)
		case verdict.Passed:
			passed = passed || compares(check.ID, j)
		}
	}
	switch {
	case selects:
		return m.selected(row, j)
	case row.Name == "exp" && j.Expired:
		return doubtful, ""
	case passed:
		return right, ""
	}
	return notCompared, ""
}

// differs and agrees are the rules that compared a claim with the entries.
var (
	differs = map[string][]ids.Rule{"iss": {ids.IssuerDiffers}, "aud": {ids.AudienceDiffers, ids.Rule("refused-" + string(verdict.AudienceMismatch))}}
	agrees  = map[string]ids.Rule{"iss": ids.IssuerMatches, "aud": ids.AudienceMatches}
)

// selected says how iss and aud stand to the entries, by which Convex chooses one.
func (m *Model) selected(row token.Row, j *findings.Judgement) (standing, string) {
	i := j.Verdict.ProviderIndex
	audienceless := row.Name == "aud" && !j.Presumed && i >= 0 && i < len(j.Verdict.Stored) && j.Verdict.Stored[i].ApplicationID == nil
	fine, ok := m.session.Findings().Best(agrees[row.Name])
	switch {
	case audienceless:
		return notCompared, "the entry has no applicationID: Convex does not look at aud"
	case ok:
		return right, fine.Sentence
	case row.State == token.Absent && row.Name == "aud":
		return doubtful, "an entry with an applicationID takes no token without aud"
	case len(j.Entries) == 0:
		return notCompared, "not compared, no entry was seen: " + m.use(row, j)
	case row.Name == "aud":
		return notCompared, "not compared: no entry that is known has this iss"
	}
	return notCompared, "not compared, the entry is not known well enough: " + m.use(row, j)
}

// believed reports whether a reason for a refusal holds although no entry was seen.
func believed(set findings.Set, reason verdict.Reason) bool {
	return set.Has(ids.Rule("refused-"+string(reason))) || set.Has(ids.Rule("also-"+string(reason)))
}

// compares reports whether a check that passed compared the member's value. That a kid is there says nothing about the
// key; and of an entry that is only presumed, what both kinds of entry want alike.
func compares(check string, j *findings.Judgement) bool {
	switch check {
	case "kid":
		return false
	case "alg":
		alg, _ := j.Token.Read.Header.String("alg")
		return !j.Presumed || alg == verdict.RS256
	}
	return true
}

// checkOf says which member a check of the backend looks at.
var checkOf = map[string]string{
	"typ": "typ", "cty": "cty", "crit": "crit", "alg": "alg", "kid": "kid", "key": "kid", "audience-alone": "aud", "expiry": "exp", "expiry-present": "exp",
	"not-before": "nbf", "issued-at": "iat", "subject": "sub", "issuer-present": "iss", "issuer-url": "iss",
}

// signatureRow says what is known of the signature.
func signatureRow(j *findings.Judgement) claim {
	read := j.Token.Read
	row := claim{Row: token.Row{Where: token.SignaturePart, Value: prose.Count(read.SigBytes, "byte")}, standing: notCompared,
		note: "not compared: needs the issuer's keys. Paste its JWKS"}
	switch {
	case read.Decoded:
		row.Value, row.note = "(not shown)", "a decoded view does not show it"
		return row
	case read.Kind == token.Cut && read.SigBytes == 0:
		row.Value, row.standing, row.note = "(absent)", doubtful, "this copy does not show it: Convex takes no token without it"
		return row
	case read.Kind == token.Cut:
		row.standing, row.note = doubtful, "this copy ends before its end: paste the whole token"
		return row
	}
	for _, check := range j.Verdict.Trace {
		if check.ID != "signature" && check.ID != "signature-encoding" {
			continue
		}
		switch {
		case check.State == verdict.Failed:
			row.standing, row.note = wrong, clean.Line(check.Why)
			return row
		case check.ID == "signature" && check.State == verdict.Passed:
			row.standing, row.note = right, "made with a key of the issuer's key set"
		case check.ID == "signature" && check.State == verdict.NotReached:
			row.note = "not compared: Convex stops before it"
		}
	}
	return row
}
