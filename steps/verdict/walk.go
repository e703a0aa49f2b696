package verdict

import "slices"

// walker goes through the checks in the backend's order, up to the first fault, or to the end when it traces.
type walker struct {
	run     *run
	broken  *fault // the first fault
	tracing bool
	trace   []Check
}

func (walk *walker) all(checks []check) {
	for i := range checks {
		if walk.broken != nil && !walk.tracing {
			return
		}
		walk.one(&checks[i])
	}
}

func (walk *walker) one(check *check) {
	r := walk.run
	assumed := r.assumed()
	state := NotReached
	var broken *fault
	if check.needs == nil || check.needs(r) {
		state, broken = Passed, check.do(r)
	}
	switch {
	case broken == nil:
	case broken.unseen != "":
		state = NotSeen
		if walk.broken == nil {
			r.unseen = broken.unseen
		}
	default:
		state = Failed
	}
	after := walk.broken != nil
	if state == Failed && !after {
		walk.broken = broken
	}
	if walk.tracing {
		walk.note(check, state, broken, after, assumed)
	}
}

// looksAtDocuments names the checks whose input is a document: when it was not seen they have seen nothing.
func looksAtDocuments(id string) bool {
	return slices.Contains([]string{"discovery", "discovery-issuer", "key-set", "key", "key-kind", "signature"}, id)
}

func (walk *walker) note(check *check, state State, broken *fault, after, assumed bool) {
	seen := Check{ID: check.id, Title: check.title, State: state, Fact: check.fact, After: after}
	if state == Passed && assumed && looksAtDocuments(check.id) {
		seen.State = NotSeen
	}
	if state == Failed {
		seen.Reason, seen.Why, seen.Actual = broken.reason, broken.why, broken.why
	}
	if state != NotReached && check.document != nil {
		seen.URL = check.document(walk.run)
	}
	if broken != nil && broken.unseen != "" {
		seen.URL = broken.unseen
	}
	if state != NotReached && seen.State != NotSeen && check.show != nil {
		seen.Expected, seen.Actual = check.show(walk.run)
	}
	walk.trace = append(walk.trace, seen)
}

// conclude fills in what came out.
func (walk *walker) conclude(verdict *Verdict) {
	r := walk.run
	target := &verdict.Outcome
	if verdict.Decided = r.unseen == ""; !verdict.Decided {
		target = &Outcome{}
		verdict.Needs, verdict.Assuming, verdict.Certain = []string{r.unseen}, target, walk.broken != nil
	}
	if walk.broken != nil {
		*target = walk.broken.outcome()
		return
	}
	target.Accepted, target.Identity = true, r.identity()
}

func (r *run) identity() *Identity {
	subject := r.claims.sub
	if r.provider().Kind == KindOIDC {
		subject = r.oidc.subject
	}
	return &Identity{kind: r.provider().Kind, issuer: r.claims.iss, subject: subject, members: r.claims.members}
}
