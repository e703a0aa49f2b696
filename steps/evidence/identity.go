package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
)

// nullIdentity matches a log of an identity that is null: the label of the documentation, or another that names it
// (B 5.11; the dashboard shows no quotes, B 5.15).
var nullIdentity = lazy.Regexp(`(?i)(?:^|[\s'"\x60\]|>(,])((?:server[ _-]?identity|user[ _-]?identity|identity|getUserIdentity(?:\(\))?|ctx\.auth\.getUserIdentity\(\)))['"\x60]?\s*[:=,]?\s*(?:is\s+|returns\s+|returned\s+|->\s*|=>\s*)?['"\x60]?(null)\b`)

// identityOf reads the text of one console line: a label and then null or an object.
func identityOf(text string) (Identity, bool) {
	if groups := nullIdentity().FindStringSubmatchIndex(text); groups != nil && len(text) < 400 {
		rest := strings.TrimLeft(text[groups[1]:], " \t")
		if strings.Trim(rest, " \t\n'\"`.,;)*") == "" || strings.IndexByte("'\"`", rest[0]) >= 0 {
			return Identity{Null: true, Label: clean.Short(text[groups[2]:groups[3]], 40)}, true
		}
	}
	if at := strings.Index(text, "tokenIdentifier"); at >= 0 {
		if identity, _, ok := objectIdentity(text, at); ok {
			return identity, true
		}
	}
	return Identity{}, false
}

// objectMember matches one member of an object as consoles print it: name: 'value', "name": "value", name: true.
var objectMember = lazy.Regexp(`(?m)['"]?([A-Za-z_$][\w.:$/-]*)['"]?\s*:\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|([^\s,{}\[\]][^,\n}]*)|(\[[^\]]*\])|(\{))`)

// objectIdentity reads an identity object around the place where tokenIdentifier stands. It returns the offsets of the
// object as well.
func objectIdentity(text string, at int) (Identity, span, bool) {
	from := strings.LastIndexByte(text[:at], '{')
	if from < 0 || at-from > 4000 {
		return Identity{}, span{}, false
	}
	if rest := strings.TrimLeft(text[at+len("tokenIdentifier"):], `'"`); !strings.HasPrefix(strings.TrimLeft(rest, " "), ":") {
		return Identity{}, span{}, false
	}
	to := objectEnd(text, from)
	identity := Identity{}
	before := strings.TrimRight(text[max(0, from-60):from], " :=,'\"`\n")
	if label := labelEnd().FindString(before); label != "" {
		identity.Label = clean.Short(label, 40)
	}
	for _, groups := range objectMember().FindAllStringSubmatch(text[from+1:to], 200) {
		value := groups[2] + groups[3] + groups[4] + groups[5]
		identity.Names = append(identity.Names, groups[1])
		identity.Claims = append(identity.Claims, Claim{groups[1], strings.TrimSpace(cutText(unescapeJS(value), 500))})
	}
	if !strings.Contains(identity.Get("tokenIdentifier"), "|") { // issuer and subject are joined by it (B 1.60); else it is a sample
		return Identity{}, span{}, false
	}
	return identity, span{from, to}, true
}

var labelEnd = lazy.Regexp(`(?i)(?:server|user)?[ _-]?identity$`)

// objectEnd returns the offset behind the brace that closes the one at from, or of the paragraph when it was cut off.
func objectEnd(text string, from int) int {
	depth := 0
	quote := byte(0)
	for i := from; i < len(text) && i < from+64<<10; i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote || c == '\n' {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	if blank := strings.Index(text[from:], "\n\n"); blank >= 0 {
		return from + blank
	}
	return min(len(text), from+64<<10)
}

func unescapeJS(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return strings.NewReplacer(`\'`, "'", `\"`, `"`, `\\`, `\`, `\n`, "\n").Replace(text)
}

// cutText keeps at most so many bytes of a text.
func cutText(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// identities finds identity logs that stand outside of log records: a bare `'server identity' null`, an object that was
// copied without its line.
func (part *part) identities() {
	behind := 0
	part.eachKey(anchorsOf(anchorTokenIdentifier), func(at, to int) {
		if at < behind || part.covered(at) || !valueFollows().Match(part.masked[to:min(len(part.masked), to+8)]) {
			return
		}
		from := max(0, at-4200)
		window := string(part.masked[from:min(len(part.masked), at+8192)])
		if identity, place, ok := objectIdentity(window, at-from); ok {
			part.keepIdentity(part.where(from+place.from, from+place.to), part.safeIdentity(identity))
			part.claim(from+place.from, from+place.to)
			behind = from + place.to
		}
	})
	part.eachKey(anchorsOf(anchorIdentity, anchorGetUserIdentity), func(at, _ int) {
		from, to := part.lineRange(at)
		if part.covered(at) || to-from > 500 || !bytes.Contains(part.masked[from:to], []byte("null")) {
			return
		}
		if identity, ok := identityOf(string(part.masked[from:to])); ok && identity.Null {
			part.keepIdentity(part.where(from, to), identity)
			part.claim(from, to)
		}
	})
}

// valueFollows matches what stands between the name of a member and a text value.
var valueFollows = lazy.Regexp("^['\"]?\\s*:\\s*['\"`]")

func (run *run) safeIdentity(identity Identity) Identity {
	for i := range identity.Claims {
		identity.Claims[i].Value = strings.Clone(run.hide(shown(identity.Claims[i].Value)))
		identity.Claims[i].Name = strings.Clone(identity.Claims[i].Name)
	}
	for i := range identity.Names {
		identity.Names[i] = strings.Clone(identity.Names[i])
	}
	return identity
}

func (run *run) keepIdentity(where Where, identity Identity) {
	same := identity.Function + "\x00" + identity.Get("tokenIdentifier")
	if run.again(KindIdentity, same) {
		return
	}
	summary := "identity · null"
	if !identity.Null {
		summary = "identity · " + prose.Count(len(identity.Names), "member")
		if issuer := identity.Get("issuer"); issuer != "" {
			summary += " · issuer " + clean.Short(issuer, 60)
		}
	}
	if identity.Function != "" {
		summary += " · in " + clean.Short(identity.Function, 40)
	}
	run.add(KindIdentity, where, summary, same, identity)
}
