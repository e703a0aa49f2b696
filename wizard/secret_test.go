package wizard

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
)

// TestSecretsOnNoScreen feeds each kind of secret, at the beginning and into a case that knows much, and looks for it on
// every screen there is, on the last page, in the debug dump and in what would be copied.
func TestSecretsOnNoScreen(t *testing.T) {
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			for _, known := range []bool{false, true} {
				var dump bytes.Buffer
				copied := ""
				a := open(t, 140, 45, func(options *Options) {
					options.Debug = &dump
					options.Clipboard = func(text string) (string, error) { copied += text; return "", nil }
				})
				looks := 0
				look := func(where string) {
					looks++
					for _, size := range [][2]int{{140, 45}, {100, 400}, {80, 24}, {31, 9}} {
						if tokentest.Leaks(a.size(size[0], size[1]).view(), secret.Value) {
							t.Fatalf("it shows %s", where)
						}
					}
				}
				if known {
					a.paste(page).paste(otherAudience()).keys("esc", "esc")
				}
				a.paste(secret.Paste)
				look("after the paste")
				a.keys("esc", "esc")
				place := a.place()
				for _, key := range []string{"?", "/", "n", "e", "u", "p", "t", "m", "f", "c", "x", "r", "l", "q"} {
					a.keys(key)
					look("after " + key)
					if key == "t" {
						a.keys("t")
						look("in what Convex checks")
					}
					if key == "e" { // every piece of evidence under the cursor
						for range a.m.session.Case().Items {
							a.keys("down", "enter")
							look("at a piece of evidence")
							a.keys("esc").keys("e")
						}
					}
					for len(a.m.layers) > 0 {
						a.keys("esc")
					}
				}
				a.keys("b")
				look("after going back from " + place)
				a.keys("n").types("a note").keys("enter", "e")
				look("with a note")
				for where, text := range map[string]string{"the last page": a.m.LastPage(), "the debug dump": dump.String(), "the clipboard": copied,
					"the model": fmt.Sprintf("%v %+v %#v", a.m, a.m, a.m), "the options": fmt.Sprintf("%v %+v", a.m.options, a.m.options)} {
					if tokentest.Leaks(text, secret.Value) {
						t.Errorf("it shows in %s", where)
					}
				}
				if looks < 15 {
					t.Fatalf("only %d screens were looked at", looks)
				}
			}
		})
	}
}

// TestSecretTypedIntoAField holds what happens to a token in a field: it is evidence then, and no note or path.
func TestSecretTypedIntoAField(t *testing.T) {
	for _, way := range [][]string{{"p"}, {"n"}, {"/"}, {"2", "4", "f"}} {
		token := fitting()
		a := open(t, 100, 30).keys(way...).paste(token)
		a.wants("token · RS256")
		if tokentest.Leaks(a.view(), token[40:]) {
			t.Errorf("%v: the token shows", way)
		}
	}
}

// TestSecretTypedKeyByKey holds the same for a token whose keys come one by one, as over a slow line without brackets around
// a paste: the field hides it, and so does all that is made of what was typed.
func TestSecretTypedKeyByKey(t *testing.T) {
	token := fitting()
	header, _, _ := strings.Cut(token, ".")
	for name, c := range map[string]struct{ before, after []string }{
		"a note":       {[]string{"n"}, []string{"enter", "e"}},
		"a search":     {[]string{"/"}, []string{"enter"}},
		"a path":       {[]string{"p"}, []string{"enter", "e"}},
		"a provider":   {[]string{"2", "4", "f"}, []string{"down", "x", "ctrl+s", "e"}},
		"an algorithm": {[]string{"2", "4", "f", "x", "down", "down", "down"}, []string{"ctrl+s"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := open(t, 100, 30, func(options *Options) {
				options.OpenFile = func(path string) (Source, error) { return Source{}, errors.New(path + " is a directory") }
			})
			a.keys(c.before...).types(header)
			for _, r := range token[len(header):] {
				a.keys(string(r))
				if tokentest.Leaks(a.view(), token[len(header)+1:]) {
					t.Fatal("the field shows it")
				}
			}
			for _, key := range c.after {
				a.keys(key)
				if tokentest.Leaks(a.view(), token[len(header)+1:]) {
					t.Errorf("it shows after %s", key)
				}
			}
		})
	}
}
