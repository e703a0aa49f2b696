package main

import (
	"io"
	"strings"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/wizard"
)

// guardedErrors is standard error. A token that was given as an argument is not quoted on it: errors land in the logs of CI.
type guardedErrors struct {
	to        io.Writer
	arguments []string
	secrets   *secret.Registry // of the arguments; made with the first error, since most runs have none
	advised   bool
}

// pipeIt is what to do instead of giving a secret as an argument.
const pipeIt = "  A secret as an argument stays in the shell's history. Pipe it: pbpaste | convex-auth-doctor check -\n"

// Write writes one message, as a whole.
func (errors *guardedErrors) Write(message []byte) (int, error) {
	if errors.secrets == nil {
		errors.secrets = secretsIn(errors.arguments)
	}
	text := wizard.Guarded(errors.secrets, string(message))
	if text != string(message) {
		text = strings.TrimRight(text, "\n") + "\n"
		if !errors.advised {
			text += pipeIt
		}
		errors.advised = true
	}
	if _, err := io.WriteString(errors.to, text); err != nil {
		return 0, err
	}
	return len(message), nil
}

// secretsIn takes in what is a token or another secret in arguments: each by itself, or else all of them as they stood on one
// line without quotes.
func secretsIn(arguments []string) *secret.Registry {
	registry := &secret.Registry{}
	take := func(forms ...string) {
		for before, i := registry.Count(), 0; i < len(forms) && registry.Count() == before; i++ {
			wizard.Labelled(registry, forms[i])
		}
	}
	for _, one := range arguments {
		name, value, _ := strings.Cut(one, "=")
		take(one, strings.TrimLeft(one, "-"), name[strings.LastIndex(name, "/")+1:]+"="+value, value)
	}
	if registry.Count() == 0 {
		take(strings.Join(arguments, " "), strings.Join(arguments, "\t"))
	}
	return registry
}
