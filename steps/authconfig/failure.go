package authconfig

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
)

// Kind is why a config could not be evaluated.
type Kind string

// The kinds of failures. Those up to KindSyntax stop the CLI; the ones up to KindUnserializable are answers of the deployment; the
// rest are this program's own: Convex may or may not stumble over them.
const (
	KindBothFiles      Kind = "both-files"      // auth.config.ts and auth.config.js (B 4.1)
	KindNotFound       Kind = "not-found"       // there is no such file
	KindSyntax         Kind = "syntax"          // the bundler refuses it
	KindNodeModule     Kind = "node-module"     // it imports a module of Node.js, which Convex's runtime lacks
	KindMissingEnv     Kind = "missing-env"     // an unset variable is read (B 4.4)
	KindThrows         Kind = "throws"          // the program throws (B 4.6)
	KindNoDefault      Kind = "no-default"      // no default export, or null (B 4.10)
	KindUnserializable Kind = "unserializable"  // JSON.stringify throws (B 4.11)
	KindUnresolved     Kind = "unresolved"      // it needs a package that is not there
	KindNeedsValue     Kind = "needs-value"     // it computes with a variable whose value is not known
	KindNeverEnds      Kind = "never-ends"      // it awaits something that does not come
	KindTooLong        Kind = "too-long"        // it did not end in time
	KindTooMuchMemory  Kind = "too-much-memory" // it wanted more memory than it may have
	KindTooMuchOutput  Kind = "too-much-output" // its value is too large
	KindTooDeep        Kind = "too-deep"        // it calls itself without end
	KindUnreadable     Kind = "unreadable"      // a file of it cannot be read
	KindCrash          Kind = "crash"           // the child died of something else
)

// Failure is why there is no config.
type Failure struct {
	Kind     Kind   `json:"kind"`
	Code     string `json:"code,omitempty"`     // the server's code: InvalidAuthConfig, AuthConfigMissingEnvironmentVariable
	Text     string `json:"text,omitempty"`     // the text of Convex or its CLI, without the stack lines that may follow; "" where it has none
	Inner    string `json:"inner,omitempty"`    // the inner text (B 4.10-4.22)
	Detail   string `json:"detail,omitempty"`   // what else is known, in the words of the bundler or of this program
	Variable string `json:"variable,omitempty"` // KindMissingEnv, KindNeedsValue: the variable
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Loose    bool   `json:"loose,omitempty"` // the wording of the engine may differ in Text and Inner
}

// The texts that evaluating a config can end in. A push puts pushPrefix before each answer of the deployment (C1).
var (
	pushPrefix = messages.Message{ID: "push-failed", Text: "Hit an error while pushing:\n{text}", Fact: "B C1"}
	bothFiles  = messages.Message{ID: "auth-config-both-files", Text: "Found both {js} and {ts}, choose one.", Fact: "B 4.1"}
	missingEnv = messages.Message{ID: "auth-config-missing-env", Code: "AuthConfigMissingEnvironmentVariable",
		Text: "Environment variable {name} is used in auth config file but its value was not set", Fact: "B 4.4"}
	pushedInvalid = messages.Message{ID: "auth-config-invalid", Code: "InvalidAuthConfig", Text: "The pushed auth config is invalid: {inner}", Fact: "B 4.6"}
	noDefault     = messages.Message{ID: "auth-config-no-default",
		Text: "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.", Fact: "B 4.10"}
	onlyStrings = messages.Message{ID: "auth-config-only-strings",
		Text: "auth config file can only contain strings To learn more, see the auth documentation at https://docs.convex.dev/auth.", Fact: "B 4.11"}
	notJSON = messages.Message{ID: "auth-config-not-json",
		Text: "auth config file must include a list of provider credentials: expected value ", Fact: "B 4.11, 4.12"}
	badName = messages.Message{ID: "env-name-invalid",
		Text: "The environment variable name {name} is invalid. Environment variable names must begin with a letter and may only include characters a-z, A-Z, 0-9, and underscores.", Fact: "P 1.4"}
)

// variableName is what a variable of a deployment may be called (P 1.4).
var variableName = lazy.Regexp(`^[a-zA-Z_]+[a-zA-Z0-9_]*$`)

// invalid is the answer of the deployment to a config whose evaluation ended with inner (B 4.6).
func invalid(kind Kind, inner string) *Failure {
	return &Failure{
		Kind:  kind,
		Code:  pushedInvalid.Code,
		Inner: inner,
		Text:  pushPrefix.Say("text", pushedInvalid.Say("inner", inner)),
	}
}

// thrown is the answer of the deployment to a config that throws. An error whose text begins with "Environment variable"
// gets the code of an unset variable, whoever wrote it: the deployment tells them apart by these words only.
func thrown(inner string) *Failure {
	if text, ok := strings.CutPrefix(inner, "Uncaught Error: "); ok && strings.HasPrefix(text, "Environment variable") {
		failure := &Failure{Kind: KindThrows, Code: missingEnv.Code, Inner: text, Text: pushPrefix.Say("text", text)}
		if name, ok := missingName(text); ok {
			failure.Kind, failure.Variable = KindMissingEnv, name
		}
		return failure
	}
	return invalid(KindThrows, inner)
}

// missingName takes the name out of the text of an unset variable.
func missingName(text string) (string, bool) {
	before, after, _ := strings.Cut(missingEnv.Text, "{name}")
	name, ok := strings.CutPrefix(text, before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(name, after)
}

// String says in one sentence what happened, for a list of findings.
func (failure *Failure) String() string {
	switch failure.Kind {
	case KindBothFiles:
		return "There are an auth.config.ts and an auth.config.js; Convex refuses to push while both are there."
	case KindNotFound:
		return "There is no such file."
	case KindSyntax:
		return "The bundler cannot read it: " + failure.Detail
	case KindNodeModule:
		return "It imports " + failure.Detail + ", a module of Node.js that Convex's runtime does not have."
	case KindMissingEnv:
		return "It reads " + failure.Variable + ", which is not set on the deployment. The push is refused until it is."
	case KindThrows:
		return "It throws: " + failure.Inner
	case KindNoDefault:
		return "It has no default export. Convex reads nothing else."
	case KindUnserializable:
		return "Its default export cannot be written as JSON, which is how Convex reads it."
	case KindUnresolved:
		return "It cannot be evaluated here: node_modules would have to supply " + failure.Detail + "."
	case KindNeedsValue:
		return "It cannot be evaluated without the value of " + failure.Variable + "."
	case KindNeverEnds:
		return "It waits for something that never comes."
	case KindTooLong:
		return "It was stopped: it did not end in time."
	case KindTooMuchMemory:
		return "It was stopped: it wanted more memory than it may have."
	case KindTooMuchOutput:
		return "Its value is too large to be a list of providers."
	case KindTooDeep:
		return "It calls or nests itself too deeply."
	case KindUnreadable:
		return "A file of it cannot be read: " + failure.Detail
	}
	return "It could not be evaluated."
}
