package steps

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/secret"
)

// refreshRows is a log of n refreshes, 40 s apart, each an action and its mutation.
func refreshRows(n int) string {
	var log strings.Builder
	for i := range n {
		at := 1787357658 + float64(i)*40
		request, action := fmt.Sprintf("%016x", i+1), fmt.Sprintf("00000000-0000-4000-8000-%012x", i)
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Mutation","identifier":"auth:store","logLines":[{"messages":["'`+"`auth:store` type: refreshSession"+`'"],"level":"INFO","timestamp":%.0f}],"timestamp":%.3f,"cachedResult":false,"caller":"Action","parentExecutionId":%q,"error":null,"requestId":%q,"executionId":"m%d","returnBytes":701,"identityType":"unknown"}`+"\n", at*1000, at, action, request, i)
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Action","identifier":"auth:signIn","logLines":[],"timestamp":%.3f,"cachedResult":false,"caller":"HttpApi","parentExecutionId":null,"error":null,"requestId":%q,"executionId":%q,"returnBytes":712,"identityType":"unknown"}`+"\n", at+0.01, request, action)
	}
	return log.String()
}

// stalled gives its data and then blocks, as the pipe from a program does that waits for the next line.
type stalled struct {
	data    io.Reader
	waiting func() // called when the data is at its end
	forever chan struct{}
}

func (input *stalled) Read(p []byte) (int, error) {
	n, err := input.data.Read(p)
	if errors.Is(err, io.EOF) {
		if input.waiting != nil {
			input.waiting()
			input.waiting = nil
		}
		<-input.forever
	}
	return n, err
}

// A stream that is still being written ends when the person stops it, and everything that had come counts.
func TestReadStreamStopped(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		pairs int // -1: no log
		kind  evidence.Kind
	}{
		{"a short log", refreshRows(5), 5, evidence.KindLog},
		{"a long log", refreshRows(1500), 1500, evidence.KindLog},
		{"prose", "see `No auth provider found matching the given token` in the console\n", -1, evidence.KindMessage},
		{"nothing", "", -1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			input := &stalled{data: strings.NewReader(c.text), waiting: cancel, forever: make(chan struct{})}
			defer close(input.forever)
			reading, err := ReadStream(ctx, input, &secret.Registry{}, logs.Options{})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			found := c.kind == ""
			for _, piece := range reading.Result.Pieces {
				found = found || piece.Kind == c.kind
			}
			if !found {
				t.Errorf("no %s among %d pieces", c.kind, len(reading.Result.Pieces))
			}
			switch {
			case c.pairs < 0 && reading.Summary != nil:
				t.Errorf("a summary of what is no log: %+v", reading.Summary.Refresh)
			case c.pairs >= 0 && (reading.Summary == nil || reading.Summary.Refresh.Pairs != c.pairs || reading.Summary.Whole):
				t.Errorf("summary %+v, want %d refreshes and not whole", reading.Summary, c.pairs)
			}
		})
	}
}

// A file, the same bytes through a pipe, and those in small pieces say the same.
func TestReadStreamWays(t *testing.T) {
	for _, n := range []int{3, 1500} {
		text := refreshRows(n)
		path := filepath.Join(t.TempDir(), "log.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var want *logs.Summary
		for name, input := range map[string]io.Reader{"file": file, "pipe": strings.NewReader(text), "small pieces": io.LimitReader(pieces{strings.NewReader(text)}, int64(len(text)))} {
			progress := int64(0)
			reading, err := ReadStream(context.Background(), input, &secret.Registry{}, logs.Options{Progress: func(read int64) { progress = max(progress, read) }})
			if err != nil || reading.Summary == nil {
				t.Fatalf("%s: %v, summary %v", name, err, reading.Summary)
			}
			if want == nil {
				want = reading.Summary
			}
			if diff := cmp.Diff(want, reading.Summary); diff != "" || reading.Summary.Refresh.Pairs != n {
				t.Errorf("%s, %d refreshes: %s", name, reading.Summary.Refresh.Pairs, diff)
			}
			if progress != int64(len(text)) {
				t.Errorf("%s: progress ended at %d of %d", name, progress, len(text))
			}
		}
	}
}

type pieces struct{ input io.Reader }

func (pieces pieces) Read(p []byte) (int, error) { return pieces.input.Read(p[:min(len(p), 1000)]) }

// Rows of a log count also where most of the text is something else.
func TestReadStreamRowsInProse(t *testing.T) {
	prose := strings.Repeat("We changed the layout today and looked at the colours again.\n\n", 40)
	for name, text := range map[string]string{
		"short": prose + refreshRows(4) + prose,
		"long":  refreshRows(4) + strings.Repeat(prose, 300) + refreshRows(4), // the rows at the end are the same ones again
	} {
		reading, err := ReadStream(context.Background(), strings.NewReader(text), &secret.Registry{}, logs.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if reading.Summary == nil || reading.Summary.Refresh.Pairs != 4 {
			t.Errorf("%s: summary %+v", name, reading.Summary)
		}
	}
}

// A file that is longer or shorter than it was when it was opened says so.
func TestReadStreamSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.jsonl")
	if err := os.WriteFile(path, []byte(refreshRows(1500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int64]string{0: "", 10: "grew", 100 << 20: "shrank"} {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		reading, err := ReadStream(context.Background(), file, &secret.Registry{}, logs.Options{Size: size})
		file.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, note := range reading.Summary.Notes {
			if note.ID == "grew" || note.ID == "shrank" {
				got = note.ID
			}
		}
		if got != want {
			t.Errorf("size %d: note %q, want %q", size, got, want)
		}
	}
}
