package verdict

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/messages"
)

// commonChecks are the first look at the payload and the choice of an entry, for both kinds (B 1B, 1C).
var commonChecks = []check{
	{id: "payload-present", title: "the token has a second part", fact: "B 1.5", do: checkPresent,
		show: func(r *run) (string, string) { return "three parts", parts(r.parts) }},
	{id: "payload-base64", title: "the payload is base64url", fact: "B 1.6",
		needs: func(r *run) bool { _, ok := r.part(1); return ok }, do: checkBase64},
	{id: "payload-readable", title: "the payload is a JSON object with claims of the right types", fact: "B 1.7",
		needs: func(r *run) bool { return r.hasPayload }, do: checkPayload, show: showPayload},
	{id: "issuer-present", title: "the claim iss is there", fact: "B 1.11",
		needs: func(r *run) bool { return r.readable }, do: checkIssuerPresent,
		show: func(r *run) (string, string) { return "a text", shown(r.claims.hasIss, r.claims.iss) }},
	{id: "entry-chosen", title: "an entry of auth.config matches iss and aud", fact: "B 1.13",
		needs: func(r *run) bool { return r.claims.hasIss }, do: checkEntry, show: showEntry},
}

func parts(n int) string {
	if n == 1 {
		return "1 part"
	}
	return fmt.Sprintf("%d parts", n)
}

// shown is how an optional text is shown.
func shown(has bool, text string) string {
	if !has {
		return "none"
	}
	return text
}

func unparseable(reason Reason, why string) *fault {
	return &fault{reason: reason, err: unauthenticated(messages.BackendPayloadUnparseable), why: why}
}

func checkPresent(r *run) *fault {
	if r.parts < 2 {
		return unparseable(PayloadMissing, "The token has no dot in it, so it is no JWT: a JWT has three parts with dots between them.")
	}
	return nil
}

func checkBase64(r *run) *fault {
	text, _ := r.part(1)
	if r.payload, r.hasPayload = decodeStrict(text); !r.hasPayload {
		return unparseable(PayloadBase64, "The second part of the token is not base64url: "+base64Problem(text)+".")
	}
	return nil
}

// base64Problem says what keeps a text from being base64url without padding.
func base64Problem(text string) string {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
		case c == '=':
			return "it has padding (=)"
		case c == '+' || c == '/':
			return fmt.Sprintf("it has %q at character %d, as plain base64 has", string(c), i+1)
		case c <= ' ':
			return fmt.Sprintf("it has a blank or line break at character %d", i+1)
		default:
			return fmt.Sprintf("it has a character that does not belong there at character %d", i+1)
		}
	}
	if len(text)%4 == 1 {
		return "its length is impossible, so a character is missing or one is too many"
	}
	return "its last character has bits that belong to nothing, so a character is missing or was changed"
}

func checkPayload(r *run) *fault {
	found, broken := readPayload(r.payload)
	r.claims, r.readable = found, found.members != nil || broken == nil
	switch {
	case broken == nil:
		return nil
	case broken.reason == BackendPanic:
		return &fault{reason: BackendPanic, why: broken.why}
	}
	return unparseable(broken.reason, broken.why)
}

func showPayload(r *run) (expected, actual string) {
	if _, broken := readPayload(r.payload); broken != nil {
		if len(broken.all) > 0 {
			return "claims of the right types", strings.Join(broken.all, " ")
		}
		return "a JSON object", broken.why
	}
	return "a JSON object", fmt.Sprintf("an object with %d members", len(r.claims.members))
}

func checkIssuerPresent(r *run) *fault {
	if !r.claims.hasIss {
		return &fault{reason: IssuerMissing, err: unauthenticated(messages.BackendIssuerMissing), why: "The token has no claim iss, so no entry of auth.config can be chosen."}
	}
	return nil
}

func checkEntry(r *run) *fault {
	stored := r.prepared.stored
	index, reason := choose(stored, r.claims.iss, r.claims.aud)
	if r.index = index; index >= 0 {
		return nil
	}
	r.presumed = presume(stored, r.claims.iss)
	broken := &fault{reason: reason, err: noProvider(stored, r.prepared.redact)}
	switch reason {
	case NoProviders:
		broken.why = "The deployment has no entry of auth.config stored, so it accepts no token at all."
	case IssuerMismatch:
		broken.why = "The token's iss is " + quote(r.claims.iss) + "; the stored entries have " + quoteList(issuers(stored)) + "."
	default:
		broken.why = "The entry for " + quote(r.claims.iss) + " wants " + wantedAudiences(stored, r.claims.iss) + " in aud; "
		if len(r.claims.aud) == 0 {
			broken.why += "the token has no aud."
		} else {
			broken.why += "the token's aud has " + quoteList(r.claims.aud) + "."
		}
	}
	return broken
}

// presume returns the entry that the trace goes on with when none matches: the first with the right issuer, or the only
// one there is.
func presume(stored []Provider, iss string) int {
	for i, provider := range stored {
		if MatchIssuer(iss, provider.IssuerText()) {
			return i
		}
	}
	if len(stored) == 1 {
		return 0
	}
	return -1
}

func issuers(stored []Provider) []string {
	texts := make([]string, len(stored))
	for i, provider := range stored {
		texts[i] = provider.IssuerText()
	}
	return texts
}

func wantedAudiences(stored []Provider, iss string) string {
	var wanted []string
	for _, provider := range stored {
		if MatchIssuer(iss, provider.IssuerText()) && provider.ApplicationID != nil {
			wanted = append(wanted, *provider.ApplicationID)
		}
	}
	return strings.ReplaceAll(quoteList(wanted), ", ", " or ")
}

func showEntry(r *run) (expected, actual string) {
	var entries []string
	for _, provider := range r.prepared.stored {
		said := string(provider.Kind) + " " + provider.IssuerText()
		if provider.ApplicationID != nil {
			said += " with aud " + *provider.ApplicationID
		}
		entries = append(entries, said)
	}
	if len(entries) == 0 {
		entries = []string{"nothing is stored"}
	}
	return strings.Join(entries, "; "), "iss " + r.claims.iss + ", aud " + quoteList(r.claims.aud)
}
