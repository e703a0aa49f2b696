package response

import "strings"

// Part is one request of a terminal's scroll-back with what was printed below it.
type Part struct {
	URL  string // what was asked, "" when no command stands above the answer
	Text []byte // the command and what follows it
}

// Split takes a text apart in which the output of several commands stands one below the other. A text without any command
// is one part.
func Split(text []byte) []Part {
	var parts []Part
	current := Part{}
	from, at := 0, 0
	for at < len(text) && len(parts) < maxHops {
		end := len(text)
		if next := strings.IndexByte(string(text[at:min(len(text), at+lineWidth)]), '\n'); next >= 0 {
			end = at + next + 1
		} else if at+lineWidth < len(text) {
			end = at + lineWidth // the line is too long for a command
		}
		line := strings.TrimSpace(string(text[at:end]))
		if found := curlLine().FindStringSubmatch(line); found != nil && commandStart(line) {
			if from < at && strings.TrimSpace(string(text[from:at])) != "" {
				current.Text = text[from:at]
				parts = append(parts, current)
			}
			current, from = Part{URL: found[1]}, at
		}
		at = end
	}
	current.Text = text[from:]
	return append(parts, current)
}

// lineWidth bounds the lines in which a command is looked for.
const lineWidth = 4096

// commandStart reports a line that begins with a program's name, perhaps behind a prompt: the body of a document may speak
// of curl, too.
func commandStart(line string) bool {
	for i, word := range strings.Fields(line) {
		switch word {
		case "curl", "curl.exe", "wget", "http", "https", "xh":
			return i == 0 || strings.ContainsAny(line[:strings.Index(line, word)], "$#%>❯")
		}
		if i == 6 {
			break
		}
	}
	return false
}
