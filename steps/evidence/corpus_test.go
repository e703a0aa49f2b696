package evidence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"

	"github.com/rogpeppe/go-internal/txtar"
)

// The corpus holds pastes as people make them, by kind of evidence. Above "---" stands what must be found in each: the
// kind of a piece and a part of its summary. A line that begins with "!" names what must not be found.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/corpus/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archive := txtar.Parse(data)
		if len(archive.Files) < 10 {
			t.Errorf("%s holds %d variations, at least 10 are wanted", file, len(archive.Files))
		}
		for _, one := range archive.Files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+one.Name, func(t *testing.T) {
				head, paste, ok := strings.Cut(string(one.Data), "---\n")
				if !ok {
					t.Fatal("no expectation")
				}
				paste = strings.ReplaceAll(paste, "{{token}}", sampleToken())
				for form, text := range map[string]string{"as it is": paste, "CRLF": strings.ReplaceAll(paste, "\n", "\r\n"), "in a report": "Hello,\nsince yesterday it fails.\n\n" + paste + "\n\nThanks"} {
					var registry secret.Registry
					result := Recognize([]byte(text), &registry)
					checkExpectation(t, form, head, result)
					noSecret(t, form, &registry, result, sampleToken())
				}
			})
		}
	}
}

func checkExpectation(t *testing.T, form, head string, result Result) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(head), "\n") {
		absent := strings.HasPrefix(line, "!")
		kind, part, _ := strings.Cut(strings.TrimPrefix(line, "!"), " ")
		found := false
		for _, piece := range result.Pieces {
			found = found || string(piece.Kind) == kind && strings.Contains(piece.Summary, strings.TrimSpace(part))
		}
		if found == absent {
			var list []string
			for _, piece := range result.Pieces {
				list = append(list, string(piece.Kind)+" "+piece.Summary)
			}
			t.Errorf("%s: want %q; pieces:\n  %s", form, line, strings.Join(list, "\n  "))
		}
	}
}
