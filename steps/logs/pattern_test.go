package logs

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/logs/internal/made"
)

// learned are layouts that know the rows of a log well, and rows of it. They learn nothing more.
func learned(t testing.TB, format string) (*layouts, [][]byte) {
	t.Helper()
	var data bytes.Buffer
	made.Log(&data, format, 300<<10)
	one := &chunk{data: data.Bytes()}
	known := &layouts{}
	one.parse(newTables(), known)
	patterns := 0
	for _, layout := range known.all {
		for _, step := range layout.steps {
			if step.pattern != nil {
				patterns++
			}
		}
	}
	if patterns == 0 {
		t.Fatal("no pattern was learned")
	}
	known.skip = 1 << 60
	return known, bytes.SplitAfter(data.Bytes(), []byte("\n"))
}

// compareLearned reads a row by what was learned and by nothing but itself. Other rows follow, because a pattern is not
// looked at near the end.
func compareLearned(t *testing.T, tables *tables, known *layouts, changed, behind []byte) {
	t.Helper()
	data := append(append([]byte(nil), changed...), behind...)
	fast, slow := &chunk{data: data}, &chunk{data: data}
	fast.parse(tables, known)
	slow.parse(tables, &layouts{skip: 1 << 60})
	if diff := cmp.Diff(slow.found, fast.found, cmp.AllowUnexported(found{}, row{}, span{})); diff != "" {
		t.Fatalf("%q: %s", changed, diff)
	}
}

// A row that differs from those that a layout knows at any place is read as if nothing were known.
func TestPatternsEqualReading(t *testing.T) {
	tables := newTables()
	for _, format := range []string{"jsonl", "stream"} {
		known, rows := learned(t, format)
		behind := rows[100]
		for _, row := range rows[:1] {
			for at := range row {
				if testing.Short() && at%11 != 0 {
					continue
				}
				for _, c := range []byte("\x00\x1f \"\\,.-+0159:;ex[]{}a\x7f\x80\xff\n") {
					changed := append([]byte(nil), row...)
					changed[at] = c
					compareLearned(t, tables, known, changed, behind)
				}
				for _, piece := range []string{"", "0", "00", `"`, `\"`, ".", ",", "é", `\u0061`} {
					compareLearned(t, tables, known, append(append(append([]byte(nil), row[:at]...), piece...), row[at:]...), behind)
					compareLearned(t, tables, known, append(append(append([]byte(nil), row[:at]...), piece...), row[at+1:]...), behind)
				}
			}
		}
		for _, row := range rows {
			compareLearned(t, tables, known, row, behind)
		}
	}
}

// FuzzPatterns puts other bytes into a row that a layout knows well.
func FuzzPatterns(f *testing.F) {
	tables := newTables()
	known, rows := learned(f, "jsonl")
	f.Add(uint16(0), uint16(60), uint16(3), []byte("x"))
	f.Add(uint16(1), uint16(400), uint16(8), []byte(`1.5,"a":"\\"`))
	f.Fuzz(func(t *testing.T, number, at, length uint16, piece []byte) {
		row := rows[int(number)%(len(rows)-1)]
		from := int(at) % len(row)
		to := min(len(row), from+int(length%64))
		compareLearned(t, tables, known, append(append(append([]byte(nil), row[:from]...), piece...), row[to:]...), rows[1])
	})
}

func TestEightDigits(t *testing.T) {
	for text, want := range map[string]int64{"00000000": 0, "12345678": 12345678, "99999999": 99999999, "10203040xyz": 10203040} {
		if got := eightDigits([]byte(text)); got != want {
			t.Errorf("%s: %d", text, got)
		}
	}
}

// Integers are found where the slower way finds a number with a comma behind it, and nowhere else.
func TestInteger(t *testing.T) {
	for text, want := range map[string]int{
		"0,______": 1, "7,______": 1, "1234567,": 7, "90,0,0,0": 2, "01,_____": failed, "00,_____": failed, "-1,_____": failed,
		"1.5,____": failed, "1e5,____": failed, "12345678,": failed, ",_______": failed, "12}_____": failed, "1,": failed,
		"1:,_____": failed, "1/,_____": failed, "\xca1,_____": failed,
	} {
		if got := integer([]byte(text), 0); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// A log whose rows are alike for long, and then are not, is read as the strict reader reads it.
func TestLongAlike(t *testing.T) {
	var data bytes.Buffer
	made.Log(&data, "jsonl", 400<<10)
	log := append(data.Bytes(), tricky[0]+"\n"+hour()...)
	log = append(log, bytes.ReplaceAll(data.Bytes()[:100<<10], []byte(`"returnBytes":`), []byte(`"returnBytes":0`))...)
	want := asJSON(t, strictRead(log, Options{}))
	summary, err := Read(context.Background(), bytes.NewReader(log), Options{})
	if diff := cmp.Diff(want, asJSON(t, summary)); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}
