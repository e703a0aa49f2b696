package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/token/tokentest"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// runCommand runs a command with an empty standard input, at noon.
func runCommand(t *testing.T, arguments ...string) (code int, out, failed string) {
	t.Helper()
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var stdout, stderr bytes.Buffer
	code = execute(surroundings{in: in, out: &stdout, err: &stderr, now: func() time.Time { return noon }, variable: func(string) string { return "" }}, arguments)
	return code, stdout.String(), stderr.String()
}

func writeEvidence(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "evidence.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCheckHidesSecrets reads each kind of secret from a file, alone and with a configuration, and looks for it in what
// is printed, as text and as JSON, and in line mode that starts with the file.
func TestCheckHidesSecrets(t *testing.T) {
	page := writeEvidence(t, tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"}))
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			file := writeEvidence(t, secret.Paste)
			for _, arguments := range [][]string{{"check", file}, {"check", file, page}, {"check", "--json", file}, {"check", "--json", file, page}, {"--plain", "--evidence", file}, {"check", file, file + ".missing"}} {
				code, out, failed := runCommand(t, arguments...)
				if tokentest.Leaks(out, secret.Value) || tokentest.Leaks(failed, secret.Value) {
					t.Errorf("%v prints it", arguments[:len(arguments)-1])
				}
				if out == "" {
					t.Errorf("%v prints nothing (exit status %d)", arguments[:len(arguments)-1], code)
				}
			}
		})
	}
}

// hostile are texts from outside that would move a cursor, rename a window or hide what stands behind them.
func hostile() map[string]string {
	evil := "x\x1b[2J\x1b]0;renamed\x07\x1b[31m\u202e\u200b\u009b5n\x00\x7f"
	token := tokentest.Of("custom", noon).With("iss", "https://"+evil).With("aud", evil).With(evil, evil).WithHeader("kid", evil).WithHeader("typ", evil).Sign()
	return map[string]string{
		"claims":    token,
		"a log":     "8/22/2026, 12:14:18 AM [CONVEX Q(" + evil + ")] [LOG] 'server identity' null\n8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] Uncaught Error: " + evil + "\n",
		"the page":  tokentest.Page([2]string{"https://" + evil + ".example.com", evil}) + "\n" + token,
		"variables": "SITE_URL=" + evil + "\nCLERK_JWT_ISSUER_DOMAIN=https://" + evil + "\n",
		"an error":  `{"type":"AuthError","error":"Could not decode token. The JWT's 'kid' (key ID) header is '` + evil + `', does this key match any key in the provider's JWKS?","baseVersion":0,"authUpdateAttempted":true}`,
		"colours":   "\x1b[36m8/22/2026, 12:14:18 AM [CONVEX Q(users:me)]\x1b[39m [LOG] 'server identity' null\n",
		"garbage":   evil + strings.Repeat("\x1b", 100),
	}
}

// TestCheckPrintsNoControlCharacters prints hostile input as text and as JSON.
func TestCheckPrintsNoControlCharacters(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			file := writeEvidence(t, text)
			for _, arguments := range [][]string{{"check", file}, {"check", "--json", file}, {"--plain", "--evidence", file}} {
				_, out, failed := runCommand(t, arguments...)
				for _, r := range out + failed {
					if r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x200b {
						t.Errorf("%v prints %U", arguments[:len(arguments)-1], r)
						break
					}
				}
			}
		})
	}
}

// TestJSONAndStatusAgree holds that the JSON tells the exit status that the command ends with, and has one schema.
func TestJSONAndStatusAgree(t *testing.T) {
	token, page := tokentest.Of("clerk", noon), tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})
	for name, c := range map[string]struct {
		text string
		code int
	}{
		"healthy":    {"8/22/2026, 12:14:23 AM [CONVEX Q(users:me)] [LOG] 'server identity' {\n  tokenIdentifier: 'https://a.example.com|user_1',\n  issuer: 'https://a.example.com',\n  subject: 'user_1'\n}\n", 0},
		"a cause":    {page + "\n" + token.With("aud", "shop").Sign(), 1},
		"not enough": {token.Sign(), 3},
		"nothing":    {"the weather is fine", 3},
	} {
		t.Run(name, func(t *testing.T) {
			file := writeEvidence(t, c.text)
			code, out, _ := runCommand(t, "check", "--json", file)
			var document struct {
				Schema, Exit int
				Cause        *struct{ ID, Confidence string }
				Outcome      *string
				Next         *struct{ Question string }
			}
			if err := json.Unmarshal([]byte(out), &document); err != nil {
				t.Fatal(err)
			}
			if code != c.code || document.Exit != code || document.Schema != 1 {
				t.Errorf("exit status %d, want %d; the JSON has %+v", code, c.code, document)
			}
			if (document.Cause != nil) != (code == 1) || (document.Outcome != nil) != (code == 0) || (document.Next != nil) != (code == 3) {
				t.Errorf("the JSON of exit status %d is %s", code, out)
			}
			if text, _, _ := runCommand(t, "check", file); text != code {
				t.Errorf("as text it ends with %d, as JSON with %d", text, code)
			}
		})
	}
}

// TestUnreadableTellsItsStatus gives check something that cannot be read beside a folder and a file that can: the JSON has the exit
// status of the process, and everything that could be read.
func TestUnreadableTellsItsStatus(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"package.json": `{"name": "app", "dependencies": {"convex": "^1.0.0"}}`, "convex/messages.ts": "export {};\n"} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	file, missing := writeEvidence(t, tokentest.Of("clerk", noon).Sign()), filepath.Join(folder, "missing")
	for name, arguments := range map[string][]string{
		"a file":        {"--project", folder, file, missing},
		"the variables": {"--project", folder, "--env", missing, file},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, failed := runCommand(t, append([]string{"check", "--json"}, arguments...)...)
			var document struct {
				Exit     int
				Project  *struct{ Root string }
				Evidence []struct{ Kind string }
			}
			if err := json.Unmarshal([]byte(out), &document); err != nil {
				t.Fatal(err)
			}
			if code != 2 || document.Exit != code || !strings.Contains(failed, "there is no file") {
				t.Errorf("exit status %d, in the JSON %d: %s", code, document.Exit, failed)
			}
			if document.Project == nil || len(document.Evidence) == 0 {
				t.Errorf("what could be read is not used: %+v", document)
			}
		})
	}
}

// TestCheckNamesWhatItDoesNotKnow gives check texts that nobody recognises, alone and beside a token: it says where they stood
// and what they are nearest to, as text and as JSON.
func TestCheckNamesWhatItDoesNotKnow(t *testing.T) {
	const unknown = "Uncaught TypeError: Cannot read properties of undefined"
	for name, text := range map[string]string{"alone": unknown + "\n", "beside a token": tokentest.Of("clerk", noon).Sign() + "\n\n" + unknown + "\n"} {
		t.Run(name, func(t *testing.T) {
			file := writeEvidence(t, text)
			_, out, _ := runCommand(t, "check", file)
			if !strings.Contains(out, "“"+unknown) || !strings.Contains(strings.Join(strings.Fields(out), " "), "nearest: message · it looks like an error") {
				t.Errorf("the text says nothing of it: %s", out)
			}
			_, out, _ = runCommand(t, "check", "--json", file)
			var document struct {
				Unread []struct {
					Where, Text string
					Bytes       int
					Resembles   []struct{ Kind, Why string }
				}
			}
			if err := json.Unmarshal([]byte(out), &document); err != nil {
				t.Fatal(err)
			}
			if len(document.Unread) != 1 || document.Unread[0].Text != unknown || document.Unread[0].Bytes != len(unknown) || len(document.Unread[0].Resembles) == 0 || document.Unread[0].Resembles[0].Kind != "message" {
				t.Errorf("the JSON has %+v", document.Unread)
			}
		})
	}
}

// TestCheckCountsWhatItDoesNotKnowBesideACause pastes a text beside a cause, as whole issues hold many: their number is enough.
func TestCheckCountsWhatItDoesNotKnowBesideACause(t *testing.T) {
	const prose = "Uncaught TypeError: Cannot read properties of undefined"
	_, out, _ := runCommand(t, "check", writeEvidence(t, "Authorization: Bearer undefined\n\n"+prose+"\n"))
	if !strings.Contains(out, "1 part of the text; --json says which") || strings.Contains(out, prose) {
		t.Errorf("the text says %s", out)
	}
}

// FuzzCheck reads any bytes: check ends with one of its statuses, says something, and prints no control character.
func FuzzCheck(f *testing.F) {
	for _, text := range hostile() {
		f.Add([]byte(text))
	}
	f.Add([]byte(tokentest.Of("auth0", noon).Sign()))
	f.Add([]byte{0xff, 0xfe, 'e', 0, 'y', 0, 'J', 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "evidence")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, failed := runCommand(t, "check", file)
		if code != 0 && code != 1 && code != 3 {
			t.Fatalf("exit status %d: %s", code, failed)
		}
		if strings.TrimSpace(out) == "" {
			t.Fatal("it says nothing")
		}
		for _, r := range out {
			if r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 {
				t.Fatalf("it prints %U", r)
			}
		}
	})
}
