package report

import (
	"strings"
	"testing"

	"convex-auth-doctor/assets/markdown"
)

// TestLayout holds that no line is wider than Width, that texts of all rows begin in one column, and that nothing ends with a blank.
func TestLayout(t *testing.T) {
	long := strings.Repeat("words of a sentence ", 20) + strings.Repeat("x", 2*Width)
	lines := append(Labelled("project", long), Labelled("next", long)...)
	for _, line := range append(lines, Hang("  ✗ ENV-PAIR         ", long)...) {
		if markdown.Width(line) > Width || strings.HasSuffix(line, " ") {
			t.Errorf("%d columns: %q", markdown.Width(line), line)
		}
	}
	for _, line := range lines {
		if label := line[:2+LabelWidth]; !strings.HasSuffix(label, "  ") || line[2+LabelWidth] == ' ' {
			t.Errorf("the text begins in another column: %q", line)
		}
	}
	for _, line := range Hang("  ? ", long)[1:] {
		if !strings.HasPrefix(line, "    ") || line[4] == ' ' {
			t.Errorf("it hangs elsewhere: %q", line)
		}
	}
	if got := Row("fix", "one", "", "two"); strings.Join(got, "\n") != "  fix        one\n\n             two" {
		t.Errorf("a row of lines is %q", got)
	}
}
