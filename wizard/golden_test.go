package wizard

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/charmbracelet/x/exp/teatest" // has the flag -update
	"golang.org/x/tools/txtar"
)

// TestGoldenScreens compares screens with those of testdata/screens, one file per window. The text stands there without
// colours, but for screens-colour.txtar, where the changes of colour show as ‹…›. After a wanted change:
//
//	go test ./wizard -run Golden -update
func TestGoldenScreens(t *testing.T) {
	for _, one := range []struct {
		name          string
		width, height int
		colour        bool
		screens       []string
	}{
		{"80x24", 80, 24, false, nil},
		{"140x45", 140, 45, false, nil},
		{"colour", 100, 30, true, []string{"first", "cause"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			var archive txtar.Archive
			archive.Comment = fmt.Appendf(nil, "Screens at %dx%d. Made by: go test ./wizard -run Golden -update\n", one.width, one.height)
			for _, screen := range goldenScreens {
				if one.screens != nil && !contains(one.screens, screen.name) {
					continue
				}
				a := open(t, one.width, one.height)
				if one.colour {
					a = open(t, one.width, one.height, coloured)
				}
				screen.draw(a)
				view := strings.Join(trimmed(a.view()), "\n") + "\n"
				if one.colour {
					view = strings.Join(trimmed(visible(a.view())), "\n") + "\n"
				}
				archive.Files = append(archive.Files, txtar.File{Name: screen.name, Data: []byte(view)})
			}
			path := filepath.Join("testdata", "screens", "screens-"+one.name+".txtar")
			compareGolden(t, path, archive)
		})
	}
}

func contains(list []string, wanted string) bool {
	for _, one := range list {
		if one == wanted {
			return true
		}
	}
	return false
}

// visible writes a change of colour as ‹parameters›.
func visible(view string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(view, "\x1b[")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		parameters, rest, _ := strings.Cut(after, "m")
		out.WriteString("‹" + parameters + "›")
		view = rest
	}
}

// goldenScreens are one of each kind.
var goldenScreens = []struct {
	name string
	draw func(*app)
}{
	{"first", func(*app) {}},
	{"backend", func(a *app) { a.say("start=unsure") }},
	{"frontend", func(a *app) { a.say("start=unsure", "backend-logs=unseen", "frontend-client=websocket") }},
	{"matching", func(a *app) { a.paste(fitting()).keys("esc").say("frontend-repeat=null") }},
	{"token", func(a *app) { a.paste(page).paste(otherAudience()) }},
	{"cause", func(a *app) { a.paste(page).paste(otherAudience()).keys("esc") }},
	{"cause-by-answers", func(a *app) { a.say("start=unsure", "backend-logs=nothing", "backend-deployment=different") }},
	{"outcome", func(a *app) { a.paste(identityLine) }},
	{"evidence", func(a *app) {
		a.paste(nullLine).paste(page).paste(fitting()).keys("esc", "n").types("ask Ada").keys("enter", "e")
	}},
	{"form", func(a *app) {
		a.say("start=token", "frontend-token=unseen").keys("f").types("https://login.example.org").keys("tab")
	}},
	{"keys", func(a *app) { a.say("start=unsure").keys("?") }},
}
