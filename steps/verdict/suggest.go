package verdict

import (
	"sort"
	"strings"

	"convex-auth-doctor/steps/family"
)

// Change is what a suggestion changes.
type Change string

// The changes. Those of the entry are edits of auth.config; those of the token are made at the issuer.
const (
	ChangeIssuer        Change = "entry-issuer" // domain or issuer of an entry
	ChangeApplicationID Change = "entry-application-id"
	ChangeType          Change = "entry-type" // OIDC to customJwt or back
	ChangeAlgorithm     Change = "entry-algorithm"
	AddEntry            Change = "entry-new"
	TokenIssuer         Change = "token-iss"
	TokenAudience       Change = "token-aud"      // aud gets the applicationID
	TokenAudienceAlone  Change = "token-aud-only" // aud loses its other values
	TokenKid            Change = "token-kid"
	TokenTyp            Change = "token-typ"
	TokenTime           Change = "token-time"
)

// Suggestion is one single change after which the deployment does not refuse the token for the same reason any more:
// the verdict was asked again with the change made. A changed token counts as signed anew by its issuer.
type Suggestion struct {
	Change  Change
	Entry   int    // index in Verdict.Stored for an entry's change, else -1
	Name    string // the member or claim that changes: "domain", "aud", ...
	From    string // its value now, "" when absent
	To      string // its value then, "" when it goes. From and To may come from outside: clean them to show them
	Code    bool   // To is an expression of auth.config and no text
	Edit    string // for an entry's change: the whole entry to copy into auth.config
	Accepts bool   // the token passes altogether; when documents were not seen, if they are as they should be
	Next    Reason // what it would be refused for then, when not Accepts
}

// ForToken reports whether the change is one of the token.
func (suggestion Suggestion) ForToken() bool {
	return strings.HasPrefix(string(suggestion.Change), "token-")
}

// longestChanged bounds the tokens that are tried with changes, in bytes. No header holds a longer one.
const longestChanged = 1 << 20

// mostEntries bounds how many entries a suggestion is looked for in.
const mostEntries = 8

// Suggest returns the single changes that make the token pass, those that get it accepted first. There is none for an
// accepted token or a refused push.
func Suggest(request Request) []Suggestion {
	prepared := prepare(request.Configuration, request.Documents)
	if prepared.push != nil || request.Token.Len() > longestChanged {
		return nil
	}
	asked := &inquiry{prepared: prepared, token: request.Token.Reveal(), now: request.Now}
	asked.before = asked.prepared.decide(asked.token, asked.now, false)
	if outcome := asked.before.likely(); outcome.Accepted {
		return nil
	} else {
		asked.reason = outcome.Reason
	}
	asked.read()
	asked.entryChanges()
	asked.tokenChanges()
	sort.SliceStable(asked.found, func(i, j int) bool { return asked.found[i].Accepts && !asked.found[j].Accepts })
	return asked.found
}

// likely returns the outcome, or the one that holds if the documents are as they should be.
func (verdict Verdict) likely() Outcome {
	if verdict.Assuming != nil {
		return *verdict.Assuming
	}
	return verdict.Outcome
}

// stages gives the order of the reasons, for either kind: a change has to get the token behind its reason.
var stages = func() map[Reason]int {
	order := []Reason{PushRefused, PayloadMissing, PayloadBase64, PayloadJSON, PayloadNotObject, PayloadClaim, BackendPanic, IssuerMissing,
		NoProviders, IssuerMismatch, AudienceMismatch, IssuerNotAURL, DiscoveryUnreachable, DiscoveryHTTPStatus,
		DiscoveryContentType, DiscoveryUnparseable, DiscoveryIssuerDiffers, JWKSNotAURL, JWKSDataURL, JWKSUnreachable,
		JWKSHTTPStatus, JWKSContentType, JWKSUnparseable, TokenParts, HeaderUnparseable, ClaimsNotOIDC, SignatureEncoding,
		TypNotAllowed, CtyNotAllowed, CritNotAllowed, AudienceNotAlone, KidMissing, KeyNotFound, KeyAmbiguous,
		AlgNotAllowed, KeyUnusable, SignatureInvalid, Expired, NotYetValid, SubjectMissing, ExpiryMissing}
	table := make(map[Reason]int, len(order))
	for i, reason := range order {
		table[reason] = i
	}
	return table
}()

// keep takes a suggestion when the verdict after it is a later one.
func (asked *inquiry) keep(suggestion Suggestion, after Verdict) {
	outcome := after.likely()
	if !outcome.Accepted && stages[outcome.Reason] <= stages[asked.reason] {
		return
	}
	suggestion.Accepts, suggestion.Next = outcome.Accepted, outcome.Reason
	asked.found = append(asked.found, suggestion)
}

// withIssuer returns an entry with another issuer. A customJwt entry has more members that belong to its issuer: a key set at the
// issuer's own address, or members that name the client or tenant of the issuer (providers.md 3.2), go with it. It is
// sure where the key set went along, or where the two issuers are the same but for a slip.
func withIssuer(provider Provider, iss string) (changed Provider, sure bool) {
	changed = provider
	if provider.Kind != KindCustomJWT {
		changed.Domain = iss
		return changed, true
	}
	changed.Issuer = iss
	before := family.OfIssuer(provider.Issuer)
	if CompareIssuer(iss, provider.Issuer).Near() {
		return changed, true
	}
	if rest, ok := strings.CutPrefix(provider.JWKS, strings.TrimRight(provider.Issuer, "/")+"/"); ok {
		changed.JWKS = strings.TrimRight(iss, "/") + "/" + rest
	}
	after := family.OfIssuer(iss)
	if family.Relation(before, after) != family.OtherInstance || before.Instance == "" || after.Instance == "" {
		return changed, changed.JWKS != provider.JWKS
	}
	if changed.JWKS == provider.JWKS {
		changed.JWKS = strings.ReplaceAll(provider.JWKS, before.Instance, after.Instance)
	}
	if app := provider.ApplicationID; app != nil && *app == before.Instance {
		changed.ApplicationID = &after.Instance
	}
	return changed, changed.JWKS != provider.JWKS
}
