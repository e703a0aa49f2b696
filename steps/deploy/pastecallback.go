package deploy

import (
	"strings"
	"unicode/utf8"

	"convex-auth-doctor/steps/clean"
)

// ReadCallbacks finds the callback addresses in a text that was copied from a provider's console: addresses on lines of
// their own, or behind a label, with nothing but the console's labels around them. An error text that quotes an address is none: it says what was
// sent, and not what is registered.
func ReadCallbacks(text []byte) []Callback {
	if len(text) > 8<<10 || !utf8.Valid(text) {
		return nil
	}
	var found []Callback
	for _, line := range strings.Split(string(text), "\n") {
		line = strings.TrimRight(line, "\r")
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
		case isCallback(trimmed):
			found = append(found, Callback{URL: asRegistered(line)})
		case isCallback(behindLabel(trimmed)):
			found = append(found, Callback{URL: asRegistered(behindLabel(trimmed))})
		case !isConsoleLabel(trimmed):
			return nil
		}
	}
	if len(found) > 20 {
		return nil
	}
	for i := range found {
		found[i].Provider = ""
		if id := lastPart(strings.TrimRight(strings.TrimSpace(found[i].URL), "/")); isProviderID(id) {
			found[i].Provider = id
		}
	}
	return found
}

// AsCallback takes what was typed or pasted in the place of a provider's callback address: any text of one line.
func AsCallback(provider, text string) (Callback, bool) {
	text = strings.Trim(text, "\r\n")
	if strings.TrimSpace(text) == "" || strings.ContainsAny(text, "\n") || len(text) > 2000 || !utf8.ValidString(text) {
		return Callback{}, false
	}
	return Callback{Provider: provider, URL: asRegistered(text)}, true
}

// asRegistered keeps blanks around an address, because a console may have stored them, but not more than a few: those come
// of copying. Without control characters it can be shown.
func asRegistered(line string) string {
	trimmed := strings.TrimSpace(line)
	if len(line)-len(trimmed) > 2 || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
		line = trimmed
	}
	return clean.Line(line)
}

// isCallback reports a word that is an address with /callback/ in it.
func isCallback(word string) bool {
	lower := strings.ToLower(word)
	if strings.ContainsAny(word, " \t\"'<>{}") || !isCallbackPath(afterHost(lower), strings.Contains(lower, ".convex.")) {
		return false
	}
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return hostOf(word) != ""
	}
	return strings.Contains(lower, ".convex.site/") || strings.Contains(lower, ".convex.cloud/")
}

// afterHost returns the path of an address, with or without a scheme before it.
func afterHost(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	_, path, ok := strings.Cut(address, "/")
	if !ok {
		return ""
	}
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	return "/" + path
}

// behindLabel returns the address of a line that begins with a console's label, the mark of a list or a number, and that
// may stand in quotes; "" where something else stands before it.
func behindLabel(line string) string {
	at := strings.LastIndexAny(line, " \t")
	label, address := strings.TrimSpace(line[:at+1]), line[at+1:]
	address, _ = withoutQuotes(strings.TrimRight(address, ",;"))
	label = strings.TrimRight(label, " :=-–>*•")
	if strings.Trim(label, "0123456789.)-–*•>([ ") == "" || isConsoleLabel(label) && !strings.Contains(label, "://") {
		return address
	}
	return ""
}

// consoleWords are what the labels around a callback address are made of at Google, GitHub, Apple, Microsoft, Discord.
var consoleWords = []string{"redirect", "callback", "uri", "url", "authorized", "authorised", "return", "homepage", "application", "web", "add", "domains", "subdomains"}

// isConsoleLabel reports a short line that a console prints beside the address.
func isConsoleLabel(line string) bool {
	lower := strings.ToLower(line)
	if len(line) > 60 || strings.Contains(lower, "error") || strings.Contains(lower, "mismatch") || strings.ContainsAny(line, "{}=") {
		return false
	}
	for _, word := range consoleWords {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// isProviderID reports the id of a provider as it stands at the end of a callback address.
func isProviderID(id string) bool {
	if id == "" || len(id) > 40 || id == "callback" {
		return false
	}
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return true
}
