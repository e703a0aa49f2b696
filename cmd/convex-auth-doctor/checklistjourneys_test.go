package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
)

// makeEnv is the command mkenv FILE GENERATION [CHANGE]...: it writes the production list of a healthy app, with keys that
// are made on the spot, as `convex env list --prod` prints it. A change is dev (the development deployment's list), bare
// (without the lines above it), NAME=value, NAME=@other, NAME=@rsa, NAME=@ed25519, NAME=@public, NAME=@private (another
// pair, another kind of key, the other half of the pair), NAME=@quoted (in quotes that are part of it), or NAME- (taken out).
func makeEnv(ts *testscript.TestScript, _ bool, arguments []string) {
	if len(arguments) < 2 {
		ts.Fatalf("usage: mkenv FILE GENERATION [CHANGE]...")
	}
	gen := deploy.Generation(arguments[1])
	list := deploytest.Healthy(gen)
	for _, change := range arguments[2:] {
		name, value, set := strings.Cut(change, "=")
		switch {
		case change == "dev":
			list.Head = deploytest.DevHead
		case change == "bare":
			list.Head = ""
		case !set && strings.HasSuffix(change, "-"):
			list.Drop(strings.TrimSuffix(change, "-"))
		case !set:
			ts.Fatalf("no change: %s", change)
		case value == "@quoted":
			list.Set(name, `"`+half(name, deploytest.PairOf(gen, 0))+`"`)
		case value == "@public":
			list.Set(name, deploytest.PairOf(gen, 0).JWKS)
		case value == "@private":
			list.Set(name, deploytest.PairOf(gen, 0).PEM)
		case strings.HasPrefix(value, "@"):
			pairs := map[string]deploytest.Pair{"@other": deploytest.PairOf(gen, 1), "@rsa": deploytest.RSA(0), "@ed25519": deploytest.Ed25519(9)}
			pair, ok := pairs[value]
			if !ok {
				ts.Fatalf("no value: %s", value)
			}
			list.Set(name, half(name, pair))
		default:
			list.Set(name, value)
		}
	}
	for _, secret := range list.Secrets() {
		hide(ts, secret)
	}
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), []byte(list.Text()), 0o644))
}

// half is the half of a pair that belongs into a variable.
func half(name string, pair deploytest.Pair) string {
	if name == "JWKS" {
		return pair.JWKS
	}
	return pair.PEM
}

// checklistRow is a row of the checklist in the JSON of `check`.
type checklistRow struct {
	ID, Subject, Sentence, Expected, Actual, Needs string
	State                                          deploy.State
	Fix                                            *struct {
		Text     string
		Commands []string
	}
}

func checklistOf(ts *testscript.TestScript) []checklistRow {
	var document struct{ Checklist []checklistRow }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &document))
	if len(document.Checklist) == 0 {
		ts.Fatalf("the last command printed no checklist")
	}
	return document.Checklist
}

// fails is the command fails [ROW]...: in the JSON of the last `check` these rows fail, and no others.
func fails(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg {
		ts.Fatalf("fails without a row says that none fails")
	}
	var found []string
	for _, row := range checklistOf(ts) {
		if row.State == deploy.Fail {
			found = append(found, row.ID)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	slices.Sort(arguments)
	if !slices.Equal(found, arguments) {
		ts.Fatalf("failing rows %v, want %v", found, arguments)
	}
}

// row is the command row ID STATE [TEXT]...: a row with this id is in this state, and holds the texts.
func row(ts *testscript.TestScript, neg bool, arguments []string) {
	if len(arguments) < 2 {
		ts.Fatalf("usage: row ID STATE [TEXT]...")
	}
	var seen []string
	for _, one := range checklistOf(ts) {
		if one.ID != arguments[0] {
			continue
		}
		text := strings.Join([]string{one.Subject, one.Sentence, one.Expected, one.Actual, one.Needs}, "\n")
		if one.Fix != nil {
			text += "\n" + one.Fix.Text + "\n" + strings.Join(one.Fix.Commands, "\n")
		}
		seen = append(seen, string(one.State)+": "+text)
		holds := string(one.State) == arguments[1] && !slices.ContainsFunc(arguments[2:], func(want string) bool { return !strings.Contains(text, want) })
		if holds {
			if neg {
				ts.Fatalf("there is a row %v", arguments)
			}
			return
		}
	}
	if !neg {
		ts.Fatalf("no row %v; there is\n%s", arguments, strings.Join(seen, "\n"))
	}
}
