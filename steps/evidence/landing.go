package evidence

import "strings"

// landings finds addresses of the own machine at which a browser ended: where a sign-in came back to, or a callback went.
func (part *part) landings() {
	text := string(part.masked[:min(len(part.masked), largestSource)])
	if !strings.Contains(text, "localhost") && !strings.Contains(text, "127.0.0.1") && !strings.Contains(text, "0.0.0.0") {
		return
	}
	for _, groups := range landing().FindAllStringSubmatchIndex(text, 20) {
		found := classify("", strings.TrimRight(group(text, groups, 1), ".,;:!?"))
		found.Landed = true
		part.keepRequest(part.where(groups[0], groups[1]), found)
		part.claim(groups[0], groups[1])
	}
}
