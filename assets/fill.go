package assets

import "strings"

// Fill chooses the parts of a text that fit what was said, and puts values in place of its placeholders; what values does
// not have stands as its readable fallback.
// Values come from outside: a caller cleans them before (package clean). In a command or in code, which people copy, a
// value stays a value: a shell gets it quoted, a text in code gets it escaped, and where neither can be done the fallback
// stands.
func Fill(text string, values map[string]string) string {
	text = choose(text, values)
	if !strings.Contains(text, "{{") {
		return text
	}
	lines, fence := strings.Split(text, "\n"), ""
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "```"); ok {
			if fence = rest; rest == "" {
				fence = ""
			}
			continue
		}
		lines[i] = fillLine(line, fence, values)
	}
	return strings.Join(lines, "\n")
}

func fillLine(line, fence string, values map[string]string) string {
	var out strings.Builder
	rest := line
	for {
		at := placeholder().FindStringSubmatchIndex(rest)
		if at == nil {
			return out.String() + rest
		}
		out.WriteString(rest[:at[0]])
		name := rest[at[2]:at[3]]
		fallback, known := placeholders[name]
		value := values[name]
		if value != "" && !chosen[name] {
			value = placed(value, fence, line[:len(line)-len(rest)+at[0]], rest[at[1]:])
		}
		switch {
		case value != "":
			out.WriteString(value)
		case known:
			out.WriteString(fallback)
		default:
			out.WriteString(rest[at[0]:at[1]])
		}
		rest = rest[at[1]:]
	}
}

// chosen are the placeholders whose values are words of this program, which may be several words of a command.
// Or they are whole files that the program wrote.
var chosen = map[string]bool{"prod": true, "push": true, "setup": true, "robelest_setup": true, "robelest_url_flag": true,
	"robelest_keys": true, "robelest_key": true,
	"association_file": true, "asset_links_file": true}

// placed returns a value as it may stand between before and after, "" where it may not.
func placed(value, fence, before, after string) string {
	switch {
	case fence == "sh" || fence == "" && inCommand(before):
		return shellWord(value, before, after)
	case fence == "ts" || fence == "tsx" || fence == "js" || fence == "json":
		if plain(value) {
			return value
		}
		if strings.Count(before, `"`)%2 == 1 {
			return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)
		}
		return ""
	}
	return value
}

// inCommand reports whether a place in prose is inside of a command: `curl -s …`.
func inCommand(before string) bool {
	spans := strings.Split(before, "`")
	if len(spans)%2 == 1 {
		return false
	}
	program, _, _ := strings.Cut(spans[len(spans)-1], " ")
	return program == "curl" || program == "npx" || program == "npm"
}

func shellWord(value, before, after string) string {
	if plain(value) {
		return value
	}
	quoted := strings.Count(before, `'`)%2 == 1 || strings.Count(before, `"`)%2 == 1
	begins := before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "=")
	ends := after == "" || after[0] == ' ' || after[0] == '`'
	if quoted || !begins || !ends {
		return ""
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// plain reports whether a value means nothing but itself to a shell and in code.
func plain(value string) bool {
	return strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(":/._~@%+=,-", r))
	}) < 0
}
