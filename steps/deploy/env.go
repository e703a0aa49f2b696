// Package deploy holds what makes a production deployment's sign-in work, as rules: environment variables, keys, callback
// URLs and .well-known documents. It reads what a person pasted and says what is right, what is wrong and how it is put
// right. It opens no file, asks no network and reads no clock.
package deploy

import (
	"fmt"

	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/secret"
)

// VarState is what is known about one environment variable.
type VarState string

// The states of a variable.
const (
	VarUnset       VarState = "unset"       // not there, or the text says so
	VarEmpty       VarState = "empty"       // there, without a value or with blanks only
	VarSet         VarState = "set"         // there, with a value
	VarNameOnly    VarState = "name-only"   // there, the value was not shown or was blotted out
	VarPlaceholder VarState = "placeholder" // there, with a text that only stands for a value
)

// Variable is one environment variable as it stood in a text.
type Variable struct {
	Name   string // as written, also when Convex would not allow it
	State  VarState
	Line   int         // number of its line, from 1; 0 when the variable is not in the text
	Length int         // of the value, in bytes
	Value  string      // the value, when it is public; of a URL that holds a secret, scheme and host only
	Secret secret.Text // the value, or what follows Value, when that is not public

	// Removed names the private members that were taken out of a JWKS value: Value shows "(removed)" in their place.
	Removed []string
	// Comment says that "#" and what follows was taken as a comment and is not part of the value.
	Comment bool
	// Bare says that the value stood without quotes, so that whoever reads the text as a .env file ends it at "#".
	Bare bool
	// Spilled says that the value ran over several lines without quotes, as convex before 1.33 prints it.
	Spilled bool
	// Cut says that a quote, a bracket or an END line that the value needs was not found.
	Cut bool
}

// public returns what everybody may see of the value: all of it, of a URL that holds a secret scheme and host, else "".
func (v Variable) public() string { return v.Value }

// text returns the characters of the value. Callers must not let them out.
func (v Variable) text() string { return v.Value + v.Secret.Reveal() }

// Present reports whether the variable stands on the deployment with something in it, as far as the text tells.
func (v Variable) Present() bool {
	return v.State == VarSet || v.State == VarNameOnly || v.State == VarPlaceholder
}

// Readable reports whether the rules can look at the value.
func (v Variable) Readable() bool { return v.State == VarSet }

// Show returns the value as it may be shown: a public value itself, of a secret its label and length in bytes.
func (v Variable) Show() string {
	switch v.State {
	case VarUnset:
		return "not set"
	case VarEmpty:
		return "empty"
	case VarNameOnly:
		return "set, value not shown"
	}
	if v.Secret.IsZero() {
		return show(v.Value, 160)
	}
	label := fmt.Sprintf("%s (%s)", v.Secret, prose.Count(v.Secret.Len(), "character"))
	if v.Value != "" {
		return show(v.Value, 80) + " and " + label
	}
	return label
}

// Env is what one list of environment variables says.
type Env struct {
	Vars        []Variable   // in the order of the text; a name that occurs twice is there twice
	Deployments []Deployment // every trace of which deployment the list is from
	Unread      []Unread     // lines that say nothing to this parser
	Notices     []Notice     // lines of the CLI that say something about a variable or the list
	Local       bool         // a developer's .env.local: it has variables that only the CLI writes there
	NamesOnly   bool         // names without values
	Listed      bool         // the text says that it is the whole list, be it empty
	Command     bool         // a `convex env list` command stands above it
}

// Unread is a line that was not understood. The line itself is not kept: it may hold a secret.
type Unread struct {
	Line int    // from 1
	Why  string // for people
	// Prose says that the line looks like ordinary text around the list and not like a damaged part of it.
	Prose bool
}

// NoticeKind says what a line of a tool's output tells.
type NoticeKind string

// The kinds of notices.
const (
	NoticeHash           NoticeKind = "hash"            // stderr: the value includes a "#"
	NoticeCarriageReturn NoticeKind = "carriage-return" // stderr: the value includes \r
	NoticeRoundTrip      NoticeKind = "round-trip"      // stderr: quotes and newlines may not survive
	NoticeSet            NoticeKind = "set"             // "Successfully set NAME"
	NoticeRemoved        NoticeKind = "removed"         // "Successfully unset NAME"
	NoticeNotFound       NoticeKind = "not-found"       // "Environment variable … not found"
	NoticeConflict       NoticeKind = "conflict"        // "already exists with different value"
	NoticeNone           NoticeKind = "none"            // "No environment variables set"
	NoticeCommand        NoticeKind = "command"         // a convex command line, without its arguments
	NoticeOther          NoticeKind = "other"
)

// Notice is one line of output or one command around a list.
type Notice struct {
	Kind NoticeKind
	Name string // of the variable, "" when the line names none
	Line int    // from 1
}

// Lookup returns the variable called name; of several the last, which wins when the list is read back. One with a value
// counts more than the CLI's word that it was set. A variable that is not in the list comes back with the state VarUnset.
func (env Env) Lookup(name string) Variable {
	found := Variable{Name: name, State: VarUnset}
	for i := len(env.Vars) - 1; i >= 0; i-- {
		v := env.Vars[i]
		if v.Name != name {
			continue
		}
		if v.State != VarNameOnly {
			if found.State == VarNameOnly && v.State == VarUnset {
				return found
			}
			return v
		}
		if found.State == VarUnset {
			found = v
		}
	}
	return found
}

// Has reports whether the list has name with something in it.
func (env Env) Has(name string) bool { return env.Lookup(name).Present() }

// Names returns every name once, in the order of the text.
func (env Env) Names() []string {
	var names []string
	seen := map[string]bool{}
	for _, v := range env.Vars {
		if v.State != VarUnset && !seen[v.Name] {
			seen[v.Name] = true
			names = append(names, v.Name)
		}
	}
	return names
}
