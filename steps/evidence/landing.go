package evidence

import "strings"

var ownMachine = [][]byte{[]byte("localhost"), []byte("127.0.0.1"), []byte("0.0.0.0")}

// landings finds addresses of the own machine at which a browser ended: where a sign-in came back to, or a callback went.
func (part *part) landings() {
	text := part.masked[:min(len(part.masked), largestSource)]
	if !holdsAny(text, ownMachine) {
		return
	}
	for _, groups := range landing().FindAllSubmatchIndex(text, 20) {
		found := classify("", strings.TrimRight(string(text[groups[2]:groups[3]]), ".,;:!?"))
		found.Landed = true
		part.keepRequest(part.where(groups[0], groups[1]), found)
		part.claim(groups[0], groups[1])
	}
}
