package project

import (
	"strings"
	"testing"
)

// TestLookShowsNoSecret holds that the line of code beside a look is left out where a key may stand in it, and shown elsewhere.
func TestLookShowsNoSecret(t *testing.T) {
	key := strings.Repeat("a1B2", 10)
	for text, want := range map[string]string{
		`export const c = new ConvexReactClient("https://a-b-1.convex.site");`:                          `export const c = new ConvexReactClient("https://a-b-1.convex.site");`,
		`export const c = new ConvexReactClient("https://a-b-1.convex.site"); const k = "` + key + `";`: "",
	} {
		dir := small(t)
		put(t, dir, "src/main.tsx", "import { ConvexReactClient } from \"convex/react\";\n"+text+"\n")
		project := scanned(t, dir, Options{})
		if len(project.WorthALook) != 1 || project.WorthALook[0].Line != 2 || project.WorthALook[0].Code != want {
			t.Errorf("got %+v", project.WorthALook)
		}
	}
}
