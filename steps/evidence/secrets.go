package evidence

import (
	"bytes"
	"regexp"
	"strings"

	"convex-auth-doctor/steps/secret"
)

// secrets finds everything in the text that must not be shown, takes it into the registry, makes pieces of it and blots
// it out, so that no later recogniser sees it.
func (part *part) secrets() {
	for _, look := range []func(){part.privateKeys, part.deployKeys, part.providerSecrets, part.bareTokens, part.authorization, part.cookies, part.storage} {
		look()
	}
}

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

// keyMarker matches the lines around a PEM block, whatever stands between their dashes and blanks.
var keyEnd = regexp.MustCompile(`-----END [A-Z ]*PRIVATE KEY-----`)

// privateKeys takes in PEM private keys. One that was cut off ends with the paragraph.
func (part *part) privateKeys() {
	part.eachIndex("-----BEGIN ", func(at int) int {
		rest := part.masked[at:min(len(part.masked), at+64<<10)]
		head, _, ok := bytes.Cut(rest[11:], []byte("-----"))
		if !ok || !bytes.HasSuffix(head, []byte("PRIVATE KEY")) || len(head) > 40 {
			return at + 11
		}
		end := len(rest)
		if found := keyEnd.FindIndex(rest); found != nil {
			end = found[1]
		} else if blank := bytes.Index(rest, []byte("\n\n")); blank >= 0 {
			end = blank
		}
		text := part.registry.Take(secret.PrivateKey, string(rest[:end]))
		part.addKey(at, at+end, Key{Kind: PrivateKey, Text: text, Name: part.nameBefore(at)})
		return at + end
	})
}

// deployKey matches a deploy key (B 7.8): type, deployment or team and project, a bar, the secret.
var deployKey = regexp.MustCompile(`^(prod|dev|preview|project|custom|local|anonymous):([A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)?)\|([A-Za-z0-9+/=_.-]{8,})`)

func (part *part) deployKeys() {
	if bytes.IndexByte(part.masked, '|') < 0 {
		return
	}
	for _, kind := range []string{"prod:", "dev:", "preview:", "project:", "custom:"} {
		part.eachIndex(kind, func(at int) int {
			if at > 0 && tokenByte(part.masked[at-1]) {
				return 0
			}
			groups := deployKey.FindSubmatchIndex(part.masked[at:min(len(part.masked), at+1024)])
			if groups == nil {
				return 0
			}
			rest := part.masked[at:]
			text := part.registry.Take(secret.DeployKey, string(rest[:groups[1]]))
			part.registry.Take(secret.DeployKey, string(rest[groups[6]:groups[7]]))
			part.addKey(at, at+groups[1], Key{Kind: DeployKey, Text: text, Type: string(rest[groups[2]:groups[3]]), Name: string(rest[groups[4]:groups[5]])})
			return at + groups[1]
		})
	}
}

var providerSecret = regexp.MustCompile(`^sk_(test|live)_[A-Za-z0-9_+/=-]{8,}`)

func (part *part) providerSecrets() {
	part.eachIndex("sk_", func(at int) int {
		if at > 0 && tokenByte(part.masked[at-1]) {
			return 0
		}
		found := providerSecret.Find(part.masked[at:min(len(part.masked), at+512)])
		if found == nil {
			return 0
		}
		key := Key{Kind: ProviderSecret, Text: part.registry.Take(secret.APIKey, string(found)), Stage: "production", Name: part.nameBefore(at)}
		if strings.HasPrefix(string(found), "sk_test_") {
			key.Stage = "development"
		}
		part.addKey(at, at+len(found), key)
		return at + len(found)
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

// name matches the name of a variable, cookie, header or member in front of a value.
var nameEnd = regexp.MustCompile("([A-Za-z_@][A-Za-z0-9_.@:$-]*)[\"'`]?\\s*(?:[=:,]|=>|\\t| is )\\s*(?:\\\\?[\"'`^]|\\$')?$")

// nameBefore returns the name that stands before a value on its line, or on the line before it, or "".
func (part *part) nameBefore(at int) string {
	before := part.masked[max(0, at-120):at]
	if line := bytes.LastIndexByte(before, '\n'); line >= 0 && len(bytes.TrimSpace(before[line:])) > 0 {
		before = before[line+1:]
	}
	if groups := nameEnd.FindSubmatch(before); groups != nil {
		return string(groups[1])
	}
	return ""
}

// tokenByte reports whether c can stand in a token.
func tokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '=' || c == '+' || c == '/'
}

// hiding matches secrets that are known by their form alone.
var hiding = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{12,}(?:\.[A-Za-z0-9_.=-]*)?|sk_(?:test|live)_[A-Za-z0-9_+/=-]{8,}|(?:prod|dev|preview|project|custom):[A-Za-z0-9_.:-]+\|[A-Za-z0-9+/=_.-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*|\b[a-z0-9]{28,36}\|[a-z0-9]{28,36}\b|(?i:bearer\s+)[A-Za-z0-9_.~+/=-]{16,}`)

// hide replaces secrets in a short text by their labels.
func (run *run) hide(text string) string {
	if len(text) < 20 || !hiding.MatchString(text) {
		return text
	}
	return hiding.ReplaceAllStringFunc(text, func(found string) string {
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
			return found[:7] + run.registry.Take(secret.Token, strings.TrimSpace(found[7:])).String()
		}
		return run.registry.Take(kind, found).String()
	})
}
