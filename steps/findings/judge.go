package findings

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// Judgement is what a deployment answers for the token of the case, as far as the evidence carries.
type Judgement struct {
	Token    evidence.Token
	Label    string // "token A", or "the decoded token"
	From     string
	Verdict  verdict.Verdict
	At       time.Time // the time that the token was judged at
	Expired  bool      // its exp had passed at Input.Now
	Fresh    bool      // so it was judged as if it were still alive, to see what else is wrong
	Fragment bool      // only some claims were seen: what is not there may only not be shown
	Presumed bool      // no configuration was seen: the entry that would fit this token was presumed
	Entries  []EntryView
	Whole    bool // the list of entries is known to be complete
	Deployed bool // the deployment itself showed it
	Partial  bool // some entries are not known well enough to be compared
	// IssuerOpen reports that the entry's issuer is a variable whose value was not seen, and the rest of it is known: it was
	// taken to be the token's own. A token that is refused even so is refused whatever the variable holds.
	IssuerOpen bool

	// Suggestions are the single changes with which the deployment would take this token, the best first.
	Suggestions []verdict.Suggestion
	// Probes are experiments that settle what stays open. None of them holds a token.
	Probes []verdict.Probe
}

// EntryView is one entry of the configuration, for pages.
type EntryView struct {
	Name, Kind, Issuer, Audience, From string
	Line                               int
}

// Rejected reports that the token is certain to be refused.
func (j *Judgement) Rejected() bool {
	return j != nil && !j.Presumed && !j.Fragment && (j.Verdict.Decided && !j.Verdict.Accepted || j.Verdict.Certain)
}

// Assumption says what of the configuration was not seen and is taken to fit the token, "" where nothing is.
func (j *Judgement) Assumption() string {
	switch {
	case j.Presumed:
		return "No configuration was seen: the entry that would fit this token is presumed. Paste the page Settings > Authentication to compare."
	case j.IssuerOpen:
		return "Not every issuer of the entries is known: there the token's own iss is presumed. Paste the page Settings > Authentication to compare."
	}
	return ""
}

// Reason returns the inner reason of the refusal, also where it only follows under the assumption that the documents
// are as they should be.
func (j *Judgement) Reason() verdict.Reason {
	switch {
	case j == nil:
		return verdict.ReasonNone
	case j.Verdict.Decided:
		return j.Verdict.Reason
	case j.Verdict.Assuming != nil:
		return j.Verdict.Assuming.Reason
	}
	return verdict.ReasonNone
}

// Outcome returns the outcome, or the assumed one.
func (j *Judgement) Outcome() verdict.Outcome {
	if !j.Verdict.Decided && j.Verdict.Assuming != nil {
		return *j.Verdict.Assuming
	}
	return j.Verdict.Outcome
}

// CheckState is the state of a check as it may be shown: what was compared with something that is only presumed was not
// seen.
func (j *Judgement) CheckState(check verdict.Check) verdict.State {
	if check.State != verdict.Passed {
		return check.State
	}
	if j.Presumed && slices.Contains([]string{"push", "entry-chosen", "audience-alone"}, check.ID) || j.IssuerOpen && check.ID == "entry-chosen" {
		return verdict.NotSeen
	}
	return check.State
}

// judge is Judge, once for a view.
func (v *view) judge() *Judgement {
	if !v.judged {
		v.judged, v.judgement = true, v.decide()
	}
	return v.judgement
}

func (v *view) decide() *Judgement {
	seenToken, ok := v.token()
	if !ok {
		return nil
	}
	return v.decideOn(seenToken)
}

// decideOn judges one token by what is known of the configuration.
func (v *view) decideOn(seenToken seen[evidence.Token]) *Judgement {
	t := seenToken.Data
	j := &Judgement{Token: t, Label: labelOf(t), From: seenToken.From(), At: v.Now, Fragment: isFragment(t)}
	if j.At.IsZero() {
		j.At = time.Unix(1, 0)
	}
	if exp, state := t.Read.Payload.Number("exp"); state == token.OK && !v.Now.IsZero() && float64(v.Now.Unix()) >= exp {
		j.Expired = true
		if !v.NowGiven {
			j.Fresh, j.At = true, alive(t, exp)
		}
	}
	c := v.configured()
	j.Whole, j.Deployed = c.whole, c.deployed
	var providers []verdict.Provider
	for _, e := range c.entries {
		j.Entries = append(j.Entries, EntryView{e.name, string(e.provider.Kind), e.issuerText(), e.audienceText(), e.from, e.read.Line})
		if e.issuer && e.audience {
			providers = append(providers, e.provider)
		} else {
			j.Partial = true
		}
	}
	if open := c.withIssuerOf(t); len(open) > 0 {
		j.IssuerOpen, providers = true, open
	}
	if len(c.entries) == 0 && !c.whole || len(providers) == 0 && len(c.entries) > 0 {
		j.Presumed = true
		providers = []verdict.Provider{presume(t)}
	}
	if !j.Deployed {
		providers = verdict.StoredOrder(providers) // a file's order is not the one in which Convex asks its entries
	}
	request := verdict.Request{
		Configuration: verdict.Configuration{Stored: append([]verdict.Provider{}, providers...)},
		Token:         rawOf(t), Now: j.At, Documents: v.documents(t, providers), Trace: true,
	}
	j.Verdict = verdict.Decide(request)
	if !t.Read.SignatureSeen() && j.Verdict.Reason == verdict.SignatureInvalid { // the one that stands for it, not its own
		request.Documents = verdict.Documents{Unseen: true}
		j.Verdict = verdict.Decide(request)
	}
	if !j.Presumed && !j.IssuerOpen && !j.Fragment && !j.Outcome().Accepted {
		j.Suggestions = v.suggestions(j, request)
		j.Probes = verdict.Probes(request, j.Verdict, v.clientURL())
	}
	return j
}

// clientURL is the address of the deployment that the client talks to, "" where it was not seen.
func (v *view) clientURL() string {
	for i := len(v.deployments) - 1; i >= 0; i-- {
		if d := v.deployments[i].Data; d.Role == "cloud" || d.Socket {
			return d.URL
		}
	}
	return ""
}

// token returns the newest token whose claims can be read: a JWT, its decoded view, or a copy that lacks only its
// signature. Of several that came together the one counts that was seen on its way to Convex, and a cookie or a storage
// entry last: browsers hold tokens for others, too.
func (v *view) token() (seen[evidence.Token], bool) {
	best := -1
	for i := len(v.tokens) - 1; i >= 0; i-- {
		if !v.tokens[i].Data.Read.Legible() {
			continue
		}
		if best >= 0 && v.tokens[i].Item.Intake != v.tokens[best].Item.Intake {
			break
		}
		if best < 0 || nearness(v.tokens[i].Data) > nearness(v.tokens[best].Data) {
			best = i
		}
	}
	if best < 0 {
		return seen[evidence.Token]{}, false
	}
	return v.tokens[best], true
}

// nearness says how surely a token that stood there is the one that Convex got; a whole one comes before a cut one.
func nearness(t evidence.Token) int {
	near := 2
	switch t.Origin {
	case evidence.OriginAuthenticate:
		near = 3
	case evidence.OriginCookie, evidence.OriginStorage, evidence.OriginResponse, evidence.OriginURL:
		near = 1
	}
	if t.Read.Kind == token.JWT {
		near += 3
	}
	return near
}

func labelOf(t evidence.Token) string {
	if t.Text.IsZero() {
		return "the decoded token"
	}
	return t.Text.String()
}

// isFragment reports a decoded view that shows only some claims: nearly every token has at least three of these.
func isFragment(t evidence.Token) bool {
	if !t.Read.Decoded {
		return false
	}
	standard := 0
	for _, name := range []string{"iss", "sub", "exp", "iat"} {
		if t.Read.Payload.Has(name) {
			standard++
		}
	}
	return standard < 3
}

// alive returns a time at which the token had not expired: a second before its end, but not before it began.
func alive(t evidence.Token, exp float64) time.Time {
	at := exp - 1
	for _, name := range []string{"nbf", "iat"} {
		if from, state := t.Read.Payload.Number(name); state == token.OK && from > at && from < exp {
			at = from
		}
	}
	if at < 0 || at > 1<<40 {
		at = 1
	}
	return time.Unix(int64(at), 0)
}

// rawOf returns the token as it was sent. Of a decoded view, or a copy without its signature, a token is made that decodes
// to it; what stands there for a signature is none, and is not judged.
func rawOf(t evidence.Token) secret.Text {
	if !t.Text.IsZero() && t.Read.Kind == token.JWT {
		return t.Text
	}
	var registry secret.Registry
	encode := func(object token.Object, otherwise string) string {
		text := otherwise
		if object.Seen && len(object.Members) > 0 {
			text = objectText(object)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(text))
	}
	return registry.Take(secret.Token, encode(t.Read.Header, `{"alg":"RS256","typ":"JWT"}`)+"."+encode(t.Read.Payload, "{}")+"."+strings.Repeat("A", 342))
}

func objectText(object token.Object) string {
	var out strings.Builder
	out.WriteByte('{')
	for i, member := range object.Members {
		if i > 0 {
			out.WriteByte(',')
		}
		name, _ := json.Marshal(member.Name)
		out.Write(name)
		out.WriteByte(':')
		out.Write(member.Value)
	}
	out.WriteByte('}')
	return out.String()
}

// keySetNotSeen stands for the address of a key set that no evidence shows.
const keySetNotSeen = "https://not-seen.invalid/jwks.json"

// presume returns the entry that would fit a token best, for judging it without a configuration: what is wrong with it
// whatever the deployment trusts.
func presume(t evidence.Token) verdict.Provider {
	iss, _ := t.Read.Payload.String("iss")
	audience := "convex"
	if all, state := t.Read.Payload.Strings("aud"); state == token.OK && len(all) > 0 {
		audience = all[0]
	}
	if customFamilies[t.Guess.Family] {
		algorithm, _ := t.Read.Header.String("alg")
		if algorithm != verdict.ES256 {
			algorithm = verdict.RS256
		}
		return verdict.Provider{Kind: verdict.KindCustomJWT, Issuer: withScheme(iss), JWKS: keySetNotSeen, Algorithm: algorithm}
	}
	return verdict.Provider{Kind: verdict.KindOIDC, Domain: withScheme(iss), ApplicationID: &audience}
}
