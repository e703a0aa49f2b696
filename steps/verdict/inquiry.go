package verdict

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"convex-auth-doctor/steps/verdict/serde"
)

// inquiry asks the same question with one thing changed.
type inquiry struct {
	prepared *Prepared
	token    string
	now      time.Time
	before   Verdict
	reason   Reason
	found    []Suggestion

	header  []serde.Member
	payload []serde.Member
	claims  claims
	alg     string
}

// read reads the token loosely: what cannot be read cannot be changed.
func (asked *inquiry) read() {
	parts := strings.SplitN(asked.token, ".", 4)
	if data, ok := decodeLoose(parts[0]); ok {
		asked.header, _, _, _ = serde.ReadObject(data, nil)
	}
	alg, _ := last(asked.header, "alg")
	asked.alg, _ = alg.Text()
	if len(parts) < 2 {
		return
	}
	if data, ok := decodeStrict(parts[1]); ok {
		asked.claims, _ = readPayload(data)
		asked.payload = asked.claims.members
	}
}

// entry tries a changed entry in the place of an old one; an index behind the last adds it. As in a push the entries
// that stay keep their places and the changed one comes behind them (B 1.12): one before it may match the token, too.
func (asked *inquiry) entry(suggestion Suggestion, changed Provider) {
	changed, ok := pushedEntry(changed)
	if !ok {
		return
	}
	var stored []Provider
	for i, provider := range asked.prepared.stored {
		if i != suggestion.Entry {
			stored = append(stored, provider)
		}
	}
	stored = append(stored, changed)
	suggestion.Edit = Entry(changed)
	with := prepare(Configuration{Stored: stored, Redact: asked.prepared.redact}, asked.prepared.documents)
	asked.keep(suggestion, with.decide(asked.token, asked.now, false))
}

// pushedEntry returns an entry as a push stores it, or false when a push refuses it.
func pushedEntry(provider Provider) (Provider, bool) {
	written, err := json.Marshal([]Provider{provider})
	if err != nil {
		return Provider{}, false
	}
	stored, refused := Providers(exportOf(written))
	if refused != nil {
		return Provider{}, false
	}
	return stored[0], true
}

// Entry writes an entry as it is to stand in the providers of auth.config.
func Entry(provider Provider) string {
	text := func(value string) string { return string(jsonText(value)) }
	var lines []string
	if provider.Kind == KindCustomJWT {
		lines = []string{`type: "customJwt"`, "issuer: " + text(provider.Issuer), "jwks: " + text(provider.JWKS), "algorithm: " + text(provider.Algorithm)}
	} else {
		lines = []string{"domain: " + text(provider.Domain)}
	}
	if provider.ApplicationID != nil {
		lines = append(lines, "applicationID: "+text(*provider.ApplicationID))
	}
	return "{\n  " + strings.Join(lines, ",\n  ") + ",\n},"
}

// changed tries the token with one member of the header or payload set, or taken out when value is "".
func (asked *inquiry) changed(suggestion Suggestion, inHeader bool, value string) {
	parts := strings.SplitN(asked.token, ".", 3)
	if len(parts) < 2 || inHeader && asked.header == nil || !inHeader && asked.payload == nil {
		return
	}
	suggestion.Entry = -1
	if inHeader {
		parts[0] = written(asked.header, suggestion.Name, value)
	} else {
		parts[1] = written(asked.payload, suggestion.Name, value)
	}
	asked.keep(suggestion, asked.prepared.decideSigned(strings.Join(parts, "."), asked.now))
}

// written writes members as a part of a token with one of them changed.
func written(members []serde.Member, name, value string) string {
	var out strings.Builder
	out.WriteByte('{')
	put := func(name, value string) {
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.Write(jsonText(name))
		out.WriteString(":" + value)
	}
	for _, member := range members {
		if member.Name != name {
			put(member.Name, string(member.Value))
		}
	}
	if value != "" {
		put(name, value)
	}
	out.WriteByte('}')
	return strictBase64.EncodeToString([]byte(out.String()))
}

// shownValue is a member's value for people: a text without its quotation marks.
func shownValue(members []serde.Member, name string) string {
	value, _ := last(members, name)
	if text, ok := value.Text(); ok {
		return text
	}
	return string(value)
}

func (asked *inquiry) entryChanges() {
	if asked.payload == nil || !asked.claims.hasIss {
		return
	}
	stored := asked.prepared.stored
	chosen := asked.before.ProviderIndex
	if len(stored) == 0 {
		asked.newEntry()
		return
	}
	for i, provider := range stored {
		if chosen >= 0 && i != chosen || i >= mostEntries {
			continue
		}
		asked.issuerOf(i, provider)
		asked.applicationIDOf(i, provider)
		asked.typeOf(i, provider)
		if provider.Kind == KindCustomJWT && (asked.alg == RS256 || asked.alg == ES256) && asked.alg != provider.Algorithm {
			changed := provider
			changed.Algorithm = asked.alg
			asked.entry(Suggestion{Change: ChangeAlgorithm, Entry: i, Name: "algorithm", From: provider.Algorithm, To: asked.alg}, changed)
		}
	}
}

func (asked *inquiry) newEntry() {
	provider := Provider{Kind: KindOIDC, Domain: asked.claims.iss}
	if len(asked.claims.aud) == 0 {
		return
	}
	provider.ApplicationID = &asked.claims.aud[0]
	asked.entry(Suggestion{Change: AddEntry, Entry: 0, Name: "providers", To: asked.claims.iss}, provider)
}

func (asked *inquiry) issuerOf(index int, provider Provider) {
	if MatchIssuer(asked.claims.iss, provider.IssuerText()) {
		return
	}
	changed, sure := withIssuer(provider, asked.claims.iss)
	changed, ok := pushedEntry(changed) // with https:// in front
	if !ok || !sure && asked.prepared.loadCustom(changed).keySet.unseen != "" {
		return // nobody knows where that issuer has its keys
	}
	name := "domain"
	if provider.Kind == KindCustomJWT {
		name = "issuer"
	}
	asked.entry(Suggestion{Change: ChangeIssuer, Entry: index, Name: name, From: provider.IssuerText(), To: changed.IssuerText()}, changed)
}

func (asked *inquiry) applicationIDOf(index int, provider Provider) {
	if provider.ApplicationID == nil || slices.Contains(asked.claims.aud, *provider.ApplicationID) {
		return
	}
	for i, value := range asked.claims.aud {
		if i == 3 {
			break
		}
		changed := provider
		changed.ApplicationID = &value
		asked.entry(Suggestion{Change: ChangeApplicationID, Entry: index, Name: "applicationID", From: *provider.ApplicationID, To: value}, changed)
	}
	// A customJwt entry may go without, unless its issuer is shared (B 4.18).
	if provider.Kind == KindCustomJWT && strings.TrimRight(provider.Issuer, "/") != "https://api.workos.com" {
		changed := provider
		changed.ApplicationID = nil
		asked.entry(Suggestion{Change: ChangeApplicationID, Entry: index, Name: "applicationID", From: *provider.ApplicationID}, changed)
	}
}

// typeOf tries the other kind of entry. The address of the key set is that of the discovery document, if it was seen.
func (asked *inquiry) typeOf(index int, provider Provider) {
	suggestion := Suggestion{Change: ChangeType, Entry: index, Name: "type", From: string(provider.Kind)}
	if provider.Kind == KindCustomJWT {
		app := provider.ApplicationID
		if app == nil && len(asked.claims.aud) > 0 {
			app = &asked.claims.aud[0]
		}
		if app != nil {
			suggestion.To = string(KindOIDC)
			asked.entry(suggestion, Provider{Kind: KindOIDC, Domain: provider.Issuer, ApplicationID: app})
		}
		return
	}
	issuer := asked.prepared.loadIssuer(asked.claims.iss)
	if issuer.notURL != nil || !issuer.discovery.read() || asked.alg != RS256 && asked.alg != ES256 {
		return
	}
	suggestion.To = string(KindCustomJWT)
	asked.entry(suggestion, Provider{Kind: KindCustomJWT, Issuer: provider.Domain, JWKS: issuer.document.jwksURI, Algorithm: asked.alg, ApplicationID: provider.ApplicationID})
}

func (asked *inquiry) tokenChanges() {
	stored := asked.prepared.stored
	for i, provider := range stored {
		if asked.before.ProviderIndex >= 0 && i != asked.before.ProviderIndex || i >= mostEntries {
			continue
		}
		asked.tokenForEntry(provider)
	}
	if issuer := asked.prepared.loadIssuer(asked.claims.iss); asked.reason == DiscoveryIssuerDiffers {
		asked.changed(Suggestion{Change: TokenIssuer, Name: "iss", From: asked.claims.iss, To: issuer.document.issuer}, false, string(jsonText(issuer.document.issuer)))
	}
	asked.changed(Suggestion{Change: TokenTyp, Name: "typ", From: shownValue(asked.header, "typ"), To: "JWT"}, true, `"JWT"`)
	asked.kids()
	asked.times()
}

func (asked *inquiry) tokenForEntry(provider Provider) {
	if asked.reason == IssuerMismatch || asked.reason == IssuerMissing || asked.reason == IssuerNotAURL {
		text := provider.IssuerText()
		asked.changed(Suggestion{Change: TokenIssuer, Name: "iss", From: asked.claims.iss, To: text}, false, string(jsonText(text)))
	}
	if provider.ApplicationID == nil || asked.claims.hasIss && !MatchIssuer(asked.claims.iss, provider.IssuerText()) {
		return
	}
	app := *provider.ApplicationID
	change := TokenAudience
	if slices.Contains(asked.claims.aud, app) {
		change = TokenAudienceAlone
	}
	asked.changed(Suggestion{Change: change, Name: "aud", From: shownValue(asked.payload, "aud"), To: app}, false, string(jsonText(app)))
}

// kids tries the kid of the key in the set that did sign the token.
func (asked *inquiry) kids() {
	if asked.reason != KidMissing && asked.reason != KeyNotFound && asked.reason != KeyAmbiguous {
		return
	}
	r := run{prepared: asked.prepared, token: asked.token}
	r.split()
	text, _ := r.part(2)
	signature, ok := decodeLoose(text)
	if r.parts != 3 || !ok || asked.before.ProviderIndex < 0 {
		return
	}
	try := func(kid string, hasKid bool, with verifier) {
		if hasKid && with != nil && with.verify(r.signingInput(), signature) {
			asked.changed(Suggestion{Change: TokenKid, Name: "kid", From: shownValue(asked.header, "kid"), To: kid}, true, string(jsonText(kid)))
		}
	}
	const most = 100
	if provider := asked.prepared.stored[asked.before.ProviderIndex]; provider.Kind == KindCustomJWT {
		for i, key := range asked.prepared.loadCustom(provider).keys {
			if i < most && asked.fits(key.kty) {
				try(key.kid, key.hasKid, key.with)
			}
		}
		return
	}
	for i, key := range asked.prepared.loadIssuer(asked.claims.iss).keys {
		if i < most && asked.fits(key.kty) {
			try(key.kid, key.hasKid, key.with)
		}
	}
}

// fits reports whether a kind of key can verify the token's alg.
func (asked *inquiry) fits(kty string) bool {
	switch asked.alg {
	case RS256:
		return kty == ktyRSA
	case ES256:
		return kty == ktyEC
	case "EdDSA":
		return kty == ktyOKP
	}
	return false
}

// times tries a fresh token.
func (asked *inquiry) times() {
	now := asked.now.Unix()
	name, value := "", now
	switch asked.reason {
	case Expired, ExpiryMissing:
		name, value = "exp", now+3600
	case NotYetValid:
		name = "nbf"
		if asked.claims.iat.ok && asked.claims.iat.value > now+leeway {
			name = "iat"
		}
	default:
		return
	}
	written, _ := json.Marshal(value)
	from := ""
	if old, ok := last(asked.payload, name); ok {
		from = string(old)
	}
	asked.changed(Suggestion{Change: TokenTime, Name: name, From: from, To: fmt.Sprint(value)}, false, string(written))
}
