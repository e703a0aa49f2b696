package evidence

import (
	"bytes"
	"sort"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// authorization finds authorization headers whose token is no JWT: opaque ones, "undefined", an empty one, another scheme.
// It takes them as they stand in cURL (bash, cmd, PowerShell), fetch(), raw headers and lists of headers.
func (part *part) authorization() {
	part.eachKey(anchorsOf(anchorBearer), func(from, to int) {
		if from == 0 || !tokenByte(part.masked[from-1]) || part.masked[from-1] == '=' || afterEscape(part.masked, from) {
			part.scheme(from, to)
		}
	})
	part.eachKey(anchorsOf(anchorAuthorization), func(_, end int) {
		at := end - 12
		rest := part.masked[at+12 : min(len(part.masked), at+12+200)]
		groups := otherScheme().FindSubmatchIndex(rest)
		if groups == nil {
			return
		}
		name, value := strings.ToLower(string(rest[groups[2]:groups[3]])), string(rest[groups[4]:groups[5]])
		from, to := at+12+groups[4], at+12+groups[5]
		kind := secret.Value
		if name == "convex" {
			kind = secret.DeployKey
		}
		found := Token{Origin: OriginAuthorization, Name: "authorization", Text: part.take(kind, value)}
		found.Read = token.Token{Kind: token.Opaque, Shape: schemeNames[name], Size: len(value), Signature: token.Missing}
		part.keepToken(part.where(at-1, to), found)
		part.claim(at-1, to)
		part.mask(from, to, found.Text.String())
	})
}

var schemeNames = map[string]string{"basic": "Basic credentials", "convex": "Convex admin key", "digest": "Digest credentials", "apikey": "API key"}

// otherScheme matches what follows the word authorization where the scheme is not Bearer.
var otherScheme = lazy.Regexp("(?i)^[\"'^\\\\]*\\s*[:=,]\\s*[\"'^\\\\]*(basic|convex|digest|apikey)[ \t]+([A-Za-z0-9+/=_:|.-]{4,})")

// scheme looks at what follows the word Bearer.
func (part *part) scheme(from, behind int) {
	rest := part.masked[behind:min(len(part.masked), behind+4096)]
	line := rest
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	value := strings.TrimLeft(string(line), " \t:=\"'`^\\")
	start := behind + len(line) - len(value)
	if value != "" && (start == behind || value[0] == blot) {
		return // a longer word, or a token that was found before
	}
	before := part.masked[max(0, from-60):from]
	header := (bytes.Contains(before, []byte("uthorization")) || bytes.Contains(before, []byte("UTHORIZATION"))) && headerBefore().Match(before)
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
			return
		}
	case read.Kind == token.Literal:
		if !header && read.Literal == "placeholder" {
			return
		}
	case read.Kind == token.Opaque:
		// in a sentence "bearer token" and the like stand; a secret is long or stands in a header
		if !header && len(value) < 24 || len(value) < 8 {
			return
		}
	}
	if part.covered(start) {
		return
	}
	to := start + len(value)
	part.addToken(from, max(to, behind), value, read, OriginAuthorization, "authorization")
	if !part.maskedAt(start) && read.Kind != token.Literal && value != "" {
		part.mask(start, to, "")
	}
}

const tokenCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/"

// headerBefore matches the name of the header in front of its value.
var headerBefore = lazy.Regexp("(?i)authorization[\"'^\\\\]*\\s*(?:[:=,]|=>|\t|\n)?\\s*[\"'`^\\\\$]*$")

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
	part.eachKey(anchorsOf(anchorCookie), func(_, to int) {
		if colon := bytes.IndexByte(part.masked[to:min(len(part.masked), to+3)], ':'); colon >= 0 {
			part.cookieLine(to+colon+1, 0)
		}
	})
	if !part.curl {
		return
	}
	for _, start := range []string{"-b '", `-b "`, "-b $'", `-b ^"`, "--cookie '", `--cookie "`} {
		part.eachIndex(start, func(at int) int {
			part.cookieLine(at+len(start), start[len(start)-1])
			return at + len(start)
		})
	}
}

// cookieLine reads a list of cookies up to the quote that ends it, or to the end of its line.
func (part *part) cookieLine(from int, quote byte) {
	_, end := part.lineRange(from)
	list := part.masked[from:end]
	if quote != 0 {
		if closing := bytes.IndexByte(list, quote); closing >= 0 {
			list = list[:closing]
		}
	}
	part.cookieList(from, list)
}

// cookiePair matches one pair of a cookie list.
var cookiePair = lazy.Regexp(`([A-Za-z0-9_.@:$-]+)=([^;\s"']*)`)

func (part *part) cookieList(at int, list []byte) {
	attributes := map[string]bool{"path": true, "domain": true, "expires": true, "max-age": true, "samesite": true}
	for _, groups := range cookiePair().FindAllSubmatchIndex(list, -1) {
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
			part.mask(from, to, part.take(secret.Cookie, value).String())
		}
	}
}
