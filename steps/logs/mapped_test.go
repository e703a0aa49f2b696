package logs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func logFile(t *testing.T, data string) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// A file says what a stream says, also where a line is too long for a piece, or a document follows.
func TestFile(t *testing.T) {
	long := `{"kind":"Completion","identifier":"a:b","logLines":[],"executionId":"x","timestamp":1787357658,"a":"` + strings.Repeat("y", 20000) + `"}` + "\n"
	logs := map[string]string{"hour": hour(), "long line": hour() + long + hour(), "long first line": long + hour(), "no line feed": strings.TrimSpace(hour())}
	for number, scenario := range scenarios() {
		form := renderings()[number%len(renderings())]
		world := newWorld(uint64(number))
		scenario.play(world)
		log := form.render(world.sorted())
		logs[scenario.name+"/"+form.name] = log[:min(len(log), 1<<16)]
	}
	for name, log := range logs {
		want := asJSON(t, strictRead([]byte(log), Options{}))
		file := logFile(t, log)
		summary, err := Read(context.Background(), file, Options{chunk: 4096})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, asJSON(t, summary)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if at, _ := file.Seek(0, io.SeekCurrent); at != int64(len(log)) {
			t.Errorf("%s: the file stands at %d of %d", name, at, len(log))
		}
	}
}

func TestLastLineFeed(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		data := make([]byte, random.IntN(40))
		for i := range data {
			data[i] = "\n\v\x8a\x00\xff\x09ab"[random.IntN(8)]
		}
		if got, want := lastLineFeed(data), bytes.LastIndexByte(data, '\n'); got != want {
			t.Fatalf("%q: %d, want %d", data, got, want)
		}
	}
}

// A part of a file is read from where the file stands.
func TestFileFromTheMiddle(t *testing.T) {
	log := hour()
	file := logFile(t, "8/22/2026, 9:00:00 AM [CONVEX Q(a:b)] Function executed in 1 ms\n"+log)
	file.Seek(int64(strings.IndexByte("8/22/2026, 9:00:00 AM [CONVEX Q(a:b)] Function executed in 1 ms\n", '\n')+1), io.SeekStart)
	summary, err := Read(context.Background(), file, Options{chunk: 4096})
	if diff := cmp.Diff(asJSON(t, read(t, []byte(log), Options{})), asJSON(t, summary)); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// A file that grows while it is read is read to its new end; one that shrinks ends where it ends now.
func TestFileChangesWhileRead(t *testing.T) {
	log := strings.Repeat(hour(), 8)
	file := logFile(t, log)
	grown := false
	summary, err := Read(context.Background(), file, Options{chunk: 4096, Size: int64(len(log)), Progress: func(int64) {
		if !grown {
			grown = true
			other, _ := os.OpenFile(file.Name(), os.O_APPEND|os.O_WRONLY, 0)
			io.WriteString(other, hour())
			other.Close()
		}
	}})
	if err != nil || summary.Bytes != int64(len(log)+len(hour())) || !hasNote(summary, "grew") {
		t.Errorf("grown: %v, %d bytes, %+v", err, summary.Bytes, summary.Notes)
	}
	for _, left := range []int64{0, 1, 5000, 40000} {
		file = logFile(t, log)
		cut := false
		summary, err = Read(context.Background(), file, Options{chunk: 8192, Size: int64(len(log)), Progress: func(read int64) {
			if !cut && read > 30000 {
				cut = true
				os.Truncate(file.Name(), left)
			}
		}})
		if err != nil || summary.Bytes >= int64(len(log)) || !hasNote(summary, "shrank") {
			t.Errorf("shrunk to %d: %v, %d bytes, %+v", left, err, summary.Bytes, summary.Notes)
		}
	}
}

// A log that is written anew all the time while it is read, as a rotation does it, may say anything but never ends the
// program: between two looks at a row, its bytes may have become zeros or another row.
func TestFileWrittenAnewWhileRead(t *testing.T) {
	log := strings.Repeat(hour(), 2)
	file := logFile(t, log)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			os.Truncate(file.Name(), int64(n*5000%len(log)))
			other, err := os.OpenFile(file.Name(), os.O_WRONLY, 0)
			if err != nil {
				return
			}
			io.WriteString(other, log)
			other.Close()
		}
	}()
	for range 200 {
		file.Seek(0, io.SeekStart)
		if _, err := Read(context.Background(), file, Options{chunk: 8192}); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	<-stopped
}

// A row that has changed since it was found valid is none to learn from, whatever it is now.
func TestLearnFromAChangedRow(t *testing.T) {
	row := `{"kind":"Completion","identifier":"a:b","logLines":[],"usage":{"a":1},"timestamp":1787357658}`
	for at := range len(row) {
		for _, now := range []string{row[:at] + strings.Repeat("\x00", len(row)-at), strings.Repeat("\x00", at) + row[at:], row[at:] + row[:at]} {
			var layouts layouts
			layouts.learn(&chunk{data: []byte(now)}, 0, len(now))
			if learned := len(layouts.all) == 1; learned != (now == row) {
				t.Errorf("learned is %v from %q", learned, now)
			}
		}
	}
}

// What a file loses between the moment it is mapped and the moment it is read is named, to the byte, wherever it is cut:
// within a page, at its end, or in front of all of it.
func TestLostBytesAreNamed(t *testing.T) {
	log := strings.Repeat(hour(), 12)
	for _, left := range []int64{0, 1, 4096, 5000, 40960, 50000} {
		file := logFile(t, log)
		cut, mapped := false, int64(0)
		summary, err := Read(context.Background(), file, Options{chunk: 16384, workers: 1, Progress: func(read int64) {
			if !cut && read > 60000 { // a chunk is on its way that lies behind what will be left
				cut, mapped = true, read
				os.Truncate(file.Name(), left)
			}
		}})
		if err != nil || !cut {
			t.Fatal(err, cut)
		}
		at := slices.IndexFunc(summary.Notes, func(note Note) bool { return note.ID == "lost-bytes" })
		if at < 0 {
			t.Errorf("cut to %d: %+v", left, summary.Notes)
			continue
		}
		// The chunks before were read by then; what is lost is of the one that was to be read next.
		lost := mapped - summary.Bytes
		first := strings.Count(log[:summary.Bytes], "\n") + 1
		want := fmt.Sprintf("%d bytes are lost from line %d on,", lost, first)
		if !strings.HasPrefix(summary.Notes[at].Text, want) || lost <= 0 || hasNote(summary, "damaged-rows") || hasNote(summary, "nul-bytes") {
			t.Errorf("cut to %d: want %q in %+v", left, want, summary.Notes)
		}
		// What was counted is what a reader of the bytes that are left would count.
		if want := read(t, []byte(log[:summary.Bytes]), Options{}); want.Rows != summary.Rows || want.Refresh.Pairs != summary.Refresh.Pairs || want.Lines != summary.Lines {
			t.Errorf("cut to %d: %d rows, %d pairs, %d lines, want %d, %d, %d", left, summary.Rows, summary.Refresh.Pairs, summary.Lines, want.Rows, want.Refresh.Pairs, want.Lines)
		}
	}
}

// Names of a chunk whose turn comes later are those that were read, whatever the file has become by then.
func TestNamesOutliveTheFile(t *testing.T) {
	log := strings.Repeat(`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357658.1,"executionId":"e1"}`+"\n", 2000)
	file := logFile(t, log)
	mapper := newMapper(file, Options{chunk: 8192})
	if mapper == nil {
		t.Skip("files are not mapped here")
	}
	made := &chunk{}
	if !mapper.next(made) {
		t.Fatal("no chunk")
	}
	made.parseMapped(newTables(), &layouts{})
	os.Truncate(file.Name(), 0)
	for i := range made.rows {
		if name := string(made.text(made.rows[i].name)); name != "a:b" {
			t.Fatalf("row %d: %q", i, name)
		}
	}
}
