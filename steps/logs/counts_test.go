package logs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Lines are counted as an editor does: a last one without a line feed is one too, also where it holds the whole log.
func TestLinesCounted(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(hour()), "\n")
	for _, c := range []struct {
		name, log string
		lines     int64
	}{
		{"nothing", "", 0},
		{"whole lines", strings.Join(rows, "\n") + "\n", int64(len(rows))},
		{"no line feed at the end", strings.Join(rows, "\n"), int64(len(rows))},
		{"an array on one line", "[" + strings.Join(rows, ",") + "]", 1},
		{"an array on one line, and a line feed", "[" + strings.Join(rows, ",") + "]\n", 1},
		{"an array over lines", "[\n" + strings.Join(rows, ",\n") + "\n]", int64(len(rows) + 2)},
	} {
		for _, chunk := range []int{0, 4096} {
			if got := read(t, []byte(c.log), Options{chunk: chunk}).Lines; got != c.lines {
				t.Errorf("%s, chunks of %d: %d lines, want %d", c.name, chunk, got, c.lines)
			}
		}
		path := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(path, []byte(c.log), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		summary, err := Read(t.Context(), file, Options{})
		file.Close()
		if err != nil || summary.Lines != c.lines {
			t.Errorf("%s, from a file: %d lines, want %d; %v", c.name, summary.Lines, c.lines, err)
		}
	}
}

// All rows that stand in a log twice are counted as such, not only those of refreshes.
func TestRepeatsCounted(t *testing.T) {
	world := newWorld(3)
	world.browser().stay(0, 900, 300)
	world.traffic(0, 900, 5)
	rows := strings.SplitAfter(renderings()[0].render(world.sorted()), "\n")
	rows = rows[:len(rows)-1]
	for _, again := range []int{0, 1, 60} {
		log := strings.Join(rows, "") + strings.Join(rows[len(rows)-again:], "")
		want := map[int]string{0: "", 1: "1 row is repeated", 60: "60 rows are repeated"}[again]
		summary, got := read(t, []byte(log), Options{}), ""
		for _, note := range summary.Notes {
			if note.ID == "duplicates" {
				got, _, _ = strings.Cut(note.Text, ";")
			}
		}
		if got != want {
			t.Errorf("%d rows twice: %q, want %q", again, got, want)
		}
	}
}

// Of a log with more rows than are remembered it is not said that these are all.
func TestRepeatsBounded(t *testing.T) {
	var log strings.Builder
	for i := range repeatsMost + 10 {
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":%d,"error":null,"executionId":"%016x"}`+"\n", 1787357658+i, i*7919)
	}
	first, _, _ := strings.Cut(log.String(), "\n")
	summary := read(t, []byte(first+"\n"+log.String()), Options{})
	for _, note := range summary.Notes {
		if note.ID == "duplicates" && strings.HasPrefix(note.Text, "At least 1 row") {
			return
		}
	}
	t.Errorf("notes %+v", summary.Notes)
}
