package verdict

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/messages"
)

// oidcChecks are those of an OIDC entry (B 1D).
var oidcChecks = []check{
	{id: "issuer-url", title: "iss is an absolute URL", fact: "B 1.18",
		do:   func(r *run) *fault { r.loadIssuer(); return r.issuer.notURL },
		show: func(r *run) (string, string) { return "https://…", r.claims.iss }},
	{id: "discovery", title: "the discovery document can be read", fact: "B 1.20, 1.21",
		needs: func(r *run) bool { return r.issuer.notURL == nil }, do: checkDiscovery,
		show: func(r *run) (string, string) { return documentShown(&r.issuer.discovery) }, document: discoveryShown},
	{id: "discovery-issuer", title: "the discovery document names the token's iss", fact: "B 1.22",
		needs: func(r *run) bool { return r.discovered() || r.assumed() }, do: func(r *run) *fault { return r.issuer.differs },
		show: func(r *run) (string, string) { return r.claims.iss, r.issuer.document.issuer }, document: discoveryShown},
	{id: "key-set", title: "the key set can be read", fact: "B 1.23",
		needs: func(r *run) bool { return r.discovered() && r.issuer.differs == nil || r.assumed() }, do: checkOIDCKeySet,
		show: func(r *run) (string, string) { return documentShown(&r.issuer.keySet) }, document: func(r *run) string { return r.issuer.keyURL }},
	{id: "token-parts", title: "the token has three parts", fact: "B 1.26", do: checkThreeParts(notOIDC),
		show: func(r *run) (string, string) { return "3 parts", parts(r.parts) }},
	{id: "header", title: "the header can be read", fact: "B 1.27", do: checkOIDCHeader, show: showHeader},
	{id: "claims", title: "the claims are those of an OIDC ID token", fact: "B 1.28, 1.29", do: checkOIDCClaims, show: showOIDCClaims},
	{id: "signature-encoding", title: "the signature is base64url", fact: "B 1.26",
		needs: func(r *run) bool { return r.parts == 3 }, do: checkSignatureEncoding(decodeLoose, notOIDC)},
	{id: "typ", title: "the header's typ is JWT, JOSE or absent", fact: "B 1.30", needs: hasHeader, do: checkTyp,
		show: func(r *run) (string, string) { return "JWT or none", shown(r.head.hasTyp, r.head.typ) }},
	{id: "cty", title: "the header has no cty", fact: "B 1.30", needs: hasHeader, do: checkCty,
		show: func(r *run) (string, string) { return "none", shown(r.head.hasCty, r.head.cty) }},
	{id: "crit", title: "the header has no crit", fact: "B 1.30", needs: hasHeader, do: checkCrit},
	{id: "not-encrypted", title: "the alg is no encryption", fact: "B 1.30", needs: hasHeader, do: checkNotEncrypted,
		show: func(r *run) (string, string) { return "RS256 or EdDSA", r.head.alg }},
	{id: "audience-alone", title: "aud has no other value than the applicationID", fact: "B 1.31", do: checkAudienceAlone,
		show: func(r *run) (string, string) { return shownID(r.provider().ApplicationID), quoteList(r.claims.aud) }},
	{id: "alg", title: "the alg is RS256 or EdDSA", fact: "B 1.32", needs: hasHeader, do: checkOIDCAlg,
		show: func(r *run) (string, string) { return "RS256 or EdDSA", r.head.alg }},
	{id: "key", title: "exactly one key of the set could have signed", fact: "B 1.33", needs: canLookForKey, do: checkOIDCKey,
		show: func(r *run) (string, string) { return r.wantedKey(), r.shownKeys() }, document: func(r *run) string { return r.issuer.keyURL }},
	{id: "signature", title: "the signature is valid", fact: "B 1.34", needs: canVerify, do: checkOIDCSignature},
	{id: "expiry", title: "the token has not expired", fact: "B 1.35", needs: func(r *run) bool { return r.oidc.hasExp }, do: checkOIDCExpiry,
		show: func(r *run) (string, string) { return "later than " + shownTime(r.now), r.oidc.exp.String() }},
}

func hasHeader(r *run) bool { return r.head != nil }

func shownID(id *string) string {
	if id == nil {
		return "none"
	}
	return quote(*id)
}

// loadIssuer takes the documents of the token's iss from what was prepared, or loads them now.
func (r *run) loadIssuer() {
	if ready, ok := r.prepared.issuers[r.claims.iss]; ok {
		r.issuer = ready
		return
	}
	r.issuer = r.prepared.loadIssuer(r.claims.iss)
}

// discovered reports whether the discovery document was read.
func (r *run) discovered() bool {
	return r.issuer.notURL == nil && r.issuer.discovery.read()
}

func discoveryShown(r *run) string { return r.issuer.url }

// documentShown gives what is to be compared about a document.
func documentShown(s *stage) (expected, actual string) {
	if s.unseen != "" {
		return "200, application/json", "not seen"
	}
	if s.got.status == 0 {
		return "200, application/json", shown(s.got.plainly != "", s.got.plainly)
	}
	return "200, application/json", statusText(s.got.status, "") + ", " + s.got.typeText()
}

func checkDiscovery(r *run) *fault {
	if url := r.issuer.discovery.unseen; url != "" {
		return &fault{unseen: url}
	}
	return r.issuer.discovery.broken
}

func checkOIDCKeySet(r *run) *fault {
	if r.assumed() {
		return nil
	}
	if url := r.issuer.keySet.unseen; url != "" {
		return &fault{unseen: url}
	}
	return r.issuer.keySet.broken
}

func notOIDC(r *run, reason Reason, why string) *fault {
	return &fault{reason: reason, err: unauthenticated(messages.BackendNotOIDC), why: why}
}

func notVerified(reason Reason, why string) *fault {
	return &fault{reason: reason, err: unauthenticated(messages.BackendClaimNotVerified), why: why}
}

// checkThreeParts is the same for both kinds but for what clients are told.
func checkThreeParts(refused func(*run, Reason, string) *fault) func(*run) *fault {
	return func(r *run) *fault {
		if r.parts != 3 {
			return refused(r, TokenParts, fmt.Sprintf("The token has %s; a signed JWT has three.", parts(r.parts)))
		}
		return nil
	}
}

func checkSignatureEncoding(decode func(string) ([]byte, bool), refused func(*run, Reason, string) *fault) func(*run) *fault {
	return func(r *run) *fault {
		text, _ := r.part(2)
		if r.signature, r.signed = decode(text); !r.signed {
			return refused(r, SignatureEncoding, "The signature, the third part of the token, is not base64url: "+base64Problem(text)+".")
		}
		return nil
	}
}

func checkOIDCHeader(r *run) *fault {
	data, ok := decodeLoose(r.headerText)
	if !ok {
		return notOIDC(r, HeaderUnparseable, "The header, the first part of the token, is not base64url: "+base64Problem(r.headerText)+".")
	}
	head, err := readOIDCHeader(data)
	if err != nil {
		return notOIDC(r, HeaderUnparseable, "The header cannot be read: "+err.Error()+".")
	}
	r.headRead = head
	r.head = &r.headRead
	return nil
}

func showHeader(r *run) (expected, actual string) {
	if r.head == nil {
		return "a JSON object with alg", "unreadable"
	}
	return "a JSON object with alg", "alg " + r.head.alg + ", kid " + shown(r.head.hasKid, r.head.kid) + ", typ " + shown(r.head.hasTyp, r.head.typ)
}

func checkOIDCClaims(r *run) *fault {
	good := ""
	if r.issuer.notURL == nil {
		good = r.claims.iss
	}
	read, problems := readOIDCClaims(r.claims.members, good)
	if r.oidc = read; len(problems) > 0 {
		return notOIDC(r, ClaimsNotOIDC, problems[0])
	}
	r.oidcRead = true
	return nil
}

func showOIDCClaims(r *run) (expected, actual string) {
	_, problems := readOIDCClaims(r.claims.members, "")
	if len(problems) > 0 {
		return "iss, sub, exp, iat, and standard claims of their types", strings.Join(problems, " ")
	}
	return "iss, sub, exp, iat, and standard claims of their types", "they are"
}

func checkTyp(r *run) *fault {
	if !r.head.hasTyp || r.head.typ == "JWT" {
		return nil
	}
	typ := strings.ToLower(r.head.typ)
	if !strings.Contains(typ, "/") {
		typ = "application/" + typ
	}
	if typ != "application/jwt" && typ != "application/jose" {
		return notVerified(TypNotAllowed, "The header's typ is "+quote(r.head.typ)+"; an OIDC entry takes only JWT, JOSE or none.")
	}
	return nil
}

func checkCty(r *run) *fault {
	if r.head.hasCty {
		return notVerified(CtyNotAllowed, "The header has a cty ("+quote(r.head.cty)+"); an OIDC entry takes none.")
	}
	return nil
}

func checkCrit(r *run) *fault {
	if r.head.hasCrit {
		return notVerified(CritNotAllowed, "The header has crit; an OIDC entry takes none.")
	}
	return nil
}

func checkNotEncrypted(r *run) *fault {
	if slices.Contains(contentEncryptions, r.head.alg) {
		return notVerified(AlgNotAllowed, "The header's alg "+quote(r.head.alg)+" is an encryption, not a signature.")
	}
	return nil
}

func checkAudienceAlone(r *run) *fault {
	want := r.provider().ApplicationID
	if want == nil || len(r.claims.aud) < 2 || !slices.Contains(r.claims.aud, *want) {
		return nil
	}
	for _, one := range r.claims.aud {
		if one != *want {
			return notVerified(AudienceNotAlone, "The token's aud has "+quoteList(r.claims.aud)+"; an OIDC entry takes no other value than "+quote(*want)+".")
		}
	}
	return nil
}

func checkOIDCAlg(r *run) *fault {
	if r.head.alg != RS256 && r.head.alg != "EdDSA" {
		return notVerified(AlgNotAllowed, "The token is signed with "+quote(r.head.alg)+"; an OIDC entry takes only RS256 and EdDSA.")
	}
	return nil
}

func canLookForKey(r *run) bool {
	ready := r.assumed() || r.discovered() && r.issuer.differs == nil && r.issuer.keySet.read()
	return ready && r.head != nil && (r.head.alg == RS256 || r.head.alg == "EdDSA")
}

func (r *run) wantedKey() string {
	kty := "an RSA key"
	if r.head.alg == "EdDSA" {
		kty = "an OKP key"
	}
	if r.head.hasKid {
		return kty + " with kid " + quote(r.head.kid)
	}
	return "one " + kty[3:]
}

func (r *run) shownKeys() string {
	if r.assumed() {
		return "not seen"
	}
	var said []string
	for _, key := range r.issuer.keys {
		said = append(said, key.kty+" kid "+shown(key.hasKid, key.kid))
	}
	if len(said) == 0 {
		return "no key"
	}
	return cut(strings.Join(said, "; "), 400)
}

func checkOIDCKey(r *run) *fault {
	if r.assumed() {
		return nil
	}
	fit, found := filterKeys(r.issuer.keys, r.head)
	switch {
	case found == 0:
		return notVerified(KeyNotFound, "The key set has no key that could have signed this token ("+r.wantedKey()+" is wanted; the set has "+r.shownKeys()+").")
	case found > 1:
		return notVerified(KeyAmbiguous, r.whyAmbiguous(found))
	case fit.unusable != "":
		r.keyFound = false
		return notVerified(KeyUnusable, "The key that fits cannot be used: "+fit.unusable+".")
	}
	r.key, r.keyFound = fit.with, true
	return nil
}

func (r *run) whyAmbiguous(found int) string {
	if r.head.hasKid {
		return fmt.Sprintf("%d keys of the set have the kid %s and could have signed this token; Convex does not try them in turn, so each key needs a kid of its own.", found, quote(r.head.kid))
	}
	return fmt.Sprintf("%d keys of the set could have signed this token, and the token does not say which: it needs a kid, or the set needs to have one such key.", found)
}

func canVerify(r *run) bool {
	return r.signed && r.parts == 3 && (r.keyFound || r.assumed() && r.head != nil)
}

func checkOIDCSignature(r *run) *fault {
	if r.assumed() || r.resigned {
		return nil
	}
	if r.key == nil {
		return notVerified(SignatureInvalid, "The signature cannot be verified: the RSA key has to be 2048 to 8192 bits long.")
	}
	if !r.key.verify(r.signingInput(), r.signature) {
		return notVerified(SignatureInvalid, "The signature does not belong to this header and payload under that key: the token was changed or cut, or another key signed it.")
	}
	return nil
}

func checkOIDCExpiry(r *run) *fault {
	if r.oidc.exp.atOrBefore(r.now) {
		return notVerified(Expired, "The token expired at "+r.oidc.exp.String()+"; the deployment's clock says "+shownTime(r.now)+".")
	}
	return nil
}

func shownTime(seconds int64) string { return instant{seconds: seconds}.String() }
