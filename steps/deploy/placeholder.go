package deploy

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
)

var (
	// hidden is what people and pages put in place of a value that they do not want to show.
	hidden = lazy.Regexp(`(?i)^(?:[•●∙·*█▇▪]{2,}|\.{3,}|…+|[<\[(]?\s*(?:redacted|hidden|secret hidden|removed|masked|omitted|set|is set|value hidden|\*+|\.{3}|…)\s*[>\])]?|✓|✔|✅)$`)
	// partly is a value of which only the ends were left.
	partly = lazy.Regexp(`^[A-Za-z0-9_\-:/.]{0,24}(?:\*{3,}|•{3,}|…|█{2,}|\.{3,})[A-Za-z0-9_\-:/.]{0,12}$`)
	// shortened is a key or a key set with its middle left out.
	shortened = lazy.Regexp(`^(?:\{|\[|-----BEGIN )[\s\S]*(?:\.{3,}|…|\*{3,}|•{3,})`)

	// placeholder is a text that stands for a value: examples of guides, and what people leave until later.
	placeholder = lazy.Regexp(`(?i)^(?:` +
		`<[^<>]{1,80}>|\[[a-z][a-z _\-]{0,60}\]|\{\{[a-z_ .\-]{1,60}\}\}|\$\{[^{}]*\}|` +
		`x{3,}|[x\-_.]{4,}|(?:change|replace)[ _\-]?(?:me|this|it)|` +
		`to[ _\-]?do|tbd|fixme|n/?a|none|null|undefined|nil|dummy|foo|bar|test|secret|password|example|empty!?|placeholder|` +
		`(?:your|enter|paste|insert)[ _\-][a-z _\-.]{2,80}|your[a-z]{3,40}|` +
		`[a-z_\-]{0,20}(?:your[_\-](?:key|secret|id|token|client|app|domain|project)|[_\-]here)[a-z_\-]{0,20}|` +
		`better-auth-secret(?:-[0-9]{1,10})?` +
		`)$`)
	placeholderURL = lazy.Regexp(`(?i)^https?://(?:[a-z0-9\-]+\.)*your-?[a-z]*-?(?:app|domain|site|url|project|company)[a-z\-]*\.[a-z.]{2,12}(?:/.*)?$|^https?://(?:<[^>]*>|\[[a-z][^\]]*\]|\.\.\.).*$`)
)

// standIns are in every placeholder that is longer than a word: looking for them first spares the expressions above for
// nearly all values.
var standIns = []string{"your", "here", "xxx", "<", "[", "{", "---", "___", "...", "enter", "paste", "insert", "change", "replace", "better-auth"}

// isHidden reports whether a person or a page blotted the value out: then the variable is set, and its value not known.
func isHidden(value string) bool {
	value = strings.TrimSpace(value)
	marked := strings.ContainsAny(value, "*•…█") || strings.Contains(value, "...")
	return len(value) <= 60 && hidden().MatchString(value) || marked && len(value) <= 80 && partly().MatchString(value) || marked && shortened().MatchString(value)
}

// isPlaceholder reports whether the whole value only stands for a real one. It must never take a real secret for a
// placeholder, since a placeholder may be shown: every form is a text that no generator of secrets makes. Names below
// example.com are no placeholders: people put them in place of their own domain when they ask for help.
func isPlaceholder(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) > 160 {
		return false
	}
	lower := strings.ToLower(value)
	for _, mark := range standIns {
		if len(value) <= 14 || strings.Contains(lower, mark) {
			return placeholder().MatchString(value) || placeholderURL().MatchString(value)
		}
	}
	return false
}
