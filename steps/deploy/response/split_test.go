package response

import (
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	type part struct{ url, begins string }
	answer := "HTTP/2 200\ncontent-type: application/json\n\n{}\n"
	for _, test := range []struct {
		name, text string
		want       []part
	}{
		{"no command", answer, []part{{"", "HTTP/2 200"}}},
		{"one command", "$ curl -i https://a.example/x\n" + answer, []part{{"https://a.example/x", "$ curl"}}},
		{"two commands", "me@host ~ % curl -i https://a.example/x\n" + answer + "me@host ~ % curl -sI 'https://b.example/y'\n" + answer,
			[]part{{"https://a.example/x", "me@host ~ % curl -i"}, {"https://b.example/y", "me@host ~ % curl -sI"}}},
		{"an answer before the first command", answer + "$ curl https://a.example/x\n{}\n", []part{{"", "HTTP/2 200"}, {"https://a.example/x", "$ curl"}}},
		{"the body speaks of it", "HTTP/2 404\n\nTry it: run curl https://a.example/x\n", []part{{"", "HTTP/2 404"}}},
		{"nothing", "", []part{{"", ""}}},
		{"a line without end", strings.Repeat("x", 3*lineWidth), []part{{"", "xxx"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Split([]byte(test.text))
			if len(got) != len(test.want) {
				t.Fatalf("%d parts, want %d", len(got), len(test.want))
			}
			whole := ""
			for i, want := range test.want {
				whole += string(got[i].Text)
				if got[i].URL != want.url || !strings.HasPrefix(string(got[i].Text), want.begins) {
					t.Errorf("part %d asks %q and begins %.20q, want %q and %q", i+1, got[i].URL, got[i].Text, want.url, want.begins)
				}
			}
			if whole != test.text {
				t.Error("the parts are not the text")
			}
		})
	}
}
