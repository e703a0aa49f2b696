package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
)

// choices asks which of several Convex projects it is about.
func (w *walk) choices() {
	w.say(fmt.Sprintf("There are %d Convex projects here. Which one is it about?", len(w.choosing)))
	for i, one := range w.choosing {
		w.wrapped(fmt.Sprintf("  %d  ", i+1), clean.Line(steps.CandidateText(one)))
	}
}

// chose takes an answer to choices. It reports false for what is none: that goes on its usual way, and whoever pastes has gone on
// without choosing.
func (w *walk) chose(pasted bool, text string) bool {
	n, err := strconv.Atoi(text)
	switch word, _, _ := strings.Cut(strings.ToLower(text), " "); {
	case pasted:
		w.choosing = nil
		return false
	case text == "":
		return true
	case text == "b" || text == "back":
		w.choosing = nil
		w.say("None of them: it goes on without the project.", "")
		return true
	case err == nil && (n < 1 || n > len(w.choosing)):
		w.say(fmt.Sprintf("There is no project %d here: say a number from 1 to %d.", n, len(w.choosing)))
		return true
	case err != nil:
		if _, command := commands[word]; !command {
			w.choosing = nil
		}
		return false
	}
	chosen := w.choosing[n-1].Functions
	w.choosing = nil
	w.wrapped("", "Reading "+clean.Short(chosen, 80)+".")
	if err := w.session.ChooseFolder(context.Background(), chosen); err != nil {
		w.wrapped("", "The project folder could not be read: "+clean.Short(err.Error(), 120))
		return true
	}
	w.say(w.session.FolderText("")...)
	w.say("")
	return true
}
