package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

func marked(role Role, text string) string {
	return map[Role]string{Plain: "", Strong: "*", Emphasis: "/", Code: "`", Block: "|", Link: "_", Mark: ""}[role] + text
}

func TestRender(t *testing.T) {
	for _, c := range []struct {
		name, source string
		width        int
		want         []string
	}{
		{"wrap", "one two three four", 10, []string{"one two", "three four"}},
		{"soft break", "one\ntwo", 20, []string{"one two"}},
		{"hard break", "one  \ntwo", 20, []string{"one", "two"}},
		{"paragraphs", "one\n\ntwo", 20, []string{"one", "", "two"}},
		{"roles", "a **b c** `d e`, *f* https://x.example.", 80, []string{"a *b c `d e, /f _https://x.example."}},
		{"glued", "(`code`)", 80, []string{"(`code)"}},
		{"link", "[docs](https://x.example)", 80, []string{"docs (_https://x.example)"}},
		{"placeholder", "set <your-deployment> here", 80, []string{"set <your-deployment> here"}},
		{"list", "- one two three\n- four\n  - five", 10, []string{"• one two", "  three", "• four", "  • five"}},
		{"numbers", "1. one\n2. two words here\n", 10, []string{"1. one", "2. two", "   words", "   here"}},
		{"code", "```sh\nnpx convex dev\n\n  x\n```\nafter", 40, []string{"  |npx convex dev", "  |", "  |  x", "", "after"}},
		{"code in list", "1. do\n\n   ```sh\n   run it\n   ```\n2. done", 40, []string{"1. do", "", "     |run it", "", "2. done"}},
		{"long word", "https://a-very-long-host.example/path", 20, []string{"_https://a-very-long-", "_host.example/path"}},
		{"wide characters", "日本語 日本語", 10, []string{"日本語", "日本語"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Render(c.source, c.width, marked)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCodeBlocks(t *testing.T) {
	got := CodeBlocks("text\n\n```sh\na\nb\n```\n\n- x\n\n  ```ts\n  c\n  ```\n")
	if diff := cmp.Diff([]string{"a\nb", "c"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestPagesFit renders every page at several widths and wants no line wider than asked.
func TestPagesFit(t *testing.T) {
	for _, name := range assets.Names("causes") {
		page, err := assets.Cause(ids.Cause(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{40, 76, 100} {
			for _, section := range page.Sections {
				for _, line := range Render(section.TextFor(ids.FamilyUnknown), width, Bare) {
					if Width(line) > width {
						t.Errorf("%s at %d columns: %d wide: %s", name, width, Width(line), line)
					}
				}
			}
		}
	}
}

// TestNoRoom holds that breaking lines ends in a window that has no room, and that no character is lost.
func TestRenderWholeKeepsCommandsInOnePiece(t *testing.T) {
	command := "npx convex env set --prod JWT_PRIVATE_KEY -- \"$(cat a-file-with-a-long-name.pem)\""
	source := "Set it again, on the deployment that the app uses:\n\n1. This way:\n\n   ```\n   " + command + "\n   ```\n"
	want := []string{"Set it again, on the", "deployment that the app uses:", "", "1. This way:", "", "     " + command}
	if diff := cmp.Diff(want, RenderWhole(source, 30, Bare)); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesAreLinks(t *testing.T) {
	style := func(role Role, text string) string {
		if role == Link {
			return "<" + text + ">"
		}
		return text
	}
	for source, want := range map[string]string{
		"See https://docs.convex.dev/auth.":             "See <https://docs.convex.dev/auth>.",
		"(https://a.example/b_(c)), then":               "(<https://a.example/b_(c)>), then",
		"**https://a.example/x_y_z** and http://b.test": "<https://a.example/x_y_z> and <http://b.test>",
		"put https:// before it":                        "put https:// before it",
		"`https://a.example`":                           "https://a.example",
		"[the page](https://a.example)":                 "the page (<https://a.example>)",
		"xhttps://a.example":                            "xhttps://a.example",
	} {
		if diff := cmp.Diff([]string{want}, Render(source, 100, style)); diff != "" {
			t.Errorf("%s: %s", source, diff)
		}
	}
}

func TestNoRoom(t *testing.T) {
	for _, text := range []string{"a word", "漢字 wide", "- - - - - - - - a", "e\u0301\u0301\u0301"} {
		for width := -3; width < 4; width++ {
			if got := strings.Join(Wrap(text, width), ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Errorf("Wrap(%q, %d) = %q", text, width, got)
			}
			Render(text, width, Bare)
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("# a\n\n- b `c`\n\n```\nd\n```\n", 20)
	f.Add("<b> [x](y) **z", 3)
	f.Fuzz(func(t *testing.T, source string, width int) {
		if width > 500 {
			width = 500
		}
		Render(source, width, Bare)
		CodeBlocks(source)
	})
}

func BenchmarkRender(b *testing.B) {
	page, err := assets.Cause(ids.AudienceMismatch)
	if err != nil {
		b.Fatal(err)
	}
	fix, _ := page.Section("Fix")
	text := fix.TextFor(ids.FamilyUnknown)
	b.ReportAllocs()
	for b.Loop() {
		Render(text, 76, Bare)
	}
}
