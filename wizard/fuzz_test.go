package wizard

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard/keyboard"
)

// fuzzKeys are the keys that are played.
var fuzzKeys = []string{"up", "down", "left", "right", "enter", "esc", "tab", "shift+tab", "pgup", "pgdown", "home", "end", "backspace", "delete", " ",
	"ctrl+s", "ctrl+u", "ctrl+d", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "j", "k", "p", "b", "u", "e", "n", "/", "c", "?", "q", "m", "f", "t", "x", "y", "ä", "漢", ".", "l", "d", "w", "h", "s", "r"}

// played writes a sequence of keys and pastes, "paste 3" by its number, as FuzzUpdate reads it.
func played(moves ...string) []byte {
	var data []byte
	for _, move := range moves {
		number := 0
		if n, _ := fmt.Sscanf(move, "paste %d", &number); n == 1 {
			data = append(data, 1, byte(number))
			continue
		}
		data = append(data, 0, byte(slices.Index(fuzzKeys, move)))
	}
	return data
}

// FuzzUpdate plays random keys, pastes and window sizes. The program never panics, every screen fits its window, and no
// control character of a paste comes to the screen.
func FuzzUpdate(f *testing.F) {
	hostile := "x\x1b[2J\x1b]0;renamed\x07\u202e\u009b31m\r\x00"
	pastes := []string{
		fitting(), otherAudience(), otherIssuer(), page, nullLine, identityLine, fitting()[:200], "", "\x1b[31m\xff\xfe\x00",
		tokentest.Of("custom", noon).With("iss", hostile).With("aud", []string{hostile, hostile}).With(hostile, hostile).With("sub", strings.Repeat(hostile, 50)).WithHeader("kid", hostile).Sign(),
		"8/22/2026, 12:14:18 AM [CONVEX Q(" + hostile + ")] [LOG] 'server identity' null\n8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] Uncaught Error: " + hostile + "\n",
		tokentest.Page([2]string{"https://" + hostile + ".example.com", hostile}), tokentest.Page([2]string{strings.Repeat("https://long.example.com/", 40), strings.Repeat("漢字", 90)}),
		`{"type":"AuthError","error":"` + hostile + `","baseVersion":0,"authUpdateAttempted":true}`, strings.Repeat("a line\n", 2000), strings.Repeat("w", 5000),
		broken().Text(), deploytest.Healthy(deploy.GenA2).Text(), deploytest.Healthy(deploy.GenA2).Set("JWKS", deploytest.Ed25519(2).JWKS).Text(),
		`Failed to authenticate: "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=https://` + hostile + `, app_id=` + hostile + `)]", check your server auth config`,
	}
	f.Add([]byte("\x01\x00\x00\x04\x02\x01\x00\x04\x00\x05\x00\x20\x00\x04"))
	f.Add([]byte("\x01\x09\x03\x14\x06\x00\x29\x00\x29\x00\x09\x00\x05\x03\x50\x18\x00\x04"))
	f.Add([]byte("\x01\x0b\x01\x09\x00\x21\x00\x20\x00\x2a\x00\x05\x03\x01\x01\x03\xff\xff"))
	f.Add([]byte("\x00\x13\x00\x15\x00\x28\x02hello world\x00\x06\x02x\x00\x0f\x00\x26\x00\x2b"))
	f.Add([]byte("\x00\x23\x02audience\x00\x04\x00\x09\x00\x05\x00\x22\x02\x1b[31mnote\x00\x04\x00\x21"))
	f.Add(played("5", "paste 18", "l", "f", "paste 17", "up", "enter")) // the checklist, filtered to its one fault; then there is none
	f.Add(played("5", "paste 17", "paste 16", "l", "f", "enter", "paste 17", "e", "home", "x", "down", "x", "esc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a := open(t, 80, 24)
		next := func() int {
			if len(data) == 0 {
				return 0
			}
			b := int(data[0])
			data = data[1:]
			return b
		}
		for moves := 0; len(data) > 0 && moves < 60; moves++ {
			switch next() % 6 {
			case 0:
				a.keys(fuzzKeys[next()%len(fuzzKeys)])
			case 1:
				a.paste(pastes[next()%len(pastes)])
			case 2: // what is typed, as far as it is text
				n := min(1+next()%12, len(data))
				a.types(strings.ToValidUTF8(string(data[:n]), "?"))
				data = data[n:]
			case 3:
				a.m.Update(tea.WindowSizeMsg{Width: next(), Height: next() / 2})
			case 4:
				n := min(next(), len(data))
				a.m.Update(keyboard.Paste{Data: data[:n]})
				data = data[n:]
			case 5:
				switch next() % 4 {
				case 0:
					a.m.Update(keyboard.Refused{Size: next() << 16})
				case 1:
					a.m.Update(keyboard.BackgroundReply{Colour: string(data[:min(len(data), 6)])})
				case 2:
					a.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(pastes[next()%len(pastes)])})
				case 3:
					a.m.Update(nil)
				}
			}
			a.view()
		}
		last := strings.TrimRight(a.m.LastPage(), "\n")
		if problem := badScreen(last, 1000, 100_000, false); problem != "" {
			t.Fatalf("the last page: %s", problem)
		}
	})
}
