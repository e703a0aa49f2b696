package verdict

import (
	"net/url"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
)

// ProbeKind says where a probe is run.
type ProbeKind string

// The kinds of probes.
const (
	InShell   ProbeKind = "shell"   // a command for a terminal; $TOKEN stands for the token
	InConsole ProbeKind = "console" // a line for the browser's console
	InBrowser ProbeKind = "browser" // an address to open
)

// Probe is an experiment that settles a question. Its text never holds a token: $TOKEN stands for it.
type Probe struct {
	ID      string // kebab-case
	Kind    ProbeKind
	Title   string // what it does, a few words
	Text    string // to copy
	Settles string // one sentence: what the answer tells
	Rival   Rival  // the other explanation that it confirms or rules out; "" when it looks at the verdict itself
}

// Rival is an explanation that stays open beside a verdict, because what it depends on was not seen.
type Rival string

// The rivals.
const (
	RivalDocument     Rival = "document-not-seen"     // a document of the issuer decides
	RivalStored       Rival = "stored-entries-differ" // the deployment has other entries stored than this auth.config
	RivalDeployment   Rival = "other-deployment"      // the client talks to another deployment
	RivalOtherToken   Rival = "other-token"           // the client sends another token than this one
	RivalClock        Rival = "clock"                 // the deployment's clock differs from the one used here
	RivalKeyRotated   Rival = "keys-changed"          // the issuer serves other keys by now
	RivalReachability Rival = "reachability"          // the issuer answers the deployment otherwise than this machine
)

// Probes returns the experiments for an answer and for each rival that it leaves open. deployment is the URL of the
// deployment, or "" when it is not known.
func Probes(request Request, answer Verdict, deployment string) []Probe {
	probing := prober{deployment: strings.TrimRight(strings.TrimSpace(deployment), "/"), answer: answer}
	probing.read(request)
	reason := answer.likely().Reason
	if answer.Push != nil {
		return []Probe{{ID: "push", Kind: InShell, Title: "push again", Text: "npx convex dev --once",
			Settles: "It prints the same error while auth.config is as it is now, and nothing about providers once it is accepted."}}
	}
	probing.askDeployment(reason)
	for _, needed := range answer.Needs {
		probing.document("document-needed", needed, RivalDocument, "It decides: this document was not seen yet.")
	}
	probing.forReason(reason)
	return probing.probes
}

type prober struct {
	deployment string
	answer     Verdict
	issuer     string
	family     ids.Family
	discovery  string
	keySet     string
	probes     []Probe
}

func (probing *prober) add(probe Probe) {
	for _, known := range probing.probes {
		if known.Text == probe.Text {
			return
		}
	}
	probing.probes = append(probing.probes, probe)
}

// read takes what the probes name from the request: the issuer and the addresses of its documents.
func (probing *prober) read(request Request) {
	r := run{token: request.Token.Reveal()}
	if text, ok := r.part(1); ok {
		if data, ok := decodeStrict(text); ok {
			found, _ := readPayload(data)
			probing.issuer = found.iss
		}
	}
	probing.family = family.OfIssuer(probing.issuer).Family
	probing.discovery, _ = DiscoveryURL(probing.issuer)
	if probing.issuer == "" {
		probing.discovery = ""
	}
	if index := probing.answer.ProviderIndex; index >= 0 && probing.answer.Stored[index].Kind == KindCustomJWT {
		probing.keySet, probing.discovery = probing.answer.Stored[index].JWKS, ""
	} else if document, ok := request.Documents.ByURL[probing.discovery]; ok {
		if found, err := readDiscovery(document.Body); err == nil {
			probing.keySet = found.jwksURI
		}
	}
}

// askDeployment is the probe that every refusal has: over HTTP the deployment tells the text that a WebSocket client
// may hide (B 3.13, 3.30).
func (probing *prober) askDeployment(reason Reason) {
	at := probing.deployment
	if at == "" {
		at = "https://YOUR-DEPLOYMENT.convex.cloud"
	}
	text := "curl -sS -X POST " + shellQuote(at+"/api/query") + " \\\n  -H 'Content-Type: application/json' \\\n" +
		"  -H \"Authorization: Bearer $TOKEN\" \\\n  -d '{\"path\":\"convexAuthDoctor:none\",\"args\":{},\"format\":\"json\"}'"
	probe := Probe{ID: "ask-deployment", Kind: InShell, Title: "ask the deployment with this token", Text: text,
		Settles: "A refused token answers with a code and a text before any function runs; an accepted one answers that the function does not exist.", Rival: RivalDeployment}
	switch reason {
	case ReasonNone:
		probe.Settles = "If it answers that the function does not exist, this token is accepted there: the client sends another token, or to another deployment."
		probe.Rival = RivalOtherToken
	case NoProviders, IssuerMismatch, AudienceMismatch:
		probe.Settles = "A development deployment answers with the entries that it has stored; compare them with this auth.config."
		probe.Rival = RivalStored
	}
	probing.add(probe)
}

func (probing *prober) document(id, address string, rival Rival, settles string) {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return
	}
	probing.add(Probe{ID: id, Kind: InBrowser, Title: "open the document", Text: clean.Line(address), Settles: settles, Rival: rival})
	probing.add(Probe{ID: id + "-head", Kind: InShell, Title: "its status and Content-Type", Text: "curl -sS -L -D - -o /dev/null " + shellQuote(address),
		Settles: "Convex wants status 200 and application/json.", Rival: rival})
}

// forReason adds the probes of one reason.
func (probing *prober) forReason(reason Reason) {
	switch reason {
	case ReasonNone, IssuerMissing, IssuerMismatch, AudienceMismatch, IssuerNotAURL, AudienceNotAlone, ClaimsNotOIDC, SubjectMissing, PayloadClaim:
		probing.claims()
	case NoProviders:
		probing.add(Probe{ID: "push", Kind: InShell, Title: "push auth.config", Text: "npx convex dev --once",
			Settles: "Afterwards the deployment has the entries of convex/auth.config.ts stored, or the push says why not.", Rival: RivalStored})
	case PayloadMissing, PayloadBase64, PayloadJSON, PayloadNotObject, TokenParts, SignatureEncoding:
		probing.add(Probe{ID: "token-shape", Kind: InShell, Title: "count the dots of the token", Text: `printf %s "$TOKEN" | tr -cd . | wc -c`,
			Settles: "A signed JWT has 2 dots; 4 mean that it is encrypted, 0 that it is no JWT. If the number differs from what was pasted here, the paste was damaged.", Rival: RivalOtherToken})
	case DiscoveryUnreachable, DiscoveryHTTPStatus, DiscoveryContentType, DiscoveryUnparseable, DiscoveryIssuerDiffers:
		probing.document("discovery", probing.discovery, RivalReachability, "It has to be JSON whose issuer is the token's iss to the letter.")
	case JWKSNotAURL, JWKSDataURL, JWKSUnreachable, JWKSHTTPStatus, JWKSContentType, JWKSUnparseable:
		probing.document("key-set", probing.keySet, RivalReachability, `It has to be JSON of the form {"keys":[…]}.`)
	case HeaderUnparseable, TypNotAllowed, CtyNotAllowed, CritNotAllowed, AlgNotAllowed:
		probing.header()
	case KidMissing, KeyNotFound, KeyAmbiguous, KeyUnusable, SignatureInvalid, BackendPanic:
		probing.header()
		probing.document("key-set", probing.keySet, RivalKeyRotated, "The kid and alg of the token's header have to belong to exactly one key of it.")
	case Expired, NotYetValid, ExpiryMissing:
		probing.claims()
		probing.clock()
	}
}

// The commands print one part of the token only, so that what is copied on holds no token.
const (
	decodePart  = ` | tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | base64 -d; echo`
	browserPart = `JSON.parse(decodeURIComponent(escape(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")))))`
)

func (probing *prober) claims() {
	settles := "It prints the claims and nothing secret: compare iss, aud, exp and iat with what is shown here."
	probing.add(Probe{ID: "claims", Kind: InShell, Title: "print the claims only", Text: `printf %s "$TOKEN" | cut -d. -f2` + decodePart, Settles: settles, Rival: RivalOtherToken})
	line := "console.log(" + browserPart + ")"
	if probing.family == ids.FamilyClerk {
		line = "Clerk.session.getToken({ template: \"convex\" }).catch(() => Clerk.session.getToken()).then((token) => " + line + ")"
	}
	probing.add(Probe{ID: "claims-in-browser", Kind: InConsole, Title: "print the claims that the client has", Text: line, Settles: settles, Rival: RivalOtherToken})
}

func (probing *prober) header() {
	probing.add(Probe{ID: "header", Kind: InShell, Title: "print the header only", Text: `printf %s "$TOKEN" | cut -d. -f1` + decodePart,
		Settles: "It prints alg, typ and kid and nothing secret.", Rival: RivalOtherToken})
}

func (probing *prober) clock() {
	at := probing.deployment
	if at == "" {
		at = "https://YOUR-DEPLOYMENT.convex.cloud"
	}
	probing.add(Probe{ID: "clock", Kind: InShell, Title: "compare the clocks", Text: "curl -sSI " + shellQuote(at) + " | grep -i '^date'; date -u",
		Settles: "The first line is the deployment's clock, the second this machine's; more than a few seconds between them explain a time fault.", Rival: RivalClock})
}

// shellQuote quotes a text as one word of a POSIX shell. What a terminal would obey is taken out.
func shellQuote(text string) string {
	text = clean.Line(text)
	if parsed, err := url.Parse(text); err == nil && parsed.Host != "" && !strings.ContainsAny(text, "'\"\\$`!*?[]{}()<>|;&~ ") {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
