package verdict

import (
	"strings"
	"time"

	"convex-auth-doctor/steps/secret"
)

// Prepared is a configuration and documents, read once for many tokens. It never changes and may be used from several
// goroutines.
type Prepared struct {
	push      *PushError
	pushed    bool // the entries went through a push
	stored    []Provider
	redact    bool
	documents Documents
	issuers   map[string]*issuerDocuments // OIDC, by the iss that tokens are likely to have
	sets      map[string]*customSet       // customJwt, by jwks
	trace     bool
}

const pushTitle = "the push of auth.config is accepted"

// Prepare pushes the configuration and reads the documents.
func Prepare(configuration Configuration, documents Documents) *Prepared {
	prepared := prepare(configuration, documents)
	for _, provider := range prepared.stored {
		if provider.Kind == KindCustomJWT {
			prepared.sets[provider.JWKS] = prepared.loadCustom(provider)
			continue
		}
		// Tokens carry the issuer as it is stored, or with one slash more or less.
		bare := strings.TrimRight(provider.Domain, "/")
		for _, iss := range []string{provider.Domain, bare, bare + "/"} {
			if _, ok := prepared.issuers[iss]; !ok {
				prepared.issuers[iss] = prepared.loadIssuer(iss)
			}
		}
	}
	return prepared
}

// prepare pushes the configuration; documents are read when a token asks for them.
func prepare(configuration Configuration, documents Documents) *Prepared {
	prepared := &Prepared{redact: configuration.Redact, documents: documents,
		issuers: map[string]*issuerDocuments{}, sets: map[string]*customSet{}}
	if configuration.Stored != nil {
		prepared.stored = configuration.Stored
	} else {
		prepared.stored, prepared.push = Store(configuration.Export)
		prepared.pushed = prepared.push == nil
	}
	return prepared
}

func (prepared *Prepared) custom(provider Provider) *customSet {
	if ready, ok := prepared.sets[provider.JWKS]; ok {
		return ready
	}
	return prepared.loadCustom(provider)
}

// Decide answers what a Convex deployment answers for a token.
func Decide(request Request) Verdict {
	prepared := prepare(request.Configuration, request.Documents)
	prepared.trace = request.Trace
	return prepared.Decide(request.Token, request.Now)
}

// Decide answers what the deployment answers for this token at this time.
func (prepared *Prepared) Decide(token secret.Text, now time.Time) Verdict {
	return prepared.decide(token.Reveal(), now, prepared.trace)
}

func (prepared *Prepared) decide(token string, now time.Time, trace bool) Verdict {
	return prepared.judge(run{token: token}, now, trace)
}

// decideSigned is decide for a token that counts as validly signed whatever its signature is.
func (prepared *Prepared) decideSigned(token string, now time.Time) Verdict {
	return prepared.judge(run{token: token, resigned: true}, now, false)
}

func (prepared *Prepared) judge(r run, now time.Time, trace bool) Verdict {
	verdict := Verdict{ProviderIndex: -1, Stored: prepared.stored, Unseen: prepared.documents.Unseen}
	if prepared.push != nil {
		verdict.Push, verdict.Decided = prepared.push, true
		verdict.Outcome = Outcome{Reason: PushRefused, Why: prepared.push.Why}
		if trace {
			verdict.Trace = []Check{{ID: "push", Title: pushTitle, State: Failed, Fact: prepared.push.Fact, Reason: PushRefused,
				Why: prepared.push.Why, Actual: prepared.push.Message}}
		}
		return verdict
	}
	r.prepared, r.now, r.index, r.presumed = prepared, now.Unix(), -1, -1
	r.split()
	walk := walker{run: &r, tracing: trace}
	if trace && prepared.pushed {
		walk.trace = []Check{{ID: "push", Title: pushTitle, State: Passed, Fact: "B 4.10-4.24"}}
	}
	walk.all(commonChecks)
	if walk.broken != nil && r.index >= 0 { // the backend had stopped before it chose an entry
		r.presumed, r.index = r.index, -1
	}
	if provider := r.provider(); provider.Kind == KindCustomJWT {
		walk.all(customChecks)
	} else if provider.Kind == KindOIDC {
		walk.all(oidcChecks)
	}
	verdict.ProviderIndex, verdict.Trace = r.index, walk.trace
	walk.conclude(&verdict)
	return verdict
}
