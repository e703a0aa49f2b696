package evidence

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"convex-auth-doctor/steps/secret"

	"github.com/google/go-cmp/cmp"
)

// kept is what is compared of a result: kinds, summaries and counts, in order.
func kept(result Result) []string {
	var list []string
	for _, piece := range result.Pieces {
		list = append(list, string(piece.Kind)+" "+piece.Summary+" "+strings.Repeat("x", min(piece.Count, 9)))
	}
	return list
}

func TestReaderFindsWhatRecognizeFinds(t *testing.T) {
	inputs := map[string][]byte{"mixed": mixedText(700 << 10)}
	files, _ := filepath.Glob("testdata/captures/*")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		inputs[file] = data
	}
	for name, form := range carriers(sampleToken()) {
		inputs[name] = []byte(form.text)
	}
	for name, data := range inputs {
		t.Run(name, func(t *testing.T) {
			var one, other secret.Registry
			want := Recognize(data, &one)
			for form, reader := range map[string]io.Reader{"whole": bytes.NewReader(data), "halves": iotest.HalfReader(bytes.NewReader(data)), "end with data": iotest.DataErrReader(bytes.NewReader(data))} {
				got, err := RecognizeReader(reader, &other)
				if err != nil {
					t.Fatal(form, err)
				}
				if diff := cmp.Diff(kept(want), kept(got)); diff != "" {
					t.Errorf("%s: %s", form, diff)
				}
				if got.Bytes != int64(len(data)) || got.Encoding != want.Encoding {
					t.Errorf("%s: %d bytes of %s", form, got.Bytes, got.Encoding)
				}
			}
		})
	}
}

func TestReaderKeepsWhatCameBeforeAnError(t *testing.T) {
	broken := errors.New("the disk was pulled out")
	var registry secret.Registry
	result, err := RecognizeReader(io.MultiReader(strings.NewReader("'server identity' null\n"), iotest.ErrReader(broken)), &registry)
	if !errors.Is(err, broken) || len(of(result.Pieces, KindIdentity)) != 1 {
		t.Errorf("%v, %v", err, kept(result))
	}
}

// A JSON document that does not fit into the window is walked member by member.
func TestReaderWalksLargeJSON(t *testing.T) {
	large := strings.Repeat("0123456789abcdef", 6<<16) // 6 MB, longer than the window
	entry := harEntry("https://happy-otter-123.convex.cloud/api/query", 401, `{"code":"Unauthenticated","message":"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired."}`)
	for name, text := range map[string]string{
		"large body":        `{"log":{"entries":[` + harEntry("https://app.example.com/video", 200, large) + "," + entry + `]}}`,
		"large text beside": `{"big":"` + large + `","log":{"entries":[` + entry + `]}}`,
		"broken behind":     `{"log":{"entries":[` + entry + "," + harEntry("https://app.example.com/video", 200, large) + "," + entry + `,{"request":`,
		"list":              `[` + asJSON(large) + `,{"code":"Unauthenticated","message":"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired."}]`,
		"many rows":         strings.Repeat(`{"level":"info","msg":"nothing of interest happens here"}`+"\n", 60000) + `{"code":"Unauthenticated","message":"Could not verify OIDC token claim."}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			var registry secret.Registry
			result, err := RecognizeReader(strings.NewReader(text), &registry)
			if err != nil {
				t.Fatal(err)
			}
			for _, piece := range of(result.Pieces, KindMessage) {
				if piece.Data.(Message).ID == "backend-claim-not-verified" {
					return
				}
			}
			t.Errorf("the refusal was not found: %v", kept(result))
		})
	}
}

func TestReaderCountsLines(t *testing.T) {
	text := strings.Repeat("nothing to see in this line of a long text\n", 20000) + "'server identity' null\n"
	var registry secret.Registry
	result, err := RecognizeReader(strings.NewReader(text), &registry)
	if err != nil || len(result.Pieces) != 1 || result.Pieces[0].Where.Line != 20001 {
		t.Errorf("%v %+v", err, result.Pieces)
	}
}

func TestEncodings(t *testing.T) {
	text := "Failed to authenticate: \"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.\", check your server auth config ✖\n"
	little := toUTF16(text)
	big := make([]byte, len(little))
	for i := 0; i+1 < len(little); i += 2 {
		big[i], big[i+1] = little[i+1], little[i]
	}
	for want, data := range map[string][]byte{"UTF-16LE": little, "UTF-16BE": big, "UTF-8": append([]byte{0xef, 0xbb, 0xbf}, text...)} {
		for name, recognised := range map[string]func() Result{
			"at once": func() Result { var registry secret.Registry; return Recognize(data, &registry) },
			"read": func() Result {
				var registry secret.Registry
				result, _ := RecognizeReader(iotest.OneByteReader(bytes.NewReader(data)), &registry)
				return result
			},
		} {
			result := recognised()
			if result.Encoding != want || len(of(result.Pieces, KindMessage)) != 2 {
				t.Errorf("%s, %s: %s, %v", want, name, result.Encoding, kept(result))
			}
		}
	}
	var registry secret.Registry
	if result := Recognize(bytes.Repeat([]byte{0, 1, 2, 3, 0xff, 0}, 1000), &registry); result.Encoding != "binary" || len(result.Unknown) != 1 || len(result.Pieces) != 0 {
		t.Errorf("binary data: %+v", result)
	}
}
