package assets

import (
	"strings"

	"convex-auth-doctor/steps/ids"
)

// A page that serves several errors has parts for some of them. Such a part begins with a line like
//
//	<!-- said: clerk-azp clerk-reason-azp -->
//
// which names the messages that it is for (their ids in package messages), and ends at the next such line. A part under
// "otherwise" is for everybody to whom none of the parts before it was shown, and "always" ends the choice.
const (
	saidMark      = "<!-- said: "
	otherwiseMark = "<!-- otherwise -->"
	alwaysMark    = "<!-- always -->"
)

// choose leaves out the parts of a text that are for other messages than those that were said. Without values, where a
// page is only read, all parts stay.
func choose(text string, values map[string]string) string {
	if !strings.Contains(text, saidMark) {
		return text
	}
	var kept []string
	shown, matched := true, false
	for _, line := range strings.Split(text, "\n") {
		list, isSaid := strings.CutPrefix(line, saidMark)
		switch {
		case isSaid:
			shown = values == nil
			for _, id := range strings.Fields(strings.TrimSuffix(list, " -->")) {
				shown = shown || values[ids.SaidPrefix+id] != ""
			}
			matched = matched || shown && values != nil
		case line == otherwiseMark:
			shown = !matched
		case line == alwaysMark:
			shown, matched = true, false
		case shown:
			if line != "" || len(kept) > 0 && kept[len(kept)-1] != "" { // what was left out leaves no gap
				kept = append(kept, line)
			}
		}
	}
	return strings.Join(kept, "\n")
}

// Said returns the ids of the messages that a text has parts for.
func Said(text string) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if list, ok := strings.CutPrefix(line, saidMark); ok {
			all = append(all, strings.Fields(strings.TrimSuffix(list, " -->"))...)
		}
	}
	return all
}
