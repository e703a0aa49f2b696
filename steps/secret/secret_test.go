package secret

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

const sample = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEifQ.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZy1lbm91Z2gtdG8tY291bnQ"

func TestTextPrintsItsLabelOnly(t *testing.T) {
	var registry Registry
	text := registry.Take(Token, sample)
	holder := struct {
		Secret Text
		Again  *Text
	}{text, &text}
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("taken", "secret", text)
	for _, out := range []string{
		fmt.Sprint(text), fmt.Sprintf("%v %+v %#v %s %q %x %d", text, text, text, text, text, text, text),
		fmt.Sprintf("%v %+v %#v", holder, holder, holder), string(encoded), logged.String(),
	} {
		if strings.Contains(out, "eyJ") || strings.Contains(out, "65794a") {
			t.Errorf("the secret shows in %q", strings.ReplaceAll(out, sample, "<the secret>"))
		}
		if !strings.Contains(out, "token A") {
			t.Errorf("no label in %q", out)
		}
	}
	if text.Reveal() != sample || text.Len() != len(sample) || text.Kind() != Token {
		t.Error("Reveal, Len or Kind do not give the secret back")
	}
}

func TestTakeGivesTheSameLabelAgain(t *testing.T) {
	var registry Registry
	first, second, again := registry.Take(Token, "one-secret"), registry.Take(Token, "two-secrets"), registry.Take(Cookie, "one-secret")
	if first.String() != "token A" || second.String() != "token B" || again != first {
		t.Errorf("labels %v %v %v", first, second, again)
	}
	if !registry.Take(Token, "").IsZero() {
		t.Error("an empty secret is no secret")
	}
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 27: "AB", 701: "ZZ", 702: "AAA"} {
		if got := letters(n); got != want {
			t.Errorf("letters(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestRegistryPrintsNoSecret(t *testing.T) {
	var registry Registry
	registry.Take(Token, sample)
	holder := struct{ Secrets *Registry }{&registry}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if out := fmt.Sprintf(verb+verb, &registry, holder); strings.Contains(out, "eyJ") || strings.Contains(out, "65794a") {
			t.Errorf("%s tells the secret", verb)
		}
	}
}

func TestCheckFindsEveryForm(t *testing.T) {
	pem := "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPGqH1nTb7rJYq3Zz5wZcO4p0o0y7a6m\nqXyZ0123456789abcdefghij=\n-----END PRIVATE KEY-----\n"
	for _, raw := range []string{sample, pem, "short-secret", "v2.local.opaque-token", "with spaces & signs=?/+ in it, and rather long"} {
		var registry Registry
		registry.Take(Token, raw)
		half := len(raw) / 2
		lines := strings.Split(raw, "\n")
		for name, out := range map[string]string{
			"raw":             "before " + raw + " after",
			"base64":          "x" + base64.StdEncoding.EncodeToString([]byte(raw)),
			"base64url":       base64.RawURLEncoding.EncodeToString([]byte("??" + raw + "!")),
			"base64 shifted":  base64.StdEncoding.EncodeToString([]byte("{" + raw + "}")),
			"query":           "a=" + url.QueryEscape(raw) + "&b=1",
			"path":            "/x/" + url.PathEscape(raw),
			"split":           raw[:half] + "\n" + raw[half:],
			"framed":          "│ " + raw[:half] + " │\n│ " + raw[half:] + " │",
			"quoted":          "> " + raw[:half] + "\n> " + raw[half:],
			"reversed lines":  raw[half:] + "\n" + raw[:half],
			"on one line":     strings.Join(lines, " "),
			"escaped newline": strings.Join(lines, `\n`),
		} {
			if err := registry.Check([]byte(out)); err == nil {
				t.Errorf("%s of a secret of %d characters was not found", name, len(raw))
			} else if strings.Contains(err.Error(), raw[:6]) {
				t.Errorf("%s: the error itself holds the secret", name)
			}
		}
	}
}

func TestGuardPutsTheLabelInItsPlace(t *testing.T) {
	pem := "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPGqH1nTb7rJYq3Zz5wZcO4p0o0y7a6m\nqXyZ0123456789abcdefghij=\n-----END PRIVATE KEY-----\n"
	for _, raw := range []string{sample, pem, "short-secret", "with spaces & signs=?/+ in it, and rather long"} {
		var registry Registry
		registry.Take(ClientSecret, raw)
		for name, out := range map[string]string{
			"raw":     "before " + raw + " after",
			"base64":  "before " + base64.StdEncoding.EncodeToString([]byte(raw)) + " after",
			"query":   "before " + url.QueryEscape(raw) + " after",
			"escaped": "before " + strings.ReplaceAll(raw, "\n", `\n`) + " after",
		} {
			guarded, err := registry.Guard([]byte(out))
			if err != nil {
				t.Errorf("%s of a secret of %d characters: %v", name, len(raw), err)
			} else if text := string(guarded); !strings.Contains(text, "client secret A") || !strings.HasPrefix(text, "before ") || !strings.HasSuffix(text, " after") {
				t.Errorf("%s of a secret of %d characters: the label does not stand between the words around it", name, len(raw))
			}
		}
		if _, err := registry.Guard([]byte(raw[:len(raw)/2] + "\n" + raw[len(raw)/2:])); err == nil {
			t.Errorf("a secret of %d characters that is broken over lines was let through", len(raw))
		}
	}
}

func TestGuardLetsWordsPass(t *testing.T) {
	var registry Registry
	registry.Take(PrivateKey, "Convex deployment")
	text := "set it on the Convex deployment"
	if guarded, err := registry.Guard([]byte(text)); err != nil || string(guarded) != text {
		t.Errorf("Guard = %q, %v", guarded, err)
	}
}

func TestCheckFindsAPartOfALongSecret(t *testing.T) {
	var registry Registry
	registry.Take(Token, sample)
	for from := strings.Index(sample, ".") + 1; from+39 <= len(sample); from++ {
		if registry.Check([]byte("…"+sample[from:from+39]+"…")) == nil {
			t.Fatalf("39 characters from %d on were not found", from)
		}
	}
}

func TestCheckPassesOtherText(t *testing.T) {
	var registry Registry
	registry.Take(Token, sample)
	registry.Take(Value, "true")
	registry.Take(Value, "convex")
	for _, out := range []string{"", "true convex token A", "header eyJhbGciOiJSUzI1NiJ9 only", strings.Repeat("long harmless text ", 100)} {
		if err := registry.Check([]byte(out)); err != nil {
			t.Errorf("Check(%q) = %v", out, err)
		}
	}
}

// TestCheckPassesNames takes two lines of a list that were pasted as one: the name in it is none of the secret.
func TestCheckPassesNames(t *testing.T) {
	registry := &Registry{}
	registry.Take(Value, "Ov23liAbCdEfGhIjKl@AUTH_SECRET_ENCRYPTION_KEY=V1n3Xo0pQm8aZ6uYtR5sK2jH7gF4dC9bL0eW1qI8oPA")
	registry.Take(Value, "Ov23liAbCdEfGhIjKl@UTH_SECRET_ENCRYPTION_KEY=V1n3Xo0pQm8aZ6uYtR5sK2jH7gF4dC9bL0eW1qI8oPA")
	if err := registry.Check([]byte("AUTH_SECRET_ENCRYPTION_KEY is not set")); err != nil {
		t.Error(err)
	}
	if registry.Check([]byte("= V1n3Xo0pQm8aZ6uYtR5sK2jH7gF4dC9bL0eW1qI8o")) == nil {
		t.Error("the secret behind the name leaves the program")
	}
}

func TestCheckPassesWhatAllKeysShare(t *testing.T) {
	var registry Registry
	registry.Take(PrivateKey, "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPGqH1nTb7rJYq3Zz5wZcO4p0o0y7a6m\nqXyZ0123456789abcdefghij=\n-----END PRIVATE KEY-----\n")
	registry.Take(PrivateKey, "-----BEGIN PRIVATE KEY-----") // only the first line was kept
	page := "The value begins with -----BEGIN PRIVATE KEY----- and MC4CAQAwBQYDK2VwBCIEI, and ends with -----END PRIVATE KEY-----."
	if err := registry.Check([]byte(page)); err != nil {
		t.Error(err)
	}
}

func BenchmarkCheck(b *testing.B) {
	var registry Registry
	registry.Take(Token, sample)
	out := []byte(strings.Repeat("a line of a page that is about to be shown\n", 100))
	b.SetBytes(int64(len(out)))
	for b.Loop() {
		if registry.Check(out) != nil {
			b.Fatal("found")
		}
	}
}

// TestGuardReplacesTheLongestFirst holds that a secret which stands in another one does not leave the rest of that one.
func TestGuardReplacesTheLongestFirst(t *testing.T) {
	for range 20 { // the order of a map is another one each time
		var registry Registry
		registry.Take(RefreshToken, "refresh-0123456789")
		registry.Take(Value, "refresh-0123456789|session-abcdefgh")
		shown, err := registry.Guard([]byte("see refresh-0123456789|session-abcdefgh"))
		if err != nil || string(shown) != "see value A" {
			t.Fatalf("%q, %v", shown, err)
		}
	}
}
