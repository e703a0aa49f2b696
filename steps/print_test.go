package steps

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"convex-auth-doctor/steps/ids"
)

func TestPrint(t *testing.T) {
	printed := map[string]string{}
	for _, format := range Formats() {
		var out bytes.Buffer
		if err := Print(&out, format); err != nil {
			t.Fatal(err)
		}
		printed[format] = out.String()
	}
	for format, text := range printed {
		for _, question := range Questions() {
			if !strings.Contains(text, string(question.ID)) {
				t.Errorf("%s lacks question %s", format, question.ID)
			}
		}
		for _, cause := range ids.Causes() {
			if !strings.Contains(text, string(cause)) {
				t.Errorf("%s lacks cause %s", format, cause)
			}
		}
	}
	var decoded struct {
		Schema    int
		Questions []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(printed[FormatJSON]), &decoded); err != nil || decoded.Schema != 1 || len(decoded.Questions) != len(Questions()) {
		t.Errorf("JSON: %v, schema %d, %d questions", err, decoded.Schema, len(decoded.Questions))
	}
	if err := Print(&bytes.Buffer{}, "svg"); err == nil || !strings.Contains(err.Error(), "mermaid") {
		t.Errorf("an unknown format names the known ones: %v", err)
	}
}
