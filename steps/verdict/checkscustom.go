package verdict

import (
	"strings"

	"convex-auth-doctor/steps/messages"
)

// leeway is by how many seconds a customJwt token may be off (B 1.48).
const leeway = 5

// customChecks are those of a customJwt entry (B 1E).
var customChecks = []check{
	{id: "key-set", title: "the key set can be read", fact: "B 1.37-1.40", do: checkCustomKeySet,
		show: func(r *run) (string, string) {
			if r.customSet.dataURL {
				return "a key set", "a data: URL"
			}
			return documentShown(&r.customSet.keySet)
		}, document: func(r *run) string {
			if r.customSet.dataURL {
				return ""
			}
			return r.provider().JWKS
		}},
	{id: "token-parts", title: "the token has three parts", fact: "B 1.41", do: checkThreeParts(notDecodable),
		show: func(r *run) (string, string) { return "3 parts", parts(r.parts) }},
	{id: "signature-encoding", title: "the signature is base64url", fact: "B 1.41",
		needs: func(r *run) bool { return r.parts == 3 }, do: checkSignatureEncoding(decodeStrict, notDecodable)},
	{id: "header", title: "the header can be read", fact: "B 1.44", do: checkCustomHeader, show: showHeader},
	{id: "kid", title: "the header has a kid", fact: "B 1.43", needs: hasHeader, do: checkKid,
		show: func(r *run) (string, string) { return "a text", shown(r.head.hasKid, r.head.kid) }},
	{id: "key", title: "the key set has a key with that kid", fact: "B 1.41",
		needs: func(r *run) bool { return r.head != nil && r.head.hasKid && r.haveKeys() }, do: checkCustomKey,
		show: func(r *run) (string, string) { return "kid " + quote(r.head.kid), r.shownCustomKeys() }, document: func(r *run) string { return r.provider().JWKS }},
	{id: "alg", title: "the alg is that of the entry and of the key", fact: "B 1.42", needs: hasHeader, do: checkCustomAlg,
		show: func(r *run) (string, string) { return r.provider().Algorithm, r.head.alg }},
	{id: "key-kind", title: "the key can verify that alg", fact: "B 1.42, 1.45",
		needs: func(r *run) bool { return r.head != nil && r.customKey != nil && r.head.alg == r.provider().Algorithm }, do: checkKeyKind,
		show: func(r *run) (string, string) { return wantedKty(r.head.alg), r.customKey.kty }},
	{id: "signature", title: "the signature is valid", fact: "B 1.45", needs: canVerify, do: checkCustomSignature},
	{id: "expiry", title: "the token has not expired", fact: "B 1.48", needs: func(r *run) bool { return r.claims.exp.ok }, do: checkExpired,
		show: func(r *run) (string, string) {
			return "not before " + shownTime(r.now-leeway), shownTime(r.claims.exp.value)
		}},
	{id: "not-before", title: "nbf is not in the future", fact: "B 1.48", needs: func(r *run) bool { return r.claims.nbf.ok },
		do: func(r *run) *fault { return r.checkFuture("nbf", r.claims.nbf) },
		show: func(r *run) (string, string) {
			return "not after " + shownTime(r.now+leeway), shownTime(r.claims.nbf.value)
		}},
	{id: "issued-at", title: "iat is not in the future", fact: "B 1.48", needs: func(r *run) bool { return r.claims.iat.ok },
		do: func(r *run) *fault { return r.checkFuture("iat", r.claims.iat) },
		show: func(r *run) (string, string) {
			return "not after " + shownTime(r.now+leeway), shownTime(r.claims.iat.value)
		}},
	{id: "subject", title: "the claim sub is there", fact: "B 1.49", do: checkSubject,
		show: func(r *run) (string, string) { return "a text", shown(r.claims.hasSub, r.claims.sub) }},
	{id: "expiry-present", title: "the claim exp is there", fact: "B 1.49", do: checkExpiryPresent},
}

func notDecodable(r *run, reason Reason, why string) *fault {
	// What clients are told depends on whether the header can be read and has a kid, whatever the fault is.
	head := r.head
	if head == nil {
		if data, ok := decodeStrict(r.headerText); ok {
			if read, err := readCustomHeader(data); err == nil {
				head = &read
			}
		}
	}
	if reason == SignatureEncoding && (head == nil || !head.hasKid) {
		// Without a kid that can be read the backend's answer to a bad signature is that to a bad header.
		reason = HeaderUnparseable
		why += " Nor can a kid be read from the header."
	}
	return &fault{reason: reason, err: notDecoded(head, r.prepared.redact), why: why}
}

func (r *run) haveKeys() bool {
	return r.assumed() || r.customSet.keySet.read()
}

func checkCustomKeySet(r *run) *fault {
	r.customSet = r.prepared.custom(r.provider())
	if url := r.customSet.keySet.unseen; url != "" {
		return &fault{unseen: url}
	}
	return r.customSet.keySet.broken
}

func checkCustomHeader(r *run) *fault {
	data, ok := decodeStrict(r.headerText)
	if !ok {
		return notDecodable(r, HeaderUnparseable, "The header, the first part of the token, is not base64url: "+base64Problem(r.headerText)+".")
	}
	head, err := readCustomHeader(data)
	if err != nil {
		return notDecodable(r, HeaderUnparseable, "The header cannot be read: "+err.Error()+".")
	}
	r.headRead = head
	r.head = &r.headRead
	return nil
}

func checkKid(r *run) *fault {
	if !r.head.hasKid {
		return notDecodable(r, KidMissing, "The header has no kid; a customJwt entry needs one even when the set has a single key.")
	}
	return nil
}

func (r *run) shownCustomKeys() string {
	if r.assumed() {
		return "not seen"
	}
	var said []string
	for _, key := range r.customSet.keys {
		said = append(said, key.kty+" kid "+shown(key.hasKid, key.kid))
	}
	if len(said) == 0 {
		return "no key"
	}
	return cut(strings.Join(said, "; "), 400)
}

func checkCustomKey(r *run) *fault {
	if r.assumed() {
		r.customKey = &customKey{kty: wantedKty(r.head.alg)}
		return nil
	}
	if r.customKey = findCustomKey(r.customSet.keys, r.head.kid); r.customKey == nil {
		return notDecodable(r, KeyNotFound, "The key set has no key with the kid "+quote(r.head.kid)+" (it has "+r.shownCustomKeys()+").")
	}
	return nil
}

// wantedKty returns the kind of key that an algorithm calls for.
func wantedKty(alg string) string {
	switch {
	case strings.HasPrefix(alg, "ES"):
		return ktyEC
	case strings.HasPrefix(alg, "HS"):
		return ktyOct
	}
	return ktyRSA
}

func checkCustomAlg(r *run) *fault {
	if key := r.customKey; key != nil && key.alg != "" {
		if !key.isSign {
			return notDecodable(r, KeyUnusable, "The key is for encryption: its alg is "+quote(key.alg)+".")
		}
		if key.alg != r.head.alg {
			return notDecodable(r, AlgNotAllowed, "The header's alg is "+quote(r.head.alg)+", the key's is "+quote(key.alg)+".")
		}
	}
	if want := r.provider().Algorithm; r.head.alg != want {
		return notDecodable(r, AlgNotAllowed, "The token is signed with "+quote(r.head.alg)+"; the entry's algorithm is "+quote(want)+".")
	}
	return nil
}

func checkKeyKind(r *run) *fault {
	r.keyFound = false
	switch {
	case r.customKey.kty == ktyOKP:
		return notDecodable(r, KeyUnusable, "The key with the kid "+quote(r.head.kid)+" is of kind OKP, which a customJwt entry cannot use.")
	case r.customKey.kty == ktyOct, r.head.alg == ES256 && r.customKey.kty == ktyRSA:
		return &fault{reason: BackendPanic,
			why: "The key with the kid " + quote(r.head.kid) + " is of kind " + r.customKey.kty + " and the entry's algorithm is " + r.head.alg +
				": on that Convex's own code panics, and no answer comes."}
	}
	r.key, r.keyFound = r.customKey.with, true
	if r.head.alg == RS256 && r.customKey.kty == ktyEC {
		r.key = nil // the point is no RSA key
	}
	return nil
}

func checkCustomSignature(r *run) *fault {
	if r.assumed() || r.resigned {
		return nil
	}
	if r.key == nil {
		return notDecodable(r, SignatureInvalid, "The key with that kid cannot verify "+r.head.alg+": it is of another kind, no point of P-256, or no RSA key of 2048 to 8192 bits.")
	}
	if !r.key.verify(r.signingInput(), r.signature) {
		return notDecodable(r, SignatureInvalid, "The signature does not belong to this header and payload under that key: the token was changed or cut, or another key signed it.")
	}
	return nil
}

func checkExpired(r *run) *fault {
	if ago := r.now - r.claims.exp.value; ago > leeway {
		return &fault{reason: Expired, err: unauthenticated(messages.BackendTokenExpired, "seconds", itoa(ago)),
			why: "The token expired at " + shownTime(r.claims.exp.value) + "; the deployment's clock says " + shownTime(r.now) + "."}
	}
	return nil
}

func (r *run) checkFuture(name string, at seconds) *fault {
	if ahead := at.value - r.now; ahead > leeway {
		return &fault{reason: NotYetValid, err: unauthenticated(messages.BackendTokenNotYetValid, "seconds", itoa(ahead)),
			why: "The claim " + name + " is " + shownTime(at.value) + ", " + itoa(ahead) + " seconds ahead of the deployment's clock; 5 are allowed."}
	}
	return nil
}

func customNotVerified(reason Reason, why string) *fault {
	return &fault{reason: reason, err: unauthenticated(messages.BackendCustomClaimNotVerified), why: why}
}

func checkSubject(r *run) *fault {
	if !r.claims.hasSub {
		return customNotVerified(SubjectMissing, "The token has no claim sub.")
	}
	return nil
}

func checkExpiryPresent(r *run) *fault {
	if !r.claims.exp.ok {
		return customNotVerified(ExpiryMissing, "The token has no claim exp.")
	}
	return nil
}
