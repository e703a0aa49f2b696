package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// tokens reads what stood where a token belongs, by itself: a JWT, something else, a damaged copy, a token of the wrong
// kind.
func tokens(v *view) []Finding {
	var found []Finding
	for i := len(v.tokens) - 1; i >= 0; i-- {
		t := v.tokens[i]
		switch t.Data.Read.Kind {
		case token.JWT:
			found = append(found, Finding{Rule: ids.SeenToken, Severity: Note, Grade: Proved, Sentence: "there is a token: " + t.Item.Piece.Summary,
				Proof: []Line{{Label: labelOf(t.Data), Text: t.Item.Piece.Summary, From: t.From()}}, Excludes: sentExcludes(t.Data)})
			return append(found, damaged(t)...)
		case token.Cut:
			return append(found, v.cutToken(t)...)
		case token.Literal:
			if t.Data.Origin == evidence.OriginBare { // where it was printed is not known: only the wizard's question tells
				return append(found, Finding{Rule: "token-is-bare-word", Severity: Doubt, Grade: Possible, Cause: ids.OpaqueToken,
					Sentence: "there is no token in it, only the text " + quote(t.Data.Read.Literal) + " that stands for a JavaScript value",
					Proof:    []Line{{Label: "token", Text: clean.Short(t.Data.Read.Literal, 60), From: t.From()}}})
			}
			return append(found, Finding{Rule: ids.TokenIsWord, Severity: Fault, Grade: Likely, Exact: true, Cause: ids.OpaqueToken,
				Sentence: "the word " + quote(t.Data.Read.Literal) + " stands where the token belongs: the client sent the text of a JavaScript value",
				Values:   map[string]string{"not_a_jwt": notJWT(t.Data)},
				Proof:    []Line{{Label: "token", Text: clean.Short(t.Data.Read.Literal, 60), From: t.From()}}})
		case token.Opaque, token.EncryptedJWT:
			return append(found, Finding{Rule: ids.TokenIsOpaque, Severity: Fault, Grade: opaqueGrade(t.Data), Exact: true, Cause: ids.OpaqueToken,
				Family: v.opaqueFamily(t.Data), Values: map[string]string{"not_a_jwt": notJWT(t.Data)},
				Sentence: opaqueSentence(t.Data), Proof: []Line{{Label: labelOf(t.Data), Text: t.Item.Piece.Summary, From: t.From()}}})
		}
	}
	return found
}

// cutToken reads a token of which a part is missing. The copy is at fault, not the app: where a person blotted it out on
// purpose, or something else tells of a failure, it explains nothing. Neither does it where all of it is there that Convex
// refuses the token by.
func (v *view) cutToken(t seen[evidence.Token]) []Finding {
	finding := Finding{Rule: ids.TokenDamaged, Severity: Fault, Grade: Proved, Exact: true, Cause: ids.BrokenPaste,
		Sentence: cutSentence(t.Data), Proof: []Line{{Label: labelOf(t.Data), Text: t.Item.Piece.Summary, From: t.From()}}}
	switch {
	case t.Data.Masked, t.Data.Tail != "":
		finding.Severity, finding.Grade, finding.Cause = Note, Possible, ""
		if !t.Data.Read.Legible() {
			finding.Sentence = "a part of the token was left out on purpose, so its claims are not known"
			break
		}
		finding.Sentence = cutSentence(t.Data)
		return []Finding{finding, legible(t)}
	case v.refusedBefore(t.Data):
		finding.Severity, finding.Grade = Doubt, Possible
		return []Finding{legible(t), finding}
	case slices.ContainsFunc(v.messages, func(message seen[evidence.Message]) bool { return Telling(message.Data) }):
		finding.Severity, finding.Grade = Doubt, Possible
	}
	return []Finding{finding}
}

func cutSentence(t evidence.Token) string {
	if t.Masked && t.Read.Legible() {
		return "the signature was left out of this copy on purpose"
	}
	return "this is only a part of a token: its " + string(t.Read.Lost) + " is missing or not whole"
}

// legible says that the claims of a token can be read.
func legible(t seen[evidence.Token]) Finding {
	return Finding{Rule: ids.SeenToken, Severity: Note, Grade: Proved, Sentence: "there is a token, and its claims can be read: " + t.Item.Piece.Summary,
		Proof: []Line{{Label: labelOf(t.Data), Text: t.Item.Piece.Summary, From: t.From()}}, Excludes: sentExcludes(t.Data)}
}

// behindSignature are the reasons that Convex comes to only after the signature (B 1.35, 1.48).
var behindSignature = map[verdict.Reason]bool{verdict.SignatureInvalid: true, verdict.Expired: true, verdict.NotYetValid: true,
	verdict.SubjectMissing: true, verdict.ExpiryMissing: true}

// refusedBefore reports that Convex is certain to refuse this token before it looks at its signature.
func (v *view) refusedBefore(t evidence.Token) bool {
	j := v.judge()
	if !t.Read.Legible() || !j.Rejected() || j.Label != labelOf(t) {
		return false
	}
	return !behindSignature[j.Reason()] && v.believable(j, j.Reason())
}

// sentExcludes is what a token rules out that was seen on its way to Convex.
func sentExcludes(t evidence.Token) []ids.Cause {
	if t.Origin == evidence.OriginAuthenticate || t.Origin == evidence.OriginAuthorization {
		return []ids.Cause{ids.TokenNotSuppliedByClient, ids.NotSignedIn, ids.ProviderTokenFetchFails}
	}
	return nil
}

func opaqueGrade(t evidence.Token) Grade {
	if t.Origin == evidence.OriginAuthenticate || t.Origin == evidence.OriginAuthorization || t.Read.Kind == token.EncryptedJWT {
		return Proved
	}
	return Likely
}

func opaqueSentence(t evidence.Token) string {
	switch {
	case t.Read.Kind == token.EncryptedJWT && family.IsAuthJSSession(t.Name):
		return "this is the session cookie of Auth.js (NextAuth), an encrypted token: nobody but the app's own server can read it"
	case t.Read.Kind == token.EncryptedJWT && t.Guess.Issuer.Host == "":
		return "this is an encrypted token (its header has enc), and its header names no issuer: nobody but who made it can read it. A session cookie of Auth.js (NextAuth) looks like this"
	case t.Read.Kind == token.EncryptedJWT:
		return "this is an encrypted token (its header has enc): nobody but its issuer can read it"
	case t.Guess.Kind != "" && !(t.Read.Shape != "" && strings.HasSuffix(t.Guess.Kind, "opaque token")): // which says less than the form
		return "this is no JWT but " + clean.Line(withArticle(t.Guess.Kind))
	case t.Read.Shape != "":
		return "this is no JWT but " + clean.Line(withArticle(t.Read.Shape))
	}
	return "this is no JWT: it has no header and payload that Convex could read"
}

// opaqueFamily is the family whose fix fits what is no JWT: the one of the case, and without any the text for other
// issuers, since a page that lists every family's fix says nothing about this token.
func (v *view) opaqueFamily(t evidence.Token) ids.Family {
	switch {
	case family.IsAuthJSSession(t.Name):
		return ids.FamilyCustom
	case t.Guess.Family != ids.FamilyUnknown:
		return t.Guess.Family
	case t.Read.Kind == token.EncryptedJWT && v.family() == ids.FamilyUnknown:
		return ids.FamilyCustom
	}
	return ids.FamilyUnknown // that of the case
}

// notJWT says what to do about this very text, before what to do with the issuer in use.
func notJWT(t evidence.Token) string {
	switch {
	case t.Read.Kind == token.EncryptedJWT:
		return "No entry of auth.config can take an encrypted token, whatever its key. Send a signed one."
	case t.Read.Kind == token.Opaque:
		return "It may be good for the issuer's own API. Convex wants a signed JWT beside it."
	case t.Read.Literal == "Promise", t.Read.Literal == "[object Promise]":
		return "A Promise was sent and not the token in it: an `await` is missing."
	case strings.HasPrefix(t.Read.Literal, "[object"):
		return "The token lies inside an object: take it out before it is sent."
	case t.Read.Literal == "undefined", t.Read.Literal == "null":
		return "There was no token yet: nobody is signed in (`not-signed-in`), or an `await` is missing."
	}
	return ""
}

// damaged says what is wrong with the text of a JWT that could be read all the same. What copying did is no fault of
// the token that was sent.
func damaged(t seen[evidence.Token]) []Finding {
	for _, damage := range t.Data.Read.Damage {
		if damage.ByCopying() {
			return []Finding{{Rule: "copy-damaged", Severity: Doubt, Grade: Possible, Sentence: "the copy is damaged, it was read all the same: " + damage.String()}}
		}
	}
	return nil
}

// wrongKind names a token of a kind that Convex does not want, where no configuration says so already. An entry that takes
// it settles the matter: a customJwt entry takes access tokens (B 1.43).
func wrongKind(v *view) []Finding {
	t, ok := v.token()
	if !ok {
		return nil
	}
	wanted, wrong := wrongKinds[t.Data.Guess.Kind]
	if !wrong || v.entryTakesIt() {
		return nil
	}
	finding := Finding{Rule: ids.WrongKind, Severity: Fault, Grade: Likely, Cause: ids.WrongTokenKind, Family: t.Data.Guess.Family,
		Sentence: fmt.Sprintf("this is %s; Convex wants %s", withArticle(t.Data.Guess.Kind), wanted),
		Proof:    []Line{{Label: labelOf(t.Data), Text: t.Item.Piece.Summary, From: t.From()}}, After: []ids.Rule{"refused-audience-mismatch"}}
	if t.Data.Guess.Kind == family.AccessToken {
		finding.Severity, finding.Grade = Doubt, Possible // of an unknown issuer it may be the one that its customJwt entry is for
	}
	return []Finding{finding}
}

// entryTakesIt reports that an entry of the configuration accepts the newest token as far as was looked at.
func (v *view) entryTakesIt() bool {
	j := v.judge()
	return j != nil && !j.Presumed && !j.Partial && j.Reason() == verdict.ReasonNone
}

// withoutAudience reads a token that has no aud, where it cannot be compared with an entry: every OIDC entry demands
// one (B 1.28, 4.13). For Clerk the reason lies deeper, and there are several (providers.md 1.2, B 3.26, V 1).
func withoutAudience(v *view) []Finding {
	t, ok := v.token()
	if !ok || !t.Data.Read.Payload.Seen {
		return nil
	}
	aud, state := t.Data.Read.Payload.Strings("aud")
	absent := state == token.Null || state == token.Absent && !isFragment(t.Data) || state == token.OK && len(aud) == 0
	c := v.configured()
	if m := match(t.Data, c); !absent || len(m.byIssuer) > 0 || customFamilies[t.Data.Guess.Family] && len(c.entries) == 0 && !isFragment(t.Data) {
		return nil
	}
	if slices.ContainsFunc(c.entries, func(e entry) bool { return !e.issuer && e.audience && e.provider.ApplicationID == nil }) {
		return nil // that entry looks at no audience, and it may be the token's (B 1.15)
	}
	if len(c.entries) > 0 && v.allComparable(c) && !isFragment(t.Data) {
		return nil // the verdict says which entry it is about
	}
	proof := []Line{{Label: labelOf(t.Data), Text: "aud absent", From: t.From()}}
	after := []ids.Rule{"refused-issuer-mismatch", "refused-audience-mismatch", ids.ClerkTemplateMissing, ids.WrongKind}
	if v.familyIs(ids.FamilyClerk) {
		return clerkWithoutAudience(v, t, proof, after)
	}
	finding := Finding{Rule: "no-audience", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.AudienceMismatch, After: after,
		Sentence: "the token has no audience, and an entry with an applicationID takes no such token", Proof: proof}
	if v.familyIs(ids.FamilyUnknown, ids.FamilyCustom) && !v.noProviderSaid() {
		if alg, _ := t.Data.Read.Header.String("alg"); alg == verdict.ES256 {
			return nil // only a customJwt entry can take it (B 1.32)
		}
		if !isFragment(t.Data) {
			// The entry may be a customJwt one without applicationID, which looks at no audience (B 1.15). Of a fragment, the
			// person chose to show the aud.
			finding.Severity, finding.Grade = Doubt, Possible
		}
	}
	return []Finding{finding}
}

// clerkWithoutAudience tells apart why a Clerk token has no audience. ConvexProviderWithClerk never sends such a token,
// but for one version (V 1): with the integration the session token has it, without it the template is asked for.
func clerkWithoutAudience(v *view, t seen[evidence.Token], proof []Line, after []ids.Rule) []Finding {
	integration := Finding{Rule: "clerk-no-audience", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.ClerkConvexIntegrationNotEnabled, Family: ids.FamilyClerk, After: after,
		Sentence: "a Clerk session token without aud: Clerk's Convex integration is off in this instance, or was switched on after the sign-in", Proof: proof,
		Probe: &Probe{Sentence: "https://dashboard.clerk.com/apps/setup/convex shows whether the integration is active for this instance"}}
	older := integration
	older.Rule, older.Grade, older.Cause = "clerk-no-audience-session", Possible, ids.ClerkSessionOlderThanIntegration
	older.Probe = &Probe{Sentence: "Sign out completely and in again: a new session token has aud if the integration is on."}
	if t.Data.Guess.Kind == family.ClerkTemplate && !isFragment(t.Data) { // of a fragment the missing sid tells nothing
		integration.Rule, integration.Cause, integration.Probe = "clerk-template-no-audience", ids.AudienceMismatch, nil
		integration.Sentence = "the Clerk JWT template gives its tokens no aud"
		return []Finding{integration}
	}
	if v.saidBy(messages.FromClient, "client-failed-to-authenticate") && isFragment(t.Data) {
		integration.Grade = Possible
		return []Finding{{Rule: "clerk-version-without-template", Severity: Fault, Grade: Likely, Cause: ids.SDKBugUpgradeNeeded, Family: ids.FamilyClerk, After: after,
			Sentence: "the React client sent a Clerk token without aud; of the versions of ConvexProviderWithClerk only convex 1.33.0 does that", Proof: proof,
			Values: map[string]string{"package": "convex", "installed": "1.33.0", "fixed": "1.33.1"},
			Probe:  &Probe{Sentence: "npm ls convex shows the installed version", Command: "npm ls convex"}}, integration, older}
	}
	return []Finding{integration, older}
}

// allComparable reports that every entry is known well enough to be compared.
func (v *view) allComparable(c configured) bool {
	for _, e := range c.entries {
		if !e.issuer || !e.audience {
			return false
		}
	}
	return true
}

// saidBy reports whether a program said one of these messages.
func (v *view) saidBy(source messages.Source, list ...string) bool {
	for _, message := range v.messages {
		if message.Data.Source == source && slices.Contains(list, message.Data.ID) {
			return true
		}
	}
	return false
}
