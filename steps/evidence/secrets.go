package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/secret"
)

// secrets finds everything in the text that must not be shown, takes it into the registry, makes pieces of it and blots
// it out, so that no later recogniser sees it.
func (part *part) secrets() {
	part.deployKeys()
	part.bareTokens()
	if len(part.marks.Keys) == 0 {
		return
	}
	part.privateKeys()
	part.providerSecrets()
	part.authorization()
	part.cookies()
	part.storage()
	if part.registry.Count() > 0 {
		part.longRuns()
	}
}

// longest is how many characters of base64 in a row still can be something else than a piece of a secret.
const longest = 47

// longRuns blots out what is left of tokens and keys that were broken in a way that nothing puts together again: long
// runs of base64 characters of every kind. Hashes and ids, which are lower-case, stay.
func (part *part) longRuns() {
	text := part.masked
	for probe := longest; probe < len(text); probe += longest + 1 { // a run that is too long covers a probe
		if base64Kind[text[probe]] == 0 {
			continue
		}
		start, end, kinds := probe, probe, byte(0)
		for start > 0 && base64Kind[text[start-1]] != 0 {
			start--
		}
		for end < len(text) && base64Kind[text[end]] != 0 {
			end++
		}
		for _, c := range text[start:end] {
			kinds |= base64Kind[c]
		}
		if end-start > longest && kinds&7 == 7 && !bytes.HasPrefix(text[start:], []byte("pk_")) {
			part.mask(start, end, "…")
			text = part.masked
		}
		for probe < end {
			probe += longest + 1
		}
		probe -= longest + 1
	}
}

// base64Kind tells lower-case letters (1), capitals (2), digits (4) and the other characters of base64url (8) apart.
var base64Kind = func() (table [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-32] = 1, 2
	}
	for c := byte('0'); c <= '9'; c++ {
		table[c] = 4
	}
	table['-'], table['_'] = 8, 8
	return table
}()

// eachIndex calls visit for each place of needle in the masked text; visit returns where to go on.
func (part *part) eachIndex(needle string, visit func(at int) int) {
	for from := 0; from < len(part.masked); {
		at := bytes.Index(part.masked[from:], []byte(needle))
		if at < 0 {
			return
		}
		from = max(from+at+1, visit(from+at))
	}
}

// eachTokenStart is eachIndex for "eyJ". It is looked for by its last letter: "e" stands in every other word.
func (part *part) eachTokenStart(visit func(at int) int) {
	for from := 0; from+2 < len(part.masked); {
		at := bytes.IndexByte(part.masked[from+2:], 'J')
		if at < 0 {
			return
		}
		at += from
		if part.masked[at] != 'e' || part.masked[at+1] != 'y' {
			from = at + 1
			continue
		}
		from = max(at+1, visit(at))
	}
}

// keyEnd matches the last line of a PEM private key of any kind.
var keyEnd = lazy.Regexp(`-----END [A-Z ]*PRIVATE KEY-----`)

// nextVariable matches the line of the next variable behind a key of which the end is missing. A last line of base64 ends
// with its "=".
var nextVariable = lazy.Regexp(`\n(?:export )?[A-Za-z_][A-Za-z0-9_]*=[^=\r\n]`)

// privateKeys takes in PEM private keys. One that was cut off ends with the paragraph, or before the next variable.
func (part *part) privateKeys() {
	part.eachKey(anchorsOf(anchorPrivateKey), func(from, _ int) {
		at := bytes.LastIndex(part.masked[max(0, from-40):from], []byte("-----BEGIN "))
		if at < 0 {
			return
		}
		at += max(0, from-40)
		rest := part.masked[at:min(len(part.masked), at+64<<10)]
		head, _, ok := bytes.Cut(rest[11:], []byte("-----"))
		if !ok || !bytes.HasSuffix(head, []byte("PRIVATE KEY")) || len(head) > 40 {
			return
		}
		end := len(rest)
		if found := keyEnd().FindIndex(rest); found != nil {
			end = found[1]
		} else if blank := bytes.Index(rest, []byte("\n\n")); blank >= 0 {
			end = blank
		}
		if next := nextVariable().FindIndex(rest[:end]); next != nil {
			end = next[0]
		}
		text := part.take(secret.PrivateKey, string(rest[:end]))
		part.addKey(at, at+end, Key{Kind: PrivateKey, Text: text, Name: part.nameBefore(at)})
	})
}

// deployKey matches a deploy key (B 7.8): type, deployment or team and project, a bar, the secret.
var deployKey = lazy.Regexp(`^(?:|[^A-Za-z0-9_.-])((?:prod|dev|preview|project|custom|local|anonymous)):([A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)?)\|([A-Za-z0-9+/=_.-]{8,})`)

func (part *part) deployKeys() {
	part.eachIndex("|", func(bar int) int {
		before := part.masked[max(0, bar-160):bar]
		if len(before) == 0 || !tokenByte(before[len(before)-1]) || bar+8 >= len(part.masked) || !tokenByte(part.masked[bar+1]) {
			return 0
		}
		from := -1
		for _, kind := range deployKinds {
			if at := bytes.LastIndex(before, kind); at >= 0 {
				from = max(from, bar-len(before)+max(0, at-1))
			}
		}
		if from < 0 {
			return 0
		}
		groups := deployKey().FindSubmatchIndex(part.masked[from:min(len(part.masked), bar+1024)])
		if groups == nil || from+groups[5] != bar {
			return 0
		}
		rest := part.masked[from:]
		text := part.take(secret.DeployKey, string(rest[groups[2]:groups[1]]))
		part.take(secret.DeployKey, string(rest[groups[6]:groups[7]]))
		part.addKey(from+groups[2], from+groups[1], Key{Kind: DeployKey, Text: text, Type: string(rest[groups[2]:groups[3]]), Name: string(rest[groups[4]:groups[5]])})
		return from + groups[1]
	})
}

var deployKinds = [][]byte{[]byte("prod:"), []byte("dev:"), []byte("preview:"), []byte("project:"), []byte("custom:"), []byte("local:"), []byte("anonymous:")}

var providerSecret = lazy.Regexp(`^sk_(test|live)_[A-Za-z0-9_+/=-]{8,}`)

func (part *part) providerSecrets() {
	part.eachKey(anchorsOf(anchorTestSecret, anchorLiveSecret), func(at, _ int) {
		if at > 0 && tokenByte(part.masked[at-1]) && part.masked[at-1] != '=' {
			return
		}
		found := providerSecret().Find(part.masked[at:min(len(part.masked), at+512)])
		if found == nil {
			return
		}
		key := Key{Kind: ProviderSecret, Text: part.take(secret.APIKey, string(found)), Stage: "production", Name: part.nameBefore(at)}
		if strings.HasPrefix(string(found), "sk_test_") {
			key.Stage = "development"
		}
		part.addKey(at, at+len(found), key)
	})
}

// addKey keeps a key and blots it out.
func (part *part) addKey(from, to int, key Key) {
	label := key.Text.String()
	summary := string(key.Kind)
	switch key.Kind {
	case DeployKey:
		summary += " · of a " + key.Type + " deployment · " + key.Name
		label = key.Type + ":" + key.Name + "|" + label
	case ProviderSecret:
		summary += " · " + string(key.Stage)
	}
	if key.Kind != DeployKey && key.Name != "" {
		summary += " · " + key.Name
	}
	part.add(KindKey, part.where(from, to), summary, key.Text.String(), key)
	part.claim(from, to)
	part.mask(from, to, label)
}

// nameEnd matches the name of a variable, cookie, header or member in front of a value.
var nameEnd = lazy.Regexp("([A-Za-z_@][A-Za-z0-9_.@:$-]*)[\"'`]?\\s*(?:[=:,]|=>|\\t| is )\\s*(?:\\\\?[\"'`^]|\\$')?$")

// nameBefore returns the name that stands before a value on its line, or on the line before it, or "".
func (part *part) nameBefore(at int) string {
	before := part.masked[max(0, at-120):at]
	if line := bytes.LastIndexByte(before, '\n'); line >= 0 && len(bytes.TrimSpace(before[line:])) > 0 {
		before = before[line+1:]
	}
	if groups := nameEnd().FindSubmatch(before); groups != nil {
		return string(groups[1])
	}
	return ""
}

// tokenByte reports whether c can stand in a token.
func tokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '=' || c == '+' || c == '/'
}

// hiding matches secrets that are known by their form alone.
var hiding = lazy.Regexp(`eyJ[A-Za-z0-9_-]{12,}(?:\.[A-Za-z0-9_.=-]*)?|sk_(?:test|live)_[A-Za-z0-9_+/=-]{8,}|(?:prod|dev|preview|project|custom):[A-Za-z0-9_.:-]+\|[A-Za-z0-9+/=_.-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*|\b[a-z0-9]{28,36}\|[a-z0-9]{28,36}\b|(?i:bearer\s+)[A-Za-z0-9_.~+/=-]{16,}`)

// hide replaces secrets in a short text by their labels.
func (run *run) hide(text string) string {
	if len(text) < 20 || !maySecret(text) || !hiding().MatchString(text) {
		return text
	}
	return hiding().ReplaceAllStringFunc(text, func(found string) string {
		kind := secret.Token
		switch {
		case strings.HasPrefix(found, "sk_"):
			kind = secret.APIKey
		case strings.HasPrefix(found, "-----"):
			kind = secret.PrivateKey
		case strings.Contains(found, ":") && strings.Contains(found, "|"):
			kind = secret.DeployKey
		case strings.Contains(found, "|"):
			kind = secret.RefreshToken
		case len(found) > 7 && strings.EqualFold(found[:7], "bearer "):
			return found[:7] + run.label(secret.Token, strings.TrimSpace(found[7:]))
		}
		return run.label(kind, found)
	})
}

// maySecret is a quick look for what every form that hiding knows has.
func maySecret(text string) bool {
	for _, mark := range []string{"eyJ", "sk_", "|", "-----BEGIN", "earer", "EARER"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// label takes a secret and returns what stands in its place.
func (run *run) label(kind secret.Kind, raw string) string {
	if text := run.take(kind, raw); !text.IsZero() {
		return text.String()
	}
	return string(kind)
}
