package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
)

// envBlock gathers the lines that belong to one list of environment variables: those that begin as such, what stands
// between them (the lines of a key, warnings of the CLI) and the command above.
type envBlock struct {
	part     *part
	from, to int // range of the lines that begin as such, -1 without any
	names    int
	only     int // lines that hold a name and nothing else
	gap      int // lines since the last
	open     bool
}

// mostGap is how many other lines may stand between two variables: warnings, comments, blank lines. The lines of a PEM
// key are blotted out and count for nothing.
const mostGap = 6

func (block *envBlock) line(from, to int, name, only bool) {
	switch {
	case name, only:
		if !block.open {
			*block = envBlock{part: block.part, from: from, open: true}
		}
		block.to, block.gap = to, 0
		if name {
			block.names++
		} else {
			block.only++
		}
	case !block.open:
	case to > from && bytes.Count(block.part.masked[from:to], []byte{blot}) == to-from:
		block.to = to
	default:
		if block.gap++; block.gap > mostGap {
			block.flush()
		}
	}
}

// relevant matches names of variables that concern sign-in; one of them is enough for a list.
var relevant = lazy.Regexp(`CONVEX|CLERK|AUTH|WORKOS|JWT|JWKS|SITE_URL|APP_URL|ISSUER|SECRET|PASSKEY|IOS_APP|ANDROID_APP|SECURITY_|CHANGE_PASSWORD|SECONDARY_URL|RESEND|SUPABASE|FIREBASE|COGNITO|KEYCLOAK|LOGTO|OKTA`)

func (block *envBlock) flush() {
	if !block.open {
		return
	}
	block.open = false
	part := block.part
	if block.names == 0 && block.only < 2 {
		return
	}
	from, to := part.linesAround(block.from, block.to, 3, 2)
	if part.envBytes += to - from; part.envBytes > mostEnvBytes {
		return
	}
	for _, env := range deploy.ParseEnvs(part.text[from:to], part.registry) {
		names := env.Names()
		if len(names) == 0 && !env.Listed {
			continue
		}
		if env.NamesOnly && len(names) < 2 && !env.Listed {
			continue // a name in a sentence
		}
		if len(names) < 3 && !relevant().MatchString(strings.Join(names, " ")) {
			continue
		}
		part.keepEnv(from, env)
	}
	part.claim(block.from, block.to)
}

// linesAround widens a range by whole lines.
func (part *part) linesAround(from, to, before, after int) (int, int) {
	for ; before > 0 && from > 0; before-- {
		from, _ = part.lineRange(from - 1)
	}
	for ; after > 0 && to+1 < len(part.text); after-- {
		_, to = part.lineRange(to + 1)
	}
	return from, to
}

// keepEnv keeps a list of variables. Its line numbers become those of the whole text.
func (part *part) keepEnv(from int, env deploy.Env) {
	base := part.first + part.lineOf(from) - 1
	if part.inside {
		base = part.fixed.Line - 1
	}
	first, last := 0, 0
	for i := range env.Vars {
		env.Vars[i].Line += base
		if first == 0 || env.Vars[i].Line < first {
			first = env.Vars[i].Line
		}
		last = max(last, env.Vars[i].Line)
	}
	for i := range env.Deployments {
		env.Deployments[i].Line += base
	}
	for i := range env.Unread {
		env.Unread[i].Line += base
	}
	for i := range env.Notices {
		env.Notices[i].Line += base
	}
	where := part.where(from, from+1)
	if !part.inside && first > 0 {
		where = Where{Line: first, EndLine: last}
		if last == first {
			where.EndLine = 0
		}
	}
	part.run.keepEnv(where, env)
}

func (run *run) keepEnv(where Where, env deploy.Env) {
	names := env.Names()
	summary := "variables · " + prose.Count(len(names), "name")
	if env.NamesOnly {
		summary += " without values"
	}
	if place, ok := env.Where(); ok {
		summary += " · of " + strings.TrimSpace(string(place.Kind)+" deployment "+place.Name)
	} else if env.Local {
		summary += " · of a local file"
	}
	if len(names) > 0 {
		summary += " · " + strings.Join(names, ", ")
	}
	run.add(KindEnv, where, cutShort(summary), "", env)
}

// envShape recognises a JSON object whose members are environment variables.
func (run *run) envShape(one object, where Where, _ string) bool {
	var text strings.Builder
	names := 0
	for _, member := range one.members {
		if name, _ := envName([]byte(member.name + "=")); !name || !isText(member.value) && !isNull(member.value) {
			return false
		}
		if relevant().MatchString(member.name) {
			names++
		}
		text.WriteString(member.name + "=")
		if value := unquote(member.value); strings.ContainsAny(value, "\n#\"'") {
			text.WriteString("'" + value + "'")
		} else {
			text.WriteString(value)
		}
		text.WriteByte('\n')
	}
	if names == 0 {
		return false
	}
	env := deploy.ParseEnv([]byte(text.String()), run.registry)
	for i := range env.Vars {
		env.Vars[i].Line = where.Line
	}
	run.keepEnv(where, env)
	for _, member := range one.members {
		run.walkMember(member, below(where, member.name))
	}
	return true
}
