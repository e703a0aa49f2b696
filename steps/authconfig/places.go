package authconfig

import (
	"bytes"
	"encoding/json"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// locateEntries says where each entry is written. It evaluates the config once more with numbered objects; that run counts
// only if it gives the same value.
func locateEntries(result *Result, task job, look *lookup, used *symbols, plain, entryText string) {
	if len(result.Entries) == 0 {
		return
	}
	marks := &marker{}
	builder := bundler{job: task, lookup: look, mark: marks.mark}
	marked := builder.build()
	if marked.failure == nil && len(marks.literals) > 0 {
		again := &symbols{known: used.known, hidden: used.hidden, all: used.all, force: used.force, names: used.names}
		end := run(marked, again.value, task.Limits)
		if end.failure == nil && unmark(end.json) == plain {
			place(result.Entries, end.json, marks.literals)
		}
	}
	lines := listed(entryText, task.Entry, len(result.Entries))
	whole := wordLine(entryText, task.Entry, "providers")
	for i := range result.Entries {
		entry := &result.Entries[i]
		switch {
		case entry.Line > 0:
		case lines != nil:
			entry.File, entry.Line = task.Entry, lines[i]
		case whole > 0:
			entry.File, entry.Line = task.Entry, whole
		}
	}
}

// wordLine returns the line at which a word first stands in the code of a file, 0 when it does not.
func wordLine(text, file, word string) int {
	for _, token := range lexed(text, file) {
		if token.Is(word) {
			return token.Line
		}
	}
	return 0
}

// place reads the numbers out of the JSON of a marked export.
func place(entries []Entry, text string, literals []literal) {
	var config struct {
		Providers []json.RawMessage `json:"providers"`
	}
	if json.Unmarshal([]byte(text), &config) != nil || len(config.Providers) != len(entries) {
		return
	}
	for i, raw := range config.Providers {
		members, ok := ordered(bytes.TrimSpace(raw))
		if !ok {
			continue
		}
		for _, member := range members {
			var number int
			if member.name != markName || json.Unmarshal(member.value, &number) != nil || number < 0 || number >= len(literals) {
				continue
			}
			found := literals[number]
			entries[i].File, entries[i].Line, entries[i].Lines = found.file, found.line, map[string]int{}
			for _, name := range []string{"type", "domain", "issuer", "applicationID", "jwks", "algorithm"} {
				if line := found.lines[name]; line > 0 {
					entries[i].Lines[name] = line
				}
			}
		}
	}
}

// locateImports puts the line of each import into lists of imports.
func locateImports(sources map[string]string, lists ...[]Import) {
	for _, list := range lists {
		for i := range list {
			list[i].Line = importLine(sources, list[i].File, list[i].Specifier)
		}
	}
}

// importLine returns the line at which file imports specifier, 0 when it cannot be told.
func importLine(sources map[string]string, file, specifier string) int {
	text, ok := sources[file]
	if !ok {
		return 0
	}
	for _, one := range jslex.Imports(lexed(text, file)) {
		if one.Module == specifier {
			return one.Line
		}
	}
	return 0
}
