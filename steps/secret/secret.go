// Package secret keeps tokens, keys, cookies and client secrets in memory and out of everything else. A secret prints as
// its label under every verb and in every encoding; the registry knows all that were taken in and scans what is about to
// leave the program for them.
package secret

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
)

// Kind is what a secret is; it begins its label.
type Kind string

// The kinds of secrets.
const (
	Token        Kind = "token"
	RefreshToken Kind = "refresh token"
	PrivateKey   Kind = "private key"
	ClientSecret Kind = "client secret"
	APIKey       Kind = "API key"
	DeployKey    Kind = "deploy key"
	Encryption   Kind = "encryption key"
	Cookie       Kind = "cookie"
	Code         Kind = "one-time code"
	Value        Kind = "value" // of a variable whose name says nothing
)

// Text is one secret. The zero Text is no secret at all and prints as "".
// It has no exported field: the only way to the characters is Reveal.
type Text struct{ entry *entry }

type entry struct {
	kind  Kind
	label string
	raw   string
}

// Reveal returns the characters of the secret. What calls it must not print, store or send them.
func (text Text) Reveal() string {
	if text.entry == nil {
		return ""
	}
	return text.entry.raw
}

// Len returns the length of the secret in bytes.
func (text Text) Len() int { return len(text.Reveal()) }

// IsZero reports whether text is no secret.
func (text Text) IsZero() bool { return text.entry == nil }

// Kind returns what the secret is.
func (text Text) Kind() Kind {
	if text.entry == nil {
		return ""
	}
	return text.entry.kind
}

// String returns the label, such as "token A". The same secret has the same label for as long as its registry lives.
func (text Text) String() string {
	if text.entry == nil {
		return ""
	}
	return text.entry.label
}

// Format prints the label whatever the verb, so that %#v, %x and %q tell nothing either.
func (text Text) Format(state fmt.State, _ rune) { io.WriteString(state, text.String()) }

// MarshalText writes the label; encoding/json uses it too.
func (text Text) MarshalText() ([]byte, error) { return []byte(text.String()), nil }

// LogValue gives log/slog the label.
func (text Text) LogValue() slog.Value { return slog.StringValue(text.String()) }

// Registry knows every secret that was taken in. Its zero value is ready; it may be used from several goroutines.
type Registry struct {
	mutex   sync.Mutex
	byRaw   map[string]*entry
	count   map[Kind]int
	needles *needles
}

// Take registers raw and returns it as a secret. The same characters give the same secret again, under the kind and
// label of the first time. An empty raw gives the zero Text.
func (registry *Registry) Take(kind Kind, raw string) Text {
	if raw == "" {
		return Text{}
	}
	registry.mutex.Lock()
	defer registry.mutex.Unlock()
	if known := registry.byRaw[raw]; known != nil {
		return Text{known}
	}
	if registry.byRaw == nil {
		registry.byRaw = map[string]*entry{}
		registry.count = map[Kind]int{}
	}
	taken := &entry{kind: kind, label: string(kind) + " " + letters(registry.count[kind]), raw: raw}
	registry.byRaw[raw] = taken
	registry.count[kind]++
	registry.needles = nil
	return Text{taken}
}

// Count returns how many secrets are known.
func (registry *Registry) Count() int {
	registry.mutex.Lock()
	defer registry.mutex.Unlock()
	return len(registry.byRaw)
}

// Format writes how many secrets are known, whatever the verb: the registry itself must not print them either.
func (registry *Registry) Format(state fmt.State, _ rune) {
	fmt.Fprintf(state, "%d secrets", registry.Count())
}

// letters numbers secrets as A … Z, AA, AB …
func letters(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
