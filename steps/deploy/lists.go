package deploy

import "strings"

// ListTaken is one list of variables with the number of the paste that it came with.
type ListTaken struct {
	Env    Env
	Intake int
}

// ProdAndDev says which of the lists that were pasted are production's and development's, in the order of pasting; the
// newest of each counts. A list says by itself where it is from, or it is told by what stands in it: a localhost address
// is development's, and a list that shares its address or its keys with an earlier one is the same deployment's, pasted
// again after a change. When only development's is there it stands in the place of production's: the checklist says so.
func ProdAndDev(lists []ListTaken) (prod, dev *Env) {
	intake := 0 // of prod
	list := func(kind DeploymentKind) *Env {
		if kind == KindDev && dev != nil {
			return dev
		}
		return prod
	}
	for _, taken := range lists {
		env := taken.Env
		if env.Local {
			continue
		}
		where, known := env.Where()
		switch {
		case env.Part():
			if whole := list(where.Kind); whole != nil && !(where.Kind == KindDev && whole == prod && isProduction(*prod)) {
				*whole = whole.with(env)
			}
			continue
		case known && where.Kind == KindDev:
			dev = &env
			continue
		case known && where.Kind == KindProd, prod == nil:
		case hasLocalURL(env) && !hasLocalURL(*prod):
			dev = &env
			continue
		case hasLocalURL(*prod) && !hasLocalURL(env) && !known:
			dev = prod
		case sameDeployment(env, *prod):
			env.Deployments = inherited(env, *prod)
		case isProduction(*prod):
			dev = &env
			continue
		case intake == taken.Intake: // two lists in one paste are of two deployments
			dev = prod
		}
		prod, intake = &env, taken.Intake
	}
	if prod == nil && dev != nil {
		prod, dev = dev, nil
	}
	return prod, dev
}

// MistakenFor reports a file of the developer's own machine that was taken for the list of a deployment: it holds what only
// the deployment reads. One that only says where the client connects to is what it is.
func (env Env) MistakenFor() bool {
	if !env.Local {
		return false
	}
	for _, name := range env.Names() {
		if name == nameKey || name == nameJWKS || name == nameEncryption || strings.HasPrefix(name, "AUTH_") && strings.HasSuffix(name, "_SECRET") {
			return true
		}
	}
	return false
}

// Part reports one or two variables by themselves, such as the answer of `convex env set`: what is not among them may be
// set all the same.
func (env Env) Part() bool {
	return !env.Listed && !env.Command && len(env.Names()) < 3 && !(env.Has(nameKey) && env.Has(nameJWKS))
}

// Whole reports a text that is the whole list for certain.
func (env Env) Whole() bool { return env.Listed || env.Command }

// with returns the list after a change that was pasted later: what `convex env set`, `get` or `remove` said.
func (env Env) with(change Env) Env {
	changed := map[string]bool{}
	for _, v := range change.Vars {
		changed[v.Name] = true
	}
	vars := make([]Variable, 0, len(env.Vars)+len(change.Vars))
	for _, v := range env.Vars {
		if !changed[v.Name] {
			vars = append(vars, v)
		}
	}
	for _, v := range change.Vars {
		v.Line = 0 // it stood in another paste
		vars = append(vars, v)
	}
	env.Vars = vars
	env.Notices = append(append([]Notice{}, env.Notices...), change.Notices...)
	return env
}

func isProduction(env Env) bool {
	where, known := env.Where()
	return known && where.Kind == KindProd
}

// hasLocalURL reports a list whose frontend is on the developer's own machine.
func hasLocalURL(env Env) bool {
	for _, name := range []string{nameSite, nameApp} {
		if v := env.Lookup(name); v.Readable() && localKind(hostOf(unwrapped(v.public()))) != "" {
			return true
		}
	}
	return false
}

// sameDeployment reports two lists that share the frontend's address or a signing key.
func sameDeployment(a, b Env) bool {
	for _, name := range []string{nameSite, nameApp, nameKey, nameJWKS} {
		one, other := a.Lookup(name), b.Lookup(name)
		if one.Readable() && other.Readable() && one.text() == other.text() {
			return true
		}
	}
	return false
}

// inherited are the traces of the deployment of a list that was pasted again without the command above it.
func inherited(env, before Env) []Deployment {
	if len(env.Deployments) > 0 {
		return env.Deployments
	}
	traces := append([]Deployment{}, before.Deployments...)
	for i := range traces {
		traces[i].Line = 0 // it stood in the earlier paste
	}
	return traces
}
