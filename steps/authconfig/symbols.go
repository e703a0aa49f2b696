package authconfig

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// A variable whose value is not known is read as a placeholder, which is found again in the exported value: so an entry can
// be shown as "$CLERK_JWT_ISSUER_DOMAIN". A config may compute with the value, so the placeholder has one of these forms.
type form int

const (
	asWord form = iota // one word of letters and digits
	asURL              // https://word.example
	asJWKS             // the JSON that a static JWKS variable holds
)

// placeholder is the word that stands for variable number n.
func placeholder(n int) string { return "cvxdoctorenv" + strconv.Itoa(n) + "x" }

// placeholderText finds placeholders, as a host of a URL or alone.
var placeholderText = lazy.Regexp(`(?i)(https://)?cvxdoctorenv([0-9]+)x(\.example)?`)

// symbols are the placeholders of one run.
type symbols struct {
	known  map[string]string
	hidden []string // these are set to a value that is not known
	all    bool     // every name that is not known has a placeholder; otherwise only the addresses that each deployment has
	unset  string   // this name has none although it is not known
	force  *form    // the form of all, instead of one by name
	names  []string // the names that were read as placeholders, in order
}

// value answers a read.
func (symbols *symbols) value(name string) (string, bool) {
	if value, ok := symbols.known[name]; ok {
		return value, true
	}
	if name == symbols.unset || !symbols.all && !isAddress(name) && !slices.Contains(symbols.hidden, name) {
		return "", false
	}
	n := slices.Index(symbols.names, name)
	if n < 0 {
		n = len(symbols.names)
		symbols.names = append(symbols.names, name)
	}
	form := formFor(name)
	if symbols.force != nil {
		form = *symbols.force
	}
	switch form {
	case asURL:
		return "https://" + placeholder(n) + ".example", true
	case asJWKS:
		return `[{"id":"` + placeholder(n) + `","publicKey":"{}"}]`, true
	}
	return placeholder(n), true
}

// formFor guesses from the name of a variable what its value looks like.
func formFor(name string) form {
	upper := strings.ToUpper(name)
	switch {
	case strings.HasSuffix(upper, "JWKS"):
		return asJWKS
	case strings.HasSuffix(upper, "_ID") || strings.Contains(upper, "CLIENT"):
		return asWord
	}
	for _, word := range []string{"URL", "DOMAIN", "ISSUER", "HOST", "ORIGIN", "SITE", "ENDPOINT", "SERVER"} {
		if strings.Contains(upper, word) {
			return asURL
		}
	}
	return asWord
}

// readable puts $NAME in place of every placeholder and returns the names.
func (symbols *symbols) readable(text string) (string, []string) {
	var names []string
	text = placeholderText().ReplaceAllStringFunc(text, func(found string) string {
		parts := placeholderText().FindStringSubmatch(found)
		n, err := strconv.Atoi(parts[2])
		if err != nil || n >= len(symbols.names) {
			return found
		}
		name := symbols.names[n]
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		switch {
		case parts[1] != "" && parts[3] != "", parts[1] == "" && parts[3] == "":
			return "$" + name
		case parts[1] != "":
			return "https://$" + name
		}
		return "<host of $" + name + ">"
	})
	if rest, ok := strings.CutPrefix(text, "data:"); ok && len(names) == 0 {
		if _, encoded, ok := strings.Cut(rest, ";base64,"); ok {
			if data, err := base64.StdEncoding.DecodeString(encoded); err == nil {
				if _, inside := symbols.readable(string(data)); len(inside) > 0 {
					return "data: URL made from $" + strings.Join(inside, ", $"), inside
				}
			}
		}
	}
	return text, names
}

// entries reads the members of `providers` in the JSON of a default export. Anything that is no entry has an empty one.
func (symbols *symbols) entries(text string) []Entry {
	var config struct {
		Providers []json.RawMessage `json:"providers"`
	}
	if json.Unmarshal([]byte(text), &config) != nil {
		return nil
	}
	var entries []Entry
	for i, raw := range config.Providers {
		entry := Entry{Index: i}
		members, _ := ordered(raw)
		for _, member := range members {
			value := symbols.member(member.value)
			switch member.name {
			case "type":
				entry.Type = value.Text
			case "domain":
				entry.Domain = value
			case "issuer":
				entry.Issuer = value
			case "applicationID":
				entry.ApplicationID = value
			case "jwks":
				entry.JWKS = value
			case "algorithm":
				entry.Algorithm = value
			}
		}
		entries = append(entries, entry)
	}
	return entries
}

// member reads one value; what is no text is shown as its JSON.
func (symbols *symbols) member(raw json.RawMessage) *Value {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		shown, names := symbols.readable(string(raw))
		return &Value{Text: shown, Env: names, NotText: true}
	}
	if text == nil {
		return &Value{Null: true}
	}
	shown, names := symbols.readable(*text)
	return &Value{Text: shown, Env: names}
}

// String is for failure texts of tests.
func (value *Value) String() string {
	if value == nil {
		return "absent"
	}
	if value.Null {
		return "null"
	}
	return fmt.Sprintf("%q", value.Text)
}
