package assets

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/ids"
)

// A page that serves several errors shows the part for the one that was said, first of all.
func TestPartsForMessages(t *testing.T) {
	const text = "common\n\n<!-- said: one-a one-b -->\n\nfor one {{app_url}}\n\n<!-- said: two -->\n\nfor two\n\n<!-- otherwise -->\n\nfor others\n\n<!-- always -->\n\nend"
	for _, c := range []struct {
		name   string
		values map[string]string
		want   string
	}{
		{"a page that is only read", nil, "common\n\nfor one https://<your-app>\n\nfor two\n\nfor others\n\nend"},
		{"one of the first", map[string]string{"said one-b": "yes", "app_url": "https://a.example"}, "common\n\nfor one https://a.example\n\nend"},
		{"both", map[string]string{"said one-a": "yes", "said two": "yes"}, "common\n\nfor one https://<your-app>\n\nfor two\n\nend"},
		{"none of them", map[string]string{"said three": "yes"}, "common\n\nfor others\n\nend"},
		{"nothing was said", map[string]string{}, "common\n\nfor others\n\nend"},
	} {
		if diff := cmp.Diff(c.want, Fill(text, c.values)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if diff := cmp.Diff([]string{"one-a", "one-b", "two"}, Said(text)); diff != "" {
		t.Error(diff)
	}
}

var comment = regexp.MustCompile(`(?m)^.*<!--.*$`)

// TestPartsAreWellFormed holds that a comment of a cause page is one of the marks that are understood.
func TestPartsAreWellFormed(t *testing.T) {
	mark := regexp.MustCompile(`^(<!-- said: [a-z0-9 -]+ -->|` + otherwiseMark + `|` + alwaysMark + `)$`)
	for _, name := range Names("causes") {
		page, err := Cause(ids.Cause(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range page.Sections {
			texts := []string{section.Text}
			for _, one := range section.For {
				texts = append(texts, one.Text)
			}
			for _, text := range texts {
				for _, line := range comment.FindAllString(text, -1) {
					if !mark.MatchString(line) {
						t.Errorf("%s: no mark is %q", name, line)
					}
				}
			}
		}
	}
}
