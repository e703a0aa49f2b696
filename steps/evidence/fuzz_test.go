package evidence

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"convex-auth-doctor/steps/secret"

	"github.com/rogpeppe/go-internal/txtar"
)

// seeds adds the corpus and the carriers of a token to a fuzz target.
func seeds(f *testing.F) {
	files, _ := filepath.Glob("testdata/corpus/*.txtar")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, one := range txtar.Parse(data).Files {
			if _, paste, ok := bytes.Cut(one.Data, []byte("---\n")); ok {
				f.Add(paste)
			}
		}
	}
	for _, form := range carriers(sampleToken()) {
		f.Add([]byte(form.text))
	}
}

func FuzzRecognize(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var registry secret.Registry
		result := Recognize(data, &registry)
		for _, piece := range result.Pieces {
			if piece.Summary == "" || piece.Count < 1 || piece.Data == nil {
				t.Errorf("an empty piece: %s", piece.Kind)
			}
			if bytes.ContainsAny([]byte(piece.Summary), "\x1b\x07\n\r\x00\x01") {
				t.Errorf("a control character in %q", piece.Summary)
			}
			if piece.Where.Line < 0 || piece.Where.EndLine != 0 && piece.Where.EndLine < piece.Where.Line {
				t.Errorf("%s stands at %+v", piece.Kind, piece.Where)
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var registry secret.Registry
		result, err := RecognizeReader(iotest.HalfReader(bytes.NewReader(data)), &registry)
		if err != nil || result.Bytes != int64(len(data)) {
			t.Errorf("%d of %d bytes, %v", result.Bytes, len(data), err)
		}
	})
}

// partOf prepares a text for one recogniser.
func partOf(data []byte) *part {
	var registry secret.Registry
	part := newRun(&registry).newPart(cleaned(data), Where{Line: 1})
	part.scan()
	return part
}

func fuzzPart(f *testing.F, look func(part *part)) {
	seeds(f)
	f.Fuzz(func(_ *testing.T, data []byte) { look(partOf(data)) })
}

func FuzzSecrets(f *testing.F)  { fuzzPart(f, (*part).secrets) }
func FuzzEmbedded(f *testing.F) { fuzzPart(f, (*part).embeddedJSON) }
func FuzzLogLines(f *testing.F) { fuzzPart(f, (*part).logLines) }
func FuzzMessages(f *testing.F) {
	fuzzPart(f, func(part *part) { part.providerLists(part.messages()) })
}
func FuzzIdentities(f *testing.F) { fuzzPart(f, (*part).identities) }
func FuzzSources(f *testing.F)    { fuzzPart(f, (*part).sources) }
func FuzzPage(f *testing.F)       { fuzzPart(f, func(part *part) { part.pageEntries(0, 0, true) }) }
func FuzzLines(f *testing.F) {
	fuzzPart(f, func(part *part) { part.openLines(); part.eachLine() })
}
func FuzzAddresses(f *testing.F) { fuzzPart(f, (*part).addresses) }
func FuzzRest(f *testing.F)      { fuzzPart(f, (*part).rest) }

func FuzzStatusLine(f *testing.F) {
	fuzzPart(f, func(part *part) { part.statusLine(0, len(part.masked)) })
}

func FuzzVersionLine(f *testing.F) {
	fuzzPart(f, func(part *part) { part.versionLine(0, len(part.masked)) })
}

// FuzzWalk looks at anything that is JSON as a value of any shape.
func FuzzWalk(f *testing.F) {
	seeds(f)
	f.Fuzz(func(_ *testing.T, data []byte) {
		from := jsonSpace(data, 0)
		if end := jsonValue(data, from, 0); end > from {
			var registry secret.Registry
			newRun(&registry).walk(data[from:end], Where{Line: 1}, "")
		}
	})
}
