package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// causeOfReason maps the inner reasons of a refusal to causes; the reasons that can have several are looked at one by
// one in refusalCause.
var causeOfReason = map[verdict.Reason]ids.Cause{
	verdict.PayloadMissing: ids.BrokenPaste, verdict.PayloadBase64: ids.BrokenPaste, verdict.PayloadJSON: ids.BrokenPaste,
	verdict.PayloadNotObject: ids.OpaqueToken, verdict.PayloadClaim: ids.PayloadTypeError, verdict.IssuerMissing: ids.ClaimsMissing,
	verdict.NoProviders: ids.AuthConfigMissingOrNotPushed, verdict.IssuerMismatch: ids.IssuerMismatch, verdict.AudienceMismatch: ids.AudienceMismatch,
	verdict.IssuerNotAURL:        ids.IssuerWithoutScheme,
	verdict.DiscoveryUnreachable: ids.OIDCDiscoveryUnreachable, verdict.DiscoveryHTTPStatus: ids.OIDCDiscoveryUnreachable,
	verdict.DiscoveryContentType: ids.OIDCDiscoveryUnreachable, verdict.DiscoveryUnparseable: ids.OIDCDiscoveryUnreachable,
	verdict.DiscoveryIssuerDiffers: ids.OIDCDiscoveryUnreachable,
	verdict.JWKSUnreachable:        ids.OIDCDiscoveryUnreachable, verdict.JWKSHTTPStatus: ids.OIDCDiscoveryUnreachable,
	verdict.JWKSContentType: ids.OIDCDiscoveryUnreachable, verdict.JWKSUnparseable: ids.JWKSUnusableKey,
	verdict.JWKSDataURL: ids.OIDCDiscoveryUnreachable, verdict.JWKSNotAURL: ids.OIDCDiscoveryUnreachable,
	verdict.TokenParts: ids.BrokenPaste, verdict.HeaderUnparseable: ids.UnsupportedSigningAlgorithm, verdict.SignatureEncoding: ids.BrokenPaste,
	verdict.ClaimsNotOIDC: ids.ClaimsMissing, verdict.TypNotAllowed: ids.HeaderNotAccepted, verdict.CtyNotAllowed: ids.HeaderNotAccepted,
	verdict.CritNotAllowed: ids.HeaderNotAccepted, verdict.AudienceNotAlone: ids.MultipleAudiences, verdict.AlgNotAllowed: ids.UnsupportedSigningAlgorithm,
	verdict.KidMissing: ids.JWTHeaderMissingKid, verdict.KeyNotFound: ids.SigningKeyJWKSMismatch, verdict.KeyAmbiguous: ids.SigningKeyJWKSMismatch,
	verdict.KeyUnusable: ids.JWKSUnusableKey, verdict.SignatureInvalid: ids.SignatureInvalid, verdict.Expired: ids.TokenExpired,
	verdict.NotYetValid: ids.IatOrExpClockSkew, verdict.SubjectMissing: ids.ClaimsMissing, verdict.ExpiryMissing: ids.ClaimsMissing,
	verdict.BackendPanic: ids.PayloadTypeError,
}

// selectionReasons are about the configuration: without one they say nothing.
var selectionReasons = map[verdict.Reason]bool{verdict.NoProviders: true, verdict.IssuerMismatch: true, verdict.AudienceMismatch: true}

// refusal turns the verdict about the newest token into findings: the reason at which the deployment stops, and what
// else is wrong with the token behind it.
func refusal(v *view, j *Judgement) []Finding {
	if j == nil {
		return nil
	}
	var found []Finding
	outcome, reason := j.Outcome(), j.Reason()
	if reason != verdict.ReasonNone && v.believable(j, reason) {
		found = append(found, v.refusalFinding(j, reason, outcome.Why, true))
	}
	seen := map[ids.Cause]bool{}
	for _, one := range found {
		seen[one.Cause] = true
	}
	for _, check := range j.Verdict.Trace { // what stands behind the first fault
		if check.State != verdict.Failed || !check.After || check.Reason == reason || !v.believable(j, check.Reason) {
			continue
		}
		next := v.refusalFinding(j, check.Reason, clean.Line(check.Title)+": "+quote(check.Actual), false)
		if !seen[next.Cause] {
			seen[next.Cause] = true
			found = append(found, next)
		}
	}
	if reason == verdict.ReasonNone && !j.Presumed && !j.Fragment && !j.Partial {
		found = append(found, v.besideOthers(tokenFits(j)))
	}
	return append(found, v.expired(j)...)
}

// believable reports whether a reason may be drawn from this evidence: of a fragment of a token only what it shows
// counts, without a configuration nothing about the configuration, without a header nothing about the header.
func (v *view) believable(j *Judgement, reason verdict.Reason) bool {
	switch {
	case reason == verdict.Expired:
		return false // said by expired, which knows when the token was looked at
	case j.Presumed && selectionReasons[reason]:
		return false
	case j.Partial && (reason == verdict.IssuerMismatch || reason == verdict.NoProviders):
		return false
	case j.Partial && reason == verdict.AudienceMismatch && !j.IssuerOpen:
		return false
	case j.Fragment && reason == verdict.IssuerMismatch: // what a fragment shows counts
		_, state := j.Token.Read.String("iss")
		return state == token.OK
	case j.Fragment && (reason == verdict.IssuerMissing || reason == verdict.ClaimsNotOIDC || reason == verdict.SubjectMissing ||
		reason == verdict.ExpiryMissing || reason == verdict.PayloadMissing || selectionReasons[reason]):
		return false
	}
	if !j.Token.Read.Header.Seen || len(j.Token.Read.Header.Members) == 0 {
		switch reason {
		case verdict.AlgNotAllowed, verdict.HeaderUnparseable, verdict.KidMissing, verdict.TypNotAllowed, verdict.CtyNotAllowed, verdict.CritNotAllowed,
			verdict.TokenParts, verdict.SignatureEncoding:
			return false
		}
	}
	if !j.Token.Read.SignatureSeen() { // there is none to look at
		switch reason {
		case verdict.SignatureInvalid, verdict.SignatureEncoding, verdict.TokenParts, verdict.PayloadBase64:
			return false
		}
	}
	if j.Presumed && j.Token.Guess.Family == ids.FamilyUnknown || j.Presumed && j.Token.Guess.Family == ids.FamilyCustom {
		switch reason { // whether these matter depends on the kind of the entry
		case verdict.AlgNotAllowed, verdict.TypNotAllowed, verdict.CtyNotAllowed, verdict.CritNotAllowed, verdict.ClaimsNotOIDC, verdict.KidMissing,
			verdict.AudienceNotAlone, verdict.IssuerNotAURL, verdict.HeaderUnparseable:
			return false
		}
	}
	return true
}

func (v *view) refusalFinding(j *Judgement, reason verdict.Reason, why string, first bool) Finding {
	cause, better := v.refusalCause(j, reason)
	if better != "" {
		why = better
	}
	grade := Proved
	switch {
	case !first:
		grade = Possible
	case j.Presumed, j.Fragment, j.IssuerOpen && !selectionReasons[reason], !j.Deployed && selectionReasons[reason] && !v.noProviderSaid() && !j.Whole:
		grade = Likely
	}
	finding := Finding{Rule: ids.Rule("refused-" + string(reason)), Severity: Fault, Grade: grade, Exact: true, Cause: cause,
		Sentence: clean.Line(why), Family: j.Token.Guess.Family, Values: v.tokenValues(j)}
	if !first {
		finding.Rule = ids.Rule("also-" + string(reason))
		finding.Sentence = "also wrong with this token: " + finding.Sentence
		return finding
	}
	finding.Proof = v.refusalProof(j, reason)
	if j.Token.Read.Kind == token.Cut {
		finding.Proof = append(finding.Proof, Line{Label: j.Label, Text: cutSentence(j.Token) + ". That does not matter here: Convex refuses it before it looks at the signature", From: j.From})
	}
	if reason == verdict.AudienceMismatch {
		proof, compare := audienceProof(match(j.Token, v.configured()), j.Label, j.From)
		finding.Proof, finding.Compare = append(proof, finding.Proof...), compare
	}
	if reason == verdict.IssuerMismatch {
		if t, ok := v.token(); ok {
			if differs := v.issuerDiffers(t, match(t.Data, v.configured()), v.configured(), grade); len(differs) > 0 {
				finding.Compare = differs[0].Compare
				finding.Proof = append(differs[0].Proof, finding.Proof...)
			}
		}
	}
	return finding
}

// refusalCause names the cause nearest to the root: a token of the wrong kind explains a missing audience, another
// instance explains a different issuer.
func (v *view) refusalCause(j *Judgement, reason verdict.Reason) (cause ids.Cause, sentence string) {
	t := j.Token
	cause = causeOfReason[reason]
	if wanted, wrong := wrongKinds[t.Guess.Kind]; wrong {
		switch reason {
		case verdict.IssuerMismatch:
			if !ownIssuer[t.Guess.Kind] {
				break
			}
			fallthrough
		case verdict.AudienceMismatch, verdict.AudienceNotAlone, verdict.TypNotAllowed, verdict.ClaimsNotOIDC, verdict.PayloadNotObject, verdict.AlgNotAllowed:
			return ids.WrongTokenKind, fmt.Sprintf("this is %s; Convex wants %s", withArticle(t.Guess.Kind), wanted)
		}
	}
	switch reason {
	case verdict.AudienceMismatch:
		if m := match(t, v.configured()); len(m.byIssuer) == 0 && len(m.open) > 0 {
			return cause, audienceSentence(m, m.open[0])
		}
	case verdict.TypNotAllowed:
		if typ, _ := t.Read.Header.String("typ"); strings.Contains(strings.ToLower(typ), "at+jwt") {
			return ids.WrongTokenKind, "typ " + quote(typ) + " marks an access token; an OIDC entry wants the ID token"
		}
	case verdict.ClaimsNotOIDC:
		for _, claim := range []string{"iss", "sub", "exp", "iat"} {
			if !t.Read.Payload.Has(claim) {
				return ids.ClaimsMissing, "the token has no " + claim + ", which an OIDC entry needs"
			}
		}
		return ids.ClaimShapeNotOIDC, ""
	case verdict.IssuerMismatch:
		return v.issuerCause(j)
	case verdict.HeaderUnparseable: // where the alg is a usual one, another member is at fault
		if alg, _ := t.Read.Header.String("alg"); alg == verdict.RS256 || alg == verdict.ES256 {
			if _, state := t.Read.Header.String("kid"); state == token.WrongType {
				return ids.JWTHeaderMissingKid, ""
			}
			return ids.HeaderNotAccepted, ""
		}
	case verdict.SignatureInvalid, verdict.KeyNotFound:
		if v.familyIs(ids.FamilyConvexAuth, ids.FamilyRobelest) { // P 2.1
			return ids.KeyPairMismatch, "the published JWKS does not hold the key that signed this token: JWT_PRIVATE_KEY and JWKS are not a pair"
		}
	case verdict.PayloadMissing, verdict.PayloadBase64, verdict.PayloadJSON:
		if t.Read.Kind == token.Opaque || t.Read.Kind == token.EncryptedJWT {
			return ids.OpaqueToken, ""
		}
	case verdict.PushRefused:
		if push := j.Verdict.Push; push != nil && push.Fact == "B 4.18" {
			return ids.SharedIssuerNeedsAudience, ""
		}
		return ids.AuthConfigPushRejected, ""
	}
	return cause, ""
}

// withArticle puts "a" or "an" before a kind of token: "a Keycloak access token".
func withArticle(kind string) string {
	if strings.ContainsAny(kind[:1], "AEIOaeio") {
		return "an " + kind
	}
	return "a " + kind
}

// issuerCause tells another instance of the same provider from a wrong value.
func (v *view) issuerCause(j *Judgement) (ids.Cause, string) {
	iss, _ := j.Token.Read.Payload.String("iss")
	c := v.configured()
	if len(c.entries) == 0 {
		return ids.IssuerMismatch, ""
	}
	e := nearest(iss, c)
	mine, theirs := family.OfIssuer(iss), e.origin()
	if family.Relation(mine, theirs) != family.OtherInstance {
		return ids.IssuerMismatch, ""
	}
	deployment := strings.HasSuffix(mine.Host, ".convex.site")
	if deployment && (j.Token.Origin == evidence.OriginStorage || j.Token.Origin == evidence.OriginCookie) {
		return ids.StaleTokenInStorage, "the stored token comes from " + mine.Host + ", another deployment than " + theirs.Host
	}
	sentence := fmt.Sprintf("the token comes from %s, the configuration names %s: two instances of %s", instanceName(mine), instanceName(theirs), mine.Family.Name())
	if mine.Family == ids.FamilyUnknown {
		sentence = fmt.Sprintf("the token comes from %s, the configuration names %s: two deployments", mine.Host, theirs.Host)
	}
	return ids.DevProdInstanceMix, sentence
}

func instanceName(issuer family.Issuer) string {
	name := clean.Short(issuer.Host, 100)
	if issuer.Instance != "" && !strings.Contains(issuer.Host, issuer.Instance) {
		name = clean.Short(issuer.Instance, 100)
	}
	if issuer.Stage != family.StageUnknown {
		return name + " (" + string(issuer.Stage) + ")"
	}
	return name
}

// refusalProof puts the compared values together.
func (v *view) refusalProof(j *Judgement, reason verdict.Reason) []Line {
	var lines []Line
	if reason != verdict.IssuerMismatch && reason != verdict.AudienceMismatch {
		for _, check := range j.Verdict.Trace {
			if check.State == verdict.Failed && !check.After {
				lines = append(lines, Line{Label: "Convex checks", Text: check.Title})
				expected := check.Expected
				if j.Presumed && reason == verdict.AudienceNotAlone { // which of them it is, only the entry would say
					expected = "one audience: the applicationID of the entry"
				}
				if expected != "" {
					lines = append(lines, Line{Label: "Convex wants", Text: clean.Short(expected, 200)})
				}
				if check.Actual != "" && check.URL != "" { // it is the document that shows it
					lines = append(lines, Line{Label: "it has", Text: clean.Short(check.Actual, 200), From: clean.Short(check.URL, 200)})
				} else if check.Actual != "" {
					lines = append(lines, Line{Label: j.Label, Text: clean.Short(check.Actual, 200), From: j.From})
				}
				break
			}
		}
	}
	if err := j.Outcome().Error; err != nil {
		lines = append(lines, Line{Label: "Convex", Text: fmt.Sprintf("%d %s", err.HTTPStatus, err.Code)})
	}
	return lines
}

// tokenFits says that nothing is wrong with the token as far as can be seen offline.
func tokenFits(j *Judgement) Finding {
	finding := Finding{Rule: ids.TokenFits, Severity: Fine, Grade: Proved, Sentence: "the token fits the configuration in everything that was looked at",
		Excludes: []ids.Cause{ids.IssuerMismatch, ids.AudienceMismatch, ids.DevProdInstanceMix, ids.WrongTokenKind, ids.OpaqueToken, ids.PayloadTypeError,
			ids.ClaimsMissing, ids.ClaimShapeNotOIDC, ids.HeaderNotAccepted, ids.JWTHeaderMissingKid, ids.MultipleAudiences, ids.UnsupportedSigningAlgorithm, ids.IssuerWithoutScheme}}
	if j.Deployed {
		finding.Excludes = append(finding.Excludes, ids.AuthConfigMissingOrNotPushed)
	}
	if !j.Verdict.Decided && len(j.Verdict.Needs) > 0 {
		finding.Sentence += "; not looked at: " + clean.Short(j.Verdict.Needs[0], 200)
	}
	return finding
}

// tokenValues gives what the token shows to the placeholders of a page.
func (v *view) tokenValues(j *Judgement) map[string]string {
	values := map[string]string{}
	put := func(name, value string) {
		if value != "" {
			values[name] = clean.Short(value, 200)
		}
	}
	iss, _ := j.Token.Read.Payload.String("iss")
	put("token_iss", iss)
	put("issuer_domain", iss)
	if iss != "" {
		put("discovery_url", wellknown.OpenIDAddress(iss))
	}
	if aud, state := j.Token.Read.Payload.Strings("aud"); state == token.OK && len(aud) > 0 {
		put("token_aud", aud[0])
	} else if state == token.Absent && !j.Fragment {
		put(ids.SaidPrefix+noAudience, "yes")
	}
	for _, member := range []string{"alg", "kid", "typ"} {
		text, _ := j.Token.Read.Header.String(member)
		put("token_"+member, text)
	}
	for _, discovery := range v.discoveries {
		put("jwks", discovery.Data.JWKSURI)
	}
	if i := j.Verdict.ProviderIndex; !j.Presumed && i >= 0 && strings.HasPrefix(j.Verdict.Stored[i].JWKS, "http") && j.Verdict.Stored[i].JWKS != keySetNotSeen {
		put("jwks", j.Verdict.Stored[i].JWKS)
	}
	put("instance", j.Token.Guess.Issuer.Instance)
	v.issuerParts(j, put)
	if c := v.configured(); len(c.entries) > 0 {
		e := c.entries[0]
		if iss != "" {
			e = nearest(iss, c)
		}
		put("entry", e.name)
		if e.issuer {
			put("domain", e.issuerText())
		}
		if e.audience && e.provider.ApplicationID != nil {
			put("application_id", e.audienceText())
		}
		put("variable", v.addressVariable(e))
	}
	return values
}
