package deploy

import (
	"testing"

	"convex-auth-doctor/steps/secret"
)

func TestProdAndDev(t *testing.T) {
	registry := &secret.Registry{}
	list := func(intake int, before string, change func(*vars)) ListTaken {
		env := healthyVars(GenO)
		env.before = before
		if change != nil {
			change(env)
		}
		return ListTaken{ParseEnv([]byte(env.text()), registry), intake}
	}
	const prodNotice, devNotice = "(on prod deployment happy-animal-123)\n", "(on dev deployment brave-cat-456)\n"
	local := func(v *vars) {
		v.set("SITE_URL", "http://localhost:3000").set("JWKS", rsaOther().jwks).set("JWT_PRIVATE_KEY", oneSpace(rsaOther().pem)).set("MARK", "dev")
	}
	other := func(v *vars) {
		v.set("SITE_URL", "https://staging.example.com").set("JWKS", rsaOther().jwks).set("JWT_PRIVATE_KEY", oneSpace(rsaOther().pem)).set("MARK", "other")
	}
	fixed := func(v *vars) { v.set("MARK", "fixed") }
	part := func(text string) ListTaken { return ListTaken{ParseEnv([]byte(text), registry), 9} }
	for _, test := range []struct {
		name      string
		lists     []ListTaken
		prod, dev string // the variable MARK of each, "-" where there is no list
		kind      DeploymentKind
	}{
		{"nothing", nil, "-", "-", ""},
		{"one that says nothing", []ListTaken{list(1, "", nil)}, "", "-", ""},
		{"both say it", []ListTaken{list(1, devNotice, local), list(2, prodNotice, nil)}, "", "dev", KindProd},
		{"both say it, the other way round", []ListTaken{list(1, prodNotice, nil), list(2, devNotice, local)}, "", "dev", KindProd},
		{"dev alone stands in the place of prod", []ListTaken{list(1, devNotice, local)}, "dev", "-", KindDev},
		{"pasted again after a fix", []ListTaken{list(1, "", nil), list(2, "", fixed)}, "fixed", "-", ""},
		{"pasted again without the command", []ListTaken{list(1, prodNotice, nil), list(2, "", fixed)}, "fixed", "-", KindProd},
		{"localhost is dev's", []ListTaken{list(1, "", nil), list(2, "", local)}, "", "dev", ""},
		{"localhost is dev's, first", []ListTaken{list(1, "", local), list(2, "", nil)}, "", "dev", ""},
		{"two in one paste", []ListTaken{list(1, "", other), list(1, "", nil)}, "", "other", ""},
		{"another one after production's", []ListTaken{list(1, prodNotice, nil), list(2, "", other)}, "", "other", KindProd},
		{"one variable is no list", []ListTaken{part("MARK=alone\n")}, "-", "-", ""},
		{"set later", []ListTaken{list(1, prodNotice, nil), part("✔ Successfully set MARK to later (on prod deployment happy-animal-123)\n")}, "later", "-", KindProd},
		{"set on dev does not change production's", []ListTaken{list(1, prodNotice, fixed), part("✔ Successfully set MARK to later (on dev deployment brave-cat-456)\n")}, "fixed", "-", KindProd},
		{"another one after one that says nothing replaces it", []ListTaken{list(1, "", other), list(2, "", nil)}, "", "-", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			mark := func(env *Env) string {
				if env == nil {
					return "-"
				}
				return env.Lookup("MARK").Value
			}
			prod, dev := ProdAndDev(test.lists)
			if mark(prod) != test.prod || mark(dev) != test.dev {
				t.Errorf("production %q and dev %q, want %q and %q", mark(prod), mark(dev), test.prod, test.dev)
			}
			if prod != nil {
				if where, _ := prod.Where(); where.Kind != test.kind {
					t.Errorf("kind %q, want %q", where.Kind, test.kind)
				}
			}
		})
	}
}
