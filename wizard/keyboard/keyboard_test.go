package keyboard

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// run plays pieces of input and returns what happened, as one text: keys as they are, pastes and answers in brackets.
// Between pieces of one group there is no pause; after each group there is silence.
func run(groups ...[]string) string {
	var out strings.Builder
	var keys []byte
	say := func() {
		if len(keys) > 0 {
			fmt.Fprintf(&out, "%q", keys)
			keys = nil
		}
	}
	reader := &Reader{deliver: func(message any) {
		say()
		switch message := message.(type) {
		case Paste:
			fmt.Fprintf(&out, "[paste %q]", shorten(message.Data))
		case Refused:
			fmt.Fprintf(&out, "[refused %d]", message.Size)
		case BackgroundReply:
			fmt.Fprintf(&out, "[background %s]", message.Colour)
		}
	}}
	look := func() {
		for reader.advance(); len(reader.ready) > 0; reader.advance() {
			keys = append(keys, reader.ready...)
			reader.ready = nil
		}
	}
	for _, group := range groups {
		for _, piece := range group {
			reader.take(chunk{data: []byte(piece)})
			look()
		}
		if reader.patience() > 0 {
			reader.settle()
			look()
		}
		say()
	}
	reader.take(chunk{err: io.EOF})
	look()
	say()
	return out.String()
}

func shorten(data []byte) string {
	if len(data) > 200 {
		return fmt.Sprintf("%s… %d bytes", data[:8], len(data))
	}
	return string(data)
}

func TestReader(t *testing.T) {
	long := strings.Repeat("abcdefgh", 10)
	big := strings.Repeat("x", Limit)
	for _, c := range []struct {
		name   string
		groups [][]string
		want   string
	}{
		{"a key", [][]string{{"j"}}, `"j"`},
		{"keys typed fast", [][]string{{"j", "j", "k"}}, `"jjk"`},
		{"enter", [][]string{{"\r"}}, `"\r"`},
		{"arrow", [][]string{{"\x1b[A"}}, `"\x1b[A"`},
		{"arrow held down", [][]string{{strings.Repeat("\x1b[B", 20)}}, fmt.Sprintf("%q", strings.Repeat("\x1b[B", 20))},
		{"escape", [][]string{{"\x1b"}}, `"\x1b"`},
		{"alt key", [][]string{{"\x1bb"}}, `"\x1bb"`},
		{"ctrl-c", [][]string{{"\x03"}}, `"\x03"`},
		{"umlaut", [][]string{{"ä"}}, `"ä"`},
		{"bracketed", [][]string{{"\x1b[200~hello\rworld\r\n!\x1b[201~"}}, `[paste "hello\nworld\n!"]`},
		{"empty paste", [][]string{{"\x1b[200~\x1b[201~"}}, `[paste ""]`},
		{"keys around", [][]string{{"a\x1b[200~p\x1b[201~b"}}, `"a"[paste "p"]"b"`},
		{"bracketed in pieces", [][]string{{"\x1b[2", "00~he", "llo\x1b[20", "1~"}}, `[paste "hello"]`},
		{"an escape inside", [][]string{{"\x1b[200~a\x1b[31mb\x1b[201~"}}, `[paste "a\x1b[31mb"]`},
		{"a pause inside", [][]string{{"\x1b[200~one"}, {" two\x1b[201~"}}, `[paste "one two"]`},
		{"never ended", [][]string{{"\x1b[200~one\x1b[20"}}, `[paste "one\x1b[20"]`},
		{"burst", [][]string{{long}}, fmt.Sprintf("[paste %q]", long)},
		{"burst with line ends", [][]string{{"line one of the paste\rq\rline two of the paste\r"}}, `[paste "line one of the paste\nq\nline two of the paste\n"]`},
		{"burst byte by byte", [][]string{strings.Split(long, "")}, fmt.Sprintf("[paste %q]", long)},
		{"two bursts", [][]string{{long}, {long}}, fmt.Sprintf("[paste %q][paste %q]", long, long)},
		{"burst then key", [][]string{{long}, {"q"}}, fmt.Sprintf("[paste %q]\"q\"", long)},
		{"short text is typing", [][]string{{strings.Repeat("x", Burst-1)}}, fmt.Sprintf("%q", strings.Repeat("x", Burst-1))},
		{"limit", [][]string{{"\x1b[200~" + big + "\x1b[201~"}}, fmt.Sprintf("[paste %q]", fmt.Sprintf("xxxxxxxx… %d bytes", Limit))},
		{"too large", [][]string{{"\x1b[200~" + big + "y\x1b[201~q"}}, fmt.Sprintf("[refused %d]\"q\"", Limit+1)},
		{"too large burst", [][]string{{big + "y"}, {"q"}}, fmt.Sprintf("[refused %d]\"q\"", Limit+1)},
		{"background, BEL", [][]string{{"\x1b]11;rgb:0000/0000/0000\x07"}}, `[background rgb:0000/0000/0000]`},
		{"background, ST, in pieces", [][]string{{"\x1b]11;rgb:ffff/ff", "ff/ffff\x1b\\j"}}, `[background rgb:ffff/ffff/ffff]"j"`},
		{"no UTF-8", [][]string{{"\x1b[200~\xff\xfe\x00\x1b[201~"}}, `[paste "\xff\xfe\x00"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, run(c.groups...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// still is a terminal that gives all of its bytes and then ends.
type still struct{ *bytes.Reader }

func (still) Write(data []byte) (int, error) { return len(data), nil }
func (still) Close() error                   { return nil }
func (still) Fd() uintptr                    { return 0 }

func FuzzReader(f *testing.F) {
	f.Add([]byte("j\x1b[200~paste\x1b[201~\x1b[A\x1b]11;rgb:0/0/0\x07"))
	f.Add([]byte("\x1b[20\x1b[200~\x1b[201\x1b[201~\x1b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pasted := 0
		reader := newReader(still{bytes.NewReader(data)}, func(message any) {
			if paste, ok := message.(Paste); ok {
				pasted += len(paste.Data)
			}
		}, func(time.Duration) <-chan time.Time { return nil })
		keys, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		if len(keys)+pasted > len(data) {
			t.Fatalf("%d bytes came in, %d keys and %d pasted bytes came out", len(data), len(keys), pasted)
		}
		if !bytes.Contains(data, []byte("\x1b")) && len(data) < Burst && !bytes.Equal(keys, data) {
			t.Fatalf("typed %q, read %q", data, keys)
		}
	})
}

func BenchmarkPaste500KB(b *testing.B) {
	data := []byte("\x1b[200~" + strings.Repeat("x", 500<<10) + "\x1b[201~")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		reader := New(still{bytes.NewReader(data)}, func(any) {})
		io.Copy(io.Discard, struct{ io.Reader }{reader})
	}
}
