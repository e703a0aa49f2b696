package main

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
)

// TestArgumentsAreNotQuoted gives each kind of secret wherever an argument can stand: no error quotes it, and each says how to
// give it instead.
func TestArgumentsAreNotQuoted(t *testing.T) {
	for _, one := range tokentest.Secrets(noon) {
		given := strings.TrimSpace(one.Paste)
		for name, arguments := range map[string][]string{
			"check": {"check", given}, "two files": {"check", "/dev/null", given}, "below a folder": {"check", "tokens/" + given},
			"explain": {"explain", given}, "explain more": {"explain", given, given}, "the folder": {given}, "two folders": {".", given},
			"--project": {"check", "--project", given}, "--project=": {"check", "--project=" + given}, "--now": {"check", "--now", given, "/dev/null"},
			"--env": {"check", "--env", given, "--project", "."}, "--env alone": {"check", "/dev/null", "--env=" + given}, "--evidence": {"--plain", "--evidence", given},
			"a flag": {"--" + given}, "a flag of one letter": {"check", "-" + given}, "a yes or no": {"check", "--json=" + given}, "tree": {"tree", given}, "--format": {"tree", "--format", given},
			"no quotes": append([]string{"check"}, strings.Fields(strings.Split(given, "\n")[0])...), // a line break would end the command
		} {
			t.Run(one.Name+"/"+name, func(t *testing.T) {
				code, out, failed := runCommand(t, arguments...)
				if tokentest.Leaks(failed, one.Value) {
					t.Errorf("it is quoted: %s", strings.ReplaceAll(failed, one.Value, "<the secret>"))
				}
				if tokentest.Leaks(out, one.Value) {
					t.Error("it is printed with the result")
				}
				if failed == "" {
					t.Errorf("no error, exit status %d", code)
				}
				if name == "check" && !strings.Contains(failed, "check -\n") {
					t.Errorf("it does not say what to do: %s", strings.ReplaceAll(failed, one.Value, "<the secret>"))
				}
			})
		}
	}
}

// TestArgumentsAreQuoted holds that what is no secret is quoted as ever.
func TestArgumentsAreQuoted(t *testing.T) {
	for _, arguments := range [][]string{{"check", "/nowhere/token.txt"}, {"explain", "issuer-mismach"}, {"nowhere-at-all"}, {"check", "--now", "tomorrow at noon", "/dev/null"},
		{"check", "--project", "/nowhere/at-all"}, {"--no-such-flag"}, {"check", "/nowhere/0123456789abcdef0123456789abcdef.jsonl"}} {
		_, _, failed := runCommand(t, arguments...)
		quoted := arguments[min(1, len(arguments)-1)]
		if quoted == "--now" || quoted == "--project" {
			quoted = arguments[2]
		}
		if !strings.Contains(failed, quoted) || strings.Contains(failed, "Pipe it") {
			t.Errorf("%v: %q", arguments, failed)
		}
	}
}
