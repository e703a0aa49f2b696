package evidence

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// authorization finds authorization headers whose token is no JWT: opaque ones, "undefined", an empty one, another scheme.
// It takes them as they stand in cURL (bash, cmd, PowerShell), fetch(), raw headers and lists of headers.
func (part *part) authorization() {
	for _, word := range []string{"earer", "EARER"} {
		part.eachIndex(word, func(at int) int {
			if at == 0 || part.masked[at-1] != 'B' && part.masked[at-1] != 'b' || at > 1 && tokenByte(part.masked[at-2]) && part.masked[at-2] != '=' && !afterEscape(part.masked, at-1) {
				return 0
			}
			return part.scheme(at-1, at+len(word), "bearer")
		})
	}
	part.eachIndex("uthorization", func(at int) int {
		rest := part.masked[at+12 : min(len(part.masked), at+12+200)]
		groups := otherScheme.FindSubmatchIndex(rest)
		if groups == nil {
			return 0
		}
		name, value := strings.ToLower(string(rest[groups[2]:groups[3]])), string(rest[groups[4]:groups[5]])
		from, to := at+12+groups[4], at+12+groups[5]
		kind := secret.Value
		if name == "convex" {
			kind = secret.DeployKey
		}
		found := Token{Origin: OriginAuthorization, Name: "authorization", Text: part.registry.Take(kind, value)}
		found.Read = token.Token{Kind: token.Opaque, Shape: schemeNames[name], Size: len(value), Signature: token.Missing}
		part.keepToken(part.where(at-1, to), found)
		part.claim(at-1, to)
		part.mask(from, to, found.Text.String())
		return to
	})
}

var schemeNames = map[string]string{"basic": "Basic credentials", "convex": "Convex admin key", "digest": "Digest credentials", "apikey": "API key"}

// otherScheme matches what follows the word authorization where the scheme is not Bearer.
var otherScheme = regexp.MustCompile("(?i)^[\"'^\\\\]*\\s*[:=,]\\s*[\"'^\\\\]*(basic|convex|digest|apikey)[ \t]+([A-Za-z0-9+/=_:|.-]{4,})")

// scheme looks at what follows the word Bearer.
func (part *part) scheme(from, behind int, _ string) int {
	rest := part.masked[behind:min(len(part.masked), behind+4096)]
	line := rest
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	value := strings.TrimLeft(string(line), " \t:=\"'`^\\")
	start := behind + len(line) - len(value)
	if value != "" && (start == behind || value[0] == blot) {
		return behind // a longer word, or a token that was found before
	}
	header := headerBefore.Match(part.masked[max(0, from-60):from])
	if strings.HasPrefix(value, "[object ") || strings.HasPrefix(value, "Promise") || strings.HasPrefix(value, "<") {
		if end := strings.IndexAny(value, "]}>"); end >= 0 {
			value = value[:end+1]
		}
	} else {
		value = value[:len(value)-len(strings.TrimLeft(value, tokenCharacters+"|~$*%\\{}"))]
		value = strings.TrimRight(value, `\{}`)
	}
	if strings.HasPrefix(value, "${") && !strings.HasSuffix(value, "}") {
		value += "}"
	}
	read := token.Decode(value)
	switch {
	case read.Kind == token.Empty:
		if !header {
			return behind
		}
	case read.Kind == token.Literal:
		if !header && read.Literal == "placeholder" {
			return behind
		}
	case read.Kind == token.Opaque:
		// in a sentence "bearer token" and the like stand; a secret is long or stands in a header
		if !header && len(value) < 24 || len(value) < 8 {
			return behind
		}
	}
	if part.covered(start) {
		return behind
	}
	to := start + len(value)
	part.addToken(from, max(to, behind), value, read, OriginAuthorization, "authorization")
	if !part.maskedAt(start) && read.Kind != token.Literal && value != "" {
		part.mask(start, to, "")
	}
	return max(to, behind)
}

const tokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/"

// headerBefore matches the name of the header in front of its value.
var headerBefore = regexp.MustCompile("(?i)authorization[\"'^\\\\]*\\s*(?:[:=,]|=>|\t|\n)?\\s*[\"'`^\\\\$]*$")

func (part *part) maskedAt(at int) bool { return at < len(part.masked) && part.masked[at] == blot }

// covered reports whether the offset lies in something that was recognised.
func (part *part) covered(at int) bool {
	if _, ok := part.recordAt(at); ok || part.maskedAt(at) {
		return true
	}
	if part.sealed != nil {
		i := sort.Search(len(part.sealed), func(i int) bool { return part.sealed[i].to > at })
		return i < len(part.sealed) && part.sealed[i].from <= at
	}
	for i := len(part.known) - 1; i >= 0 && i >= len(part.known)-64; i-- {
		if part.known[i].from <= at && at < part.known[i].to {
			return true
		}
	}
	return false
}

// seal sorts and joins what was recognised so far, so that covered is quick and exact from now on.
func (part *part) seal() {
	sort.Slice(part.known, func(a, b int) bool { return part.known[a].from < part.known[b].from })
	part.sealed = make([]span, 0, len(part.known))
	for _, one := range part.known {
		if n := len(part.sealed); n > 0 && one.from <= part.sealed[n-1].to {
			part.sealed[n-1].to = max(part.sealed[n-1].to, one.to)
			continue
		}
		part.sealed = append(part.sealed, one)
	}
}

// cookies takes in the values of Cookie and Set-Cookie lines and of cURL's -b, and notes the names that tell a family.
func (part *part) cookies() {
	for _, start := range []string{"ookie: ", "ookie:", "-b '", `-b "`, "-b $'", `-b ^"`, "--cookie '", `--cookie "`} {
		part.eachIndex(start, func(at int) int {
			from := at + len(start)
			_, end := part.lineRange(from)
			list := part.masked[from:end]
			if quote := start[len(start)-1]; quote == '\'' || quote == '"' {
				if close := bytes.IndexByte(list, quote); close >= 0 {
					list = list[:close]
				}
			}
			part.cookieList(from, list)
			return from
		})
	}
}

// cookiePair matches one pair of a cookie list.
var cookiePair = regexp.MustCompile(`([A-Za-z0-9_.@:$-]+)=([^;\s"']*)`)

func (part *part) cookieList(at int, list []byte) {
	attributes := map[string]bool{"path": true, "domain": true, "expires": true, "max-age": true, "samesite": true}
	for _, groups := range cookiePair.FindAllSubmatchIndex(list, -1) {
		name, value := string(list[groups[2]:groups[3]]), string(list[groups[4]:groups[5]])
		if attributes[strings.ToLower(name)] {
			continue
		}
		from, to := at+groups[4], at+groups[5]
		item, known := storageItem(name)
		if known {
			item.Cookie = true
			part.keepItem(at+groups[2], to, item, value)
		} else if len(value) >= 16 && value[0] != blot {
			part.mask(from, to, part.registry.Take(secret.Cookie, value).String())
		}
	}
}
