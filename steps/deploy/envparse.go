package deploy

import (
	"encoding/json"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/secret"
)

var (
	// assignment is NAME=value with what shells and tools put around the name (P 1.41, 1.42, ENV-PARSE).
	assignment = lazy.Regexp(`^\s*(?:export\s+|declare\s+-x\s+|setx?\s+|\$env:)?["'` + "`" + `]?([A-Za-z0-9_][A-Za-z0-9_.\-]*)["'` + "`" + `]?(\s*=|:[ \t]|:$|[ \t]*\t[ \t]*)(.*)$`)
	bareName   = lazy.Regexp(`^[A-Za-z_][A-Za-z0-9_]*$`)
	capsName   = lazy.Regexp(`^[A-Z_][A-Z0-9_]*$`)
	fence      = lazy.Regexp("^\\s*(?:```|~~~)")
	comment    = lazy.Regexp(`^\s*(?:#|//|;)`)
	// valueLike is what may stand below a name as its value, so that a shell prompt or prose does not.
	valueLike = lazy.Regexp(`^(?:https?://\S+|-----BEGIN .*|[\[{].*|[•●*·]{3,}|[A-Za-z0-9_\-+/=.:|]{8,})$`)
	base64End = lazy.Regexp(`^[A-Za-z0-9+/_\-]{24,}={0,2}$`)
)

// ParseEnv reads a list of environment variables in every form in which people paste one: `npx convex env list` of any
// version, `--names-only`, the dashboard's copy, .env files, tables and lists in prose, with colours, line numbers, CRLF
// and the CLI's warnings mixed in (P 1.41-1.48). It never fails: what it cannot read is in Env.Unread. Values that are not
// public are taken into registry and stand in the result as secrets only.
func ParseEnv(text []byte, registry *secret.Registry) Env {
	parser := envParser{lines: splitLines(decodeText(text)), registry: registry}
	parser.run()
	return parser.env
}

// ParseEnvs reads a text in which several lists stand one below the other, such as a terminal's scroll-back with a list
// of dev and one of prod. A list begins at a `convex env list` command. Line numbers are those of the whole text.
func ParseEnvs(text []byte, registry *secret.Registry) []Env {
	lines := splitLines(decodeText(text))
	var envs []Env
	from := 0
	cut := func(to int) {
		parser := envParser{lines: lines[:to], at: from, registry: registry}
		parser.run()
		if len(parser.env.Vars) > 0 || parser.env.Listed || len(envs) == 0 && to == len(lines) {
			envs = append(envs, parser.env)
		}
		from = to
	}
	for i, line := range lines {
		if i > from && listCommand().MatchString(line) {
			cut(i)
		}
	}
	cut(len(lines))
	return envs
}

type envParser struct {
	lines    []string
	at       int // index of the line that is read next
	registry *secret.Registry
	env      Env
	looked   int    // lines looked at ahead
	asked    string // name of the last `env get`, whose value stands alone on the lines below
}

func (p *envParser) run() {
	for p.at < len(p.lines) {
		before := p.at
		p.line()
		if p.at <= before { // a line is always used up, whatever its bytes
			p.at = before + 1
		}
	}
	p.finish()
}

// line reads the line at p.at and those that belong to it.
func (p *envParser) line() {
	line := p.lines[p.at]
	number := p.at + 1
	p.at++
	if name, value, ok := plainAssignment(line); ok { // nearly all lines of nearly all lists
		p.asked = ""
		p.assign(name, value, strings.HasPrefix(value, " ") && strings.TrimSpace(value) != "", number, decoration{})
		return
	}
	switch {
	case strings.TrimSpace(line) == "", fence().MatchString(line), tableRule().MatchString(line) && !strings.Contains(line, "BEGIN"):
		return
	case p.notice(line, number), p.command(line, number):
		return
	}
	rest, taken := undecorate(line)
	if comment().MatchString(rest) {
		p.remark(rest)
		return
	}
	if strings.Contains(rest, "-----BEGIN ") && !assignment().MatchString(rest) {
		p.loosePEM(rest, number, taken)
		return
	}
	if name, first, blank, ok := splitAssignment(rest); ok {
		p.asked = ""
		p.assign(name, first, blank, number, taken)
		return
	}
	p.single(strings.TrimSpace(rest), number, taken)
}

// plainAssignment takes a line apart that is NAME=value and nothing else.
func plainAssignment(line string) (name, value string, ok bool) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9':
		case c == '=' && i > 1:
			// CONVEX_DEPLOY_KEY=… npx convex env list is a command.
			return line[:i], line[i+1:], !strings.Contains(line, "convex ") && !base64End().MatchString(line)
		default:
			return "", "", false
		}
	}
	return "", "", false
}

// splitAssignment takes NAME=value, NAME: value or NAME<tab>value apart. blank says that a blank stood directly after
// "NAME=", where it is part of what the CLI prints for a value that begins with one.
func splitAssignment(line string) (name, value string, blank, ok bool) {
	found := assignment().FindStringSubmatch(line)
	if found == nil {
		return "", "", false, false
	}
	name, value = found[1], found[3]
	known := isKnownName(name) || capsName().MatchString(name) && strings.Contains(name, "_")
	switch separator := strings.TrimSpace(found[2]); {
	case separator == ":":
		return name, strings.TrimSpace(value), false, known
	case separator == "":
		return name, strings.TrimSpace(value), false, known && value != ""
	case found[2] != "=": // blanks before "=": code and prose have those, too
		return name, strings.TrimSpace(value), false, capsName().MatchString(name)
	}
	if base64End().MatchString(name) && strings.Trim(value, "=") == "" {
		return "", "", false, false // the padded end of a key that was cut into lines
	}
	if !capsName().MatchString(name) && !isKnownName(name) && strings.ContainsAny(strings.TrimSpace(value), " \t") &&
		!strings.HasPrefix(value, `"`) && !strings.HasPrefix(value, "'") {
		return "", "", false, false
	}
	return name, value, strings.HasPrefix(value, " ") && strings.TrimSpace(value) != "", true
}

func (p *envParser) assign(name, first string, blank bool, number int, taken decoration) {
	v := Variable{Name: name, Line: number}
	if unquoted, ok := jsonMember(p.lines[number-1], first); ok {
		p.keep(v, unquoted)
		return
	}
	raw := p.value(&v, first, taken)
	if blank && v.Bare && raw != "" {
		raw = " " + raw
	}
	p.keep(v, raw)
}

// jsonMember reads the value of a line such as `"SITE_URL": "https://…",`.
func jsonMember(line, value string) (string, bool) {
	if !strings.HasPrefix(strings.TrimSpace(line), `"`) {
		return "", false
	}
	var text string
	if json.Unmarshal([]byte(strings.TrimSuffix(strings.TrimSpace(value), ",")), &text) != nil {
		return "", false
	}
	return text, true
}

// single reads a line that is no assignment: a name alone, a value below its name or its `env get`, or nothing known.
func (p *envParser) single(rest string, number int, taken decoration) {
	name := strings.TrimSuffix(rest, ",")
	switch {
	case p.asked != "" && !strings.Contains(rest, " "):
		v := Variable{Name: p.asked, Line: number}
		p.asked = ""
		p.keep(v, p.value(&v, rest, taken))
	case bareName().MatchString(name) && (isKnownName(name) || strings.Contains(name, "_") || capsName().MatchString(name) && len(name) > 2):
		p.below(name, number, taken)
	default:
		damaged := strings.Contains(rest, "=") || base64End().MatchString(rest)
		if damaged {
			p.env.Unread = append(p.env.Unread, Unread{Line: number, Why: "no NAME=value; perhaps the rest of a value that was cut into lines"})
			return
		}
		p.env.Unread = append(p.env.Unread, Unread{Line: number, Why: "no NAME=value", Prose: true})
	}
}

// below keeps a name that stands alone, with its value when that stands on the next line, as the dashboard shows it.
func (p *envParser) below(name string, number int, taken decoration) {
	v := Variable{Name: name, State: VarNameOnly, Line: number}
	if p.at < len(p.lines) {
		next := strings.TrimSpace(taken.again(p.lines[p.at]))
		_, _, _, assigned := splitAssignment(next)
		if !assigned && !bareName().MatchString(next) && valueLike().MatchString(next) {
			p.at++
			p.keep(v, p.value(&v, next, taken))
			return
		}
	}
	p.env.Vars = append(p.env.Vars, v)
}

// loosePEM takes a key that stands without a name into the registry, so that it can never be shown.
func (p *envParser) loosePEM(rest string, number int, taken decoration) {
	v := Variable{Line: number}
	raw := p.value(&v, strings.TrimSpace(rest), taken)
	if p.asked != "" {
		v.Name, p.asked = p.asked, ""
		p.keep(v, raw)
		return
	}
	p.registry.Take(secret.PrivateKey, raw)
	p.env.Unread = append(p.env.Unread, Unread{Line: number, Why: "a key without the name of its variable"})
}

// keep classifies a value and adds the variable to the list.
func (p *envParser) keep(v Variable, raw string) {
	v.Length = len(raw)
	switch {
	case strings.TrimSpace(raw) == "":
		v.State = VarEmpty
	case isHidden(raw):
		v.State = VarNameOnly
	case isPlaceholder(raw):
		v.State = VarPlaceholder
		v.Value = raw
	default:
		v.State = VarSet
		classify(&v, raw, p.registry)
	}
	p.traceOf(v)
	p.env.Vars = append(p.env.Vars, v)
}

// finish says what the list as a whole is.
func (p *envParser) finish() {
	env := &p.env
	env.NamesOnly = len(env.Vars) > 0
	for _, v := range env.Vars {
		if v.State != VarNameOnly && v.State != VarUnset {
			env.NamesOnly = false
		}
		if v.Name == "CONVEX_DEPLOYMENT" || v.Name == "CONVEX_DEPLOY_KEY" || v.Name == "CONVEX_SELF_HOSTED_ADMIN_KEY" {
			env.Local = true
		}
	}
	for _, one := range env.Notices {
		if one.Kind == NoticeNone {
			env.Listed = true
		}
	}
}
