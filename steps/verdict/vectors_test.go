package verdict

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vector is one recorded answer of Convex's own code.
type vector struct {
	ID        string          `json:"id"`
	Mutations []string        `json:"mutations"`
	Request   json.RawMessage `json:"request"`
	Expect    map[string]any  `json:"expect"`
}

// groups counts the vectors of one issuer family, or with one mutation, and those that agree.
type groups map[string]*[2]int

func (counted groups) add(name string, agrees bool) {
	if counted[name] == nil {
		counted[name] = &[2]int{}
	}
	counted[name][0]++
	if agrees {
		counted[name][1]++
	}
}

// TestVectors runs every recorded answer: those of this repository, and those of the directories in VERDICT_VECTORS
// (separated as in PATH; each holds *.jsonl or *.jsonl.gz).
func TestVectors(t *testing.T) {
	directories := append([]string{"testdata"}, filepath.SplitList(os.Getenv("VERDICT_VECTORS"))...)
	for _, directory := range directories {
		var files []string
		for _, pattern := range []string{"*.jsonl", "*.jsonl.gz"} {
			found, _ := filepath.Glob(filepath.Join(directory, pattern))
			files = append(files, found...)
		}
		if len(files) == 0 {
			t.Errorf("%s holds no vectors", directory)
		}
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) { runVectors(t, file) })
		}
	}
}

func runVectors(t *testing.T, file string) {
	families, mutations := groups{}, groups{}
	failures := 0
	eachVector(t, file, func(one vector) {
		diff := compare(t, one)
		family := one.ID
		if cutAt := strings.LastIndexByte(family, '-'); cutAt > 0 {
			family = family[:cutAt]
		}
		families.add(family, diff == "")
		for _, mutation := range one.Mutations {
			mutations.add(mutation, diff == "")
		}
		if diff == "" {
			return
		}
		if failures++; failures <= 20 {
			t.Errorf("%s %v (-want +got):\n%s", one.ID, one.Mutations, diff)
		}
	})
	for _, group := range []groups{families, mutations} {
		for _, name := range sortedNames(group) {
			t.Logf("%-24s %5d of %5d agree", name, group[name][1], group[name][0])
		}
	}
	if failures > 0 {
		t.Errorf("%d vectors differ", failures)
	}
}

func sortedNames(counted groups) []string {
	names := make([]string, 0, len(counted))
	for name := range counted {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func eachVector(t testing.TB, file string, do func(vector)) {
	t.Helper()
	opened, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	var reader io.Reader = opened
	if strings.HasSuffix(file, ".gz") {
		if reader, err = gzip.NewReader(opened); err != nil {
			t.Fatal(err)
		}
	}
	lines := bufio.NewReaderSize(reader, 1<<16)
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var one vector
			if err := json.Unmarshal(line, &one); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			do(one)
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compare returns the differences between the recorded answer and ours, in every member but chain.
func compare(t testing.TB, one vector) string {
	t.Helper()
	var request Request
	if err := json.Unmarshal(one.Request, &request); err != nil {
		return err.Error()
	}
	written, err := json.Marshal(Decide(request))
	if err != nil {
		return err.Error()
	}
	var got map[string]any
	if err := json.Unmarshal(written, &got); err != nil {
		return err.Error()
	}
	delete(one.Expect, "chain")
	return cmp.Diff(flat(one.Expect), flat(got))
}

// flat writes each member as JSON text: cmp would take for ever on claims that are nested a hundred levels deep.
func flat(members map[string]any) map[string]string {
	texts := make(map[string]string, len(members))
	for name, value := range members {
		written, err := json.Marshal(value)
		texts[name] = string(written)
		if err != nil {
			texts[name] = err.Error()
		}
	}
	return texts
}
