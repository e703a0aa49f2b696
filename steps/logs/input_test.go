package logs

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// hour is the log of a tab for an hour, in the CLI's JSON.
func hour() string {
	world := newWorld(1)
	world.browser().stay(0, 3700, 3600)
	world.traffic(0, 3700, 9)
	return renderJSONL(world.sorted())
}

func read(t *testing.T, data []byte, options Options) Summary {
	t.Helper()
	summary, err := Read(context.Background(), bytes.NewReader(data), options)
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

func hasNote(summary Summary, id string) bool {
	return slices.ContainsFunc(summary.Notes, func(note Note) bool { return note.ID == id })
}

// What is odd about a log is named, and what is good in it still counts.
func TestBadInput(t *testing.T) {
	good := hour()
	rows := strings.SplitAfter(good, "\n")
	long := `{"kind":"Completion","identifier":"x","a":"` + strings.Repeat("y", 100<<10) + `"}` + "\n"
	for _, c := range []struct {
		name    string
		log     string
		options Options
		pairs   int
		notes   []string
	}{
		{"good", good, Options{}, 2, nil},
		{"empty", "", Options{}, 0, []string{"empty"}},
		{"blank", "\n\n  \n", Options{}, 0, nil},
		{"long line in the middle", rows[0] + long + strings.Join(rows[1:], ""), Options{MaxLine: 64 << 10, chunk: 4096}, 2, []string{"long-lines"}},
		{"long last line", good + strings.TrimSpace(long), Options{MaxLine: 64 << 10, chunk: 4096}, 2, []string{"long-lines"}},
		{"nothing but a long line", strings.Repeat("x", 300<<10), Options{MaxLine: 64 << 10, chunk: 4096}, 0, []string{"long-lines"}},
		{"NUL bytes", good + strings.Repeat("\x00", 5000) + "\n" + `{"kind":`, Options{}, 2, []string{"nul-bytes", "half-last-line"}},
		{"half last line", good + rows[3][:100], Options{}, 2, []string{"half-last-line"}},
		{"torn rows", rows[0] + rows[1][:80] + "\n" + strings.Join(rows[1:], "") + `{"kind":"Compl` + "\n" + rows[2], Options{}, 2, []string{"damaged-rows"}},
		{"foreign rows", good + `{"level":"info","msg":"hello"}` + "\n", Options{}, 2, []string{"foreign-rows"}},
		{"read twice", good + good, Options{}, 2, []string{"clock-back", "duplicates"}},
		{"overlap", strings.Join(rows[:len(rows)/2+20], "") + strings.Join(rows[len(rows)/2-20:], ""), Options{}, 2, []string{"clock-back"}},
		{"cut document", "[\n  " + strings.ReplaceAll(rows[0], `,"`, ",\n    \"") + ",\n  " + strings.ReplaceAll(rows[1], `,"`, ",\n    \"")[:200], Options{}, 0, []string{"broken-document"}},
		{"grew", good, Options{Size: 10}, 2, []string{"grew"}},
		{"shrank", good, Options{Size: 1 << 30}, 2, []string{"shrank"}},
	} {
		summary := read(t, []byte(c.log), c.options)
		if summary.Refresh.Pairs != c.pairs {
			t.Errorf("%s: %d pairs, want %d", c.name, summary.Refresh.Pairs, c.pairs)
		}
		for _, id := range c.notes {
			if !hasNote(summary, id) {
				t.Errorf("%s: note %s is missing from %+v", c.name, id, summary.Notes)
			}
		}
		if len(c.notes) == 0 && len(summary.Notes) > 0 {
			t.Errorf("%s: notes %+v", c.name, summary.Notes)
		}
		if summary.Refresh.State == Suspicious {
			t.Errorf("%s: %s", c.name, summary.Sentence)
		}
		if c.options.chunk == 0 && !strictDocument([]byte(c.log)) {
			compareReaders(t, c.name, []byte(c.log), c.options)
		}
	}
}

// `--history` prints again what was printed before. In text only the time tells.
func TestTextOverlap(t *testing.T) {
	world := newWorld(3)
	for i := range 30 {
		world.browser().load(float64(i) * 41 * (1 + 0.5*world.random.Float64()))
	}
	log := renderText(world.sorted(), true, "1/2/2006, 3:04:05 PM", "")
	lines := strings.SplitAfter(log, "\n")
	half := len(lines) / 2
	for name, text := range map[string]string{
		"twice":   log + log,
		"thrice":  log + log + log,
		"overlap": strings.Join(lines[:half+60], "") + strings.Join(lines[half-60:], ""),
	} {
		summary := read(t, []byte(text), Options{})
		if summary.Refresh.Pairs != 30 || !hasNote(summary, "clock-back") || !hasNote(summary, "duplicates") {
			t.Errorf("%s: %d pairs, notes %+v", name, summary.Refresh.Pairs, summary.Notes)
		}
	}
}

func TestTwoDeployments(t *testing.T) {
	world := newWorld(4)
	world.browser().stay(0, 100, 3600)
	log := renderStream(world.sorted(), "webhook")
	log += strings.ReplaceAll(log, "happy-animal-123", "calm-otter-7")
	summary := read(t, []byte(log), Options{})
	if diff := cmp.Diff([]string{"calm-otter-7", "happy-animal-123"}, summary.Deployment); diff != "" || !hasNote(summary, "two-deployments") {
		t.Errorf("%s %+v", diff, summary.Notes)
	}
	text := "Watching logs for dev deployment happy-animal-123...\n" + strings.Repeat("8/22/2026, 9:00:00 AM [CONVEX Q(a:b)] Function executed in 1 ms\n", 3) +
		"▌ └─ https://calm-otter-7.convex.cloud\n"
	if got := read(t, []byte(text), Options{}).Deployment; len(got) != 2 {
		t.Errorf("deployments of the preamble: %v", got)
	}
}

// Formats in one file: nothing is lost, and times are brought together.
func TestMixedFormats(t *testing.T) {
	world := newWorld(5)
	for i := range 6 {
		world.browser().load(float64(i) * 100)
	}
	rows := world.sorted()
	third := len(rows) / 3
	third -= third % 14
	zone := func(rows []simRow, hours int) []simRow {
		moved := append([]simRow(nil), rows...)
		for i := range moved {
			moved[i].at = moved[i].at.Add(time.Duration(hours) * time.Hour)
		}
		return moved
	}
	log := renderJSONL(rows[:third]) + renderText(zone(rows[third:2*third], 2), true, "2.1.2006, 15:04:05", "") + renderDashboard(zone(rows[2*third:], 2))
	summary := read(t, []byte(log), Options{})
	if summary.Refresh.Pairs != 6 || !hasNote(summary, "mixed-formats") || hasNote(summary, "clock-back") {
		t.Errorf("%d pairs, notes %+v", summary.Refresh.Pairs, summary.Notes)
	}
	if summary.Span < 490*time.Second || summary.Span > 520*time.Second {
		t.Errorf("span %v", summary.Span)
	}
	if len(summary.Sources) != 3 {
		t.Errorf("sources %+v", summary.Sources)
	}
}

func TestTimesWithoutDate(t *testing.T) {
	var log strings.Builder
	for i := range 5 {
		at := time.Date(2026, 8, 22, 23, 58, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
		fmt.Fprintf(&log, "%s [CONVEX M(auth:store)] [INFO] '`auth:store` type: refreshSession'\n", at.Format("15:04:05"))
	}
	summary := read(t, []byte(log.String()), Options{})
	if summary.Span != 4*time.Minute || summary.Refresh.Pairs != 5 || hasNote(summary, "clock-back") {
		t.Errorf("span %v, pairs %d, notes %+v", summary.Span, summary.Refresh.Pairs, summary.Notes)
	}
	if summary.First != "23:58:00" {
		t.Errorf("first %q", summary.First)
	}
}

// Whatever a log is wrapped in, it says the same.
func TestWrappings(t *testing.T) {
	log := []byte(hour())
	want := read(t, log, Options{})
	wide := func(big bool) []byte {
		out := []byte{0xff, 0xfe}
		if big {
			out = []byte{0xfe, 0xff}
		}
		for _, unit := range utf16.Encode([]rune(string(log))) {
			if big {
				out = append(out, byte(unit>>8), byte(unit))
			} else {
				out = append(out, byte(unit), byte(unit>>8))
			}
		}
		return out
	}
	for name, data := range map[string][]byte{
		"gzip": gzipped(log), "two gzip members": append(gzipped(log[:len(log)/2]), gzipped(log[len(log)/2:])...), "zstd": zstded(t, log),
		"UTF-16": wide(false), "UTF-16, big-endian": wide(true), "UTF-8 mark": append([]byte("\ufeff"), log...),
		"carriage returns": bytes.ReplaceAll(log, []byte("\n"), []byte("\r\n")),
	} {
		summary := read(t, data, Options{})
		summary.Bytes = want.Bytes
		if diff := cmp.Diff(asJSON(t, want), asJSON(t, summary)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	cut := gzipped(log)
	summary, err := Read(context.Background(), bytes.NewReader(cut[:len(cut)*3/4]), Options{})
	if !errors.Is(err, io.ErrUnexpectedEOF) || summary.Rows == 0 || !hasNote(summary, "cut-off") || summary.Whole {
		t.Errorf("cut gzip: %v, %d rows, notes %+v", err, summary.Rows, summary.Notes)
	}
	for name, data := range map[string][]byte{"gzip": {0x1f, 0x8b, 1, 2, 3}, "zstd": {0x28, 0xb5, 0x2f, 0xfd, 1, 2}} {
		if _, err := Read(context.Background(), bytes.NewReader(data), Options{}); err == nil {
			t.Errorf("broken %s: no error", name)
		}
	}
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	writer.Write(data)
	writer.Close()
	return out.Bytes()
}

func zstded(t *testing.T, data []byte) []byte {
	t.Helper()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer encoder.Close()
	return encoder.EncodeAll(data, nil)
}

// blocking gives its data and then waits for ever, as a log that is still being written.
type blocking struct {
	data []byte
	wait chan struct{}
}

func (input *blocking) Read(p []byte) (int, error) {
	if len(input.data) == 0 {
		<-input.wait
		return 0, io.EOF
	}
	n := copy(p, input.data)
	input.data = input.data[n:]
	return n, nil
}

// Cancelling keeps what was read, even while the input blocks.
func TestCancel(t *testing.T) {
	input := &blocking{data: []byte(hour()), wait: make(chan struct{})}
	defer close(input.wait)
	total := int64(len(input.data))
	ctx, cancel := context.WithCancel(context.Background())
	summary, err := Read(ctx, input, Options{Progress: func(read int64) {
		if read == total {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || summary.Whole || summary.Refresh.Pairs != 2 || !hasNote(summary, "stopped") {
		t.Errorf("err %v, pairs %d, notes %+v", err, summary.Refresh.Pairs, summary.Notes)
	}
	ctx, cancel = context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, &blocking{wait: input.wait}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
}

type failingInput struct{ data io.Reader }

var errBroken = errors.New("broken pipe")

func (input failingInput) Read(p []byte) (int, error) {
	n, err := input.data.Read(p)
	if errors.Is(err, io.EOF) {
		err = errBroken
	}
	return n, err
}

func TestReadError(t *testing.T) {
	summary, err := Read(context.Background(), failingInput{strings.NewReader(hour())}, Options{})
	if !errors.Is(err, errBroken) || summary.Refresh.Pairs != 2 || !hasNote(summary, "stopped") {
		t.Errorf("err %v, pairs %d, notes %+v", err, summary.Refresh.Pairs, summary.Notes)
	}
}

// A live reader can be asked at any moment, and asking changes nothing.
func TestLive(t *testing.T) {
	world := newWorld(6)
	one := world.browser()
	for i := range 40 {
		one.refresh(float64(i)*0.5, outcome{})
	}
	log := renderJSONL(world.sorted())
	reader := NewReader(Options{})
	states := map[State]bool{}
	pairs := 0
	for i, line := range strings.SplitAfter(log, "\n") {
		io.WriteString(reader, line)
		if i%9 == 0 {
			summary := reader.Summary()
			states[summary.Refresh.State] = true
			if summary.Refresh.Pairs < pairs {
				t.Errorf("pairs went back from %d to %d", pairs, summary.Refresh.Pairs)
			}
			pairs = summary.Refresh.Pairs
		}
	}
	reader.Close()
	if _, err := reader.Write([]byte("x")); err == nil {
		t.Error("a closed reader takes more")
	}
	want := read(t, []byte(log), Options{})
	if diff := cmp.Diff(asJSON(t, want), asJSON(t, reader.Summary())); diff != "" {
		t.Error(diff)
	}
	if !states[Suspicious] {
		t.Errorf("the loop was not seen while it went on: %v", states)
	}
}

// endless makes a log of any size without holding it.
type endless struct {
	block []byte
	left  int
	at    int
}

func (input *endless) Read(p []byte) (int, error) {
	if input.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, input.block[input.at:])
	if input.at += n; input.at == len(input.block) {
		input.at = 0
		input.left--
	}
	return n, nil
}

// Memory does not grow with the log, nor with a line.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200 MB")
	}
	var block strings.Builder
	for block.Len() < 1<<20 {
		block.WriteString(hour())
	}
	for name, input := range map[string]*endless{
		"many rows":       {block: []byte(block.String()), left: 60},
		"one line":        {block: bytes.Repeat([]byte("x"), 1<<20), left: 100},
		"one open object": {block: bytes.Repeat([]byte(`"a":{"b":[1,2],"c":"d"},`), 1<<15), left: 60},
		"many long lines": {block: append(bytes.Repeat([]byte("y"), 9<<20), '\n'), left: 8},
		"long good lines": {block: []byte(`{"kind":"Completion","identifier":"a:b","logLines":[{"messages":["identity ` + strings.Repeat("z", 4<<20-200) + `"]}]}` + "\n"), left: 20},
	} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		most := before.HeapInuse
		_, err := Read(context.Background(), input, Options{Progress: func(int64) {
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapInuse)
		}})
		if err != nil {
			t.Fatal(err)
		}
		if grown := int64(most) - int64(before.HeapInuse); grown > 64<<20 {
			t.Errorf("%s: %d MB", name, grown>>20)
		} else {
			t.Logf("%s: %d MB", name, grown>>20)
		}
	}
}
