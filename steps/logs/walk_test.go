package logs

import (
	"encoding/json"
	"strings"
	"testing"
)

var jsonSeeds = []string{
	`{}`, `[]`, `"a"`, `0`, `-0.5e+10`, `01`, `1.`, `.5`, `1e`, `-`, `tru`, `true`, `null`, `nul`, `"\u00e4\n"`, `"\u00g1"`, `"\x"`,
	"\"a\x01\"", "\"a\x00bcdefgh\"", `{"a":1,}`, `{"a":1,"a":2}`, `{"a" : [ 1 , {"b":null} ] }`, `[1,]`, `[,1]`, `{1:2}`, `{"a"}`, `{"a":}`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx"`, "\"\xff\xfe\"", `"0123456789abcdef\"0123456789"`, `{"a":"b`, `[[[[1]]]]`, " {\n\"a\":1}\t",
	`"\ud83d\u0041"`, `"\ude00\ud83d\ude00"`,
}

// The walker accepts what encoding/json accepts, and unquotes as it does.
func FuzzWalker(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		from := space(data, 0, true)
		end := value(data, from, 0, true)
		got := end != failed && space(data, end, true) == len(data)
		want := json.Valid(data)
		if got != want && strings.Count(string(data), "[")+strings.Count(string(data), "{") < maxDepth {
			t.Fatalf("walker says %v, encoding/json says %v: %q", got, want, data)
		}
		if !got {
			return
		}
		var text string
		if data[from] == '"' && json.Unmarshal(data, &text) == nil {
			if mine := unquote(data[from:end]); mine != text {
				t.Fatalf("unquote(%q) = %q, want %q", data, mine, text)
			}
		}
	})
}

func TestRowEndsAtLineFeed(t *testing.T) {
	if end := value([]byte("{\"a\":\n1}"), 0, 0, false); end != failed {
		t.Errorf("a row went over the end of its line, to %d", end)
	}
	if end := value([]byte("{\"a\":\n1}"), 0, 0, true); end != 8 {
		t.Errorf("value = %d, want 8", end)
	}
	deep := strings.Repeat("[", 100000)
	if end := value([]byte(deep), 0, 0, true); end != failed {
		t.Error("endless nesting was accepted")
	}
}
