package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

// refreshOf is what `check --json` says of a log.
type refreshOf struct {
	Refresh *struct {
		Pairs int    `json:"pairs"`
		State string `json:"state"`
		Notes []struct {
			ID string `json:"id"`
		} `json:"notes"`
	} `json:"refresh"`
}

func checkLog(t *testing.T, path string) (status int, found refreshOf) {
	t.Helper()
	status, out, failed := runCommand(t, "check", "--json", path)
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatalf("status %d, %v\n%.500s\n%s", status, err, out, failed)
	}
	return status, found
}

func healthyLog(refreshes int, deployment string) string {
	var log strings.Builder
	for i := range refreshes {
		at := 1787357658123 + int64(i)*(40_000+int64(i*i%7)*1000)
		for _, function := range []string{`"auth:store","type":"mutation"`, `"auth:signIn","type":"action"`} {
			fmt.Fprintf(&log, `{"timestamp":%d,"topic":"function_execution","function":{"path":%s,"cached":false,"request_id":"%016x"},"execution_time_ms":9,"status":"success","error_message":null,"run_reason":"httpApi","usage":{"function_returns_bytes":705},"convex":{"deployment_name":%q}}`+"\n", at, function, i, deployment)
		}
	}
	return log.String()
}

// Logs with something wrong in them are read as far as they are good, and the summary names what is wrong.
func TestCheckOddLogs(t *testing.T) {
	good := healthyLog(30, "happy-otter-123")
	rows := strings.SplitAfter(good, "\n")
	const text = `8/22/2026, 1:14:18 AM [CONVEX Q(users:me)] [LOG] 'loaded'` + "\n"
	for _, c := range []struct {
		name  string
		log   string
		pairs int // -1: no log
		notes []string
	}{
		{"good", good, 30, nil},
		{"empty", "", -1, nil},
		{"a line of 100 MB in it", rows[0] + rows[1] + strings.Repeat("y", 100<<20) + "\n" + strings.Join(rows[2:], ""), 30, []string{"long-lines"}},
		{"a row of 100 MB in it", rows[0] + rows[1] + `{"kind":"Completion","udfType":"Query","identifier":"a:b","error":"` + strings.Repeat("y", 100<<20) + `"}` + "\n" + strings.Join(rows[2:], ""), 30, []string{"long-lines"}},
		{"NUL bytes", rows[0] + rows[1] + strings.Repeat("\x00", 4000) + "\n" + strings.Join(rows[2:], ""), 30, []string{"nul-bytes"}},
		{"half a line at the end", good + rows[0][:80], 30, []string{"half-last-line"}},
		{"torn lines in the middle", rows[0] + rows[1] + rows[2][:70] + "\n" + strings.Join(rows[2:], ""), 30, []string{"damaged-rows"}},
		{"formats mixed", good + text + text, 30, []string{"mixed-formats"}},
		{"the clock goes back", strings.Join(rows[20:], "") + strings.Join(rows[:20], ""), 30, []string{"clock-back"}},
		{"everything twice", good + good, 30, []string{"duplicates"}},
		{"two deployments", good + strings.ReplaceAll(healthyLog(10, "calm-cat-456"), `"request_id":"0`, `"request_id":"f`), 40, []string{"two-deployments"}},
	} {
		if testing.Short() && len(c.log) > 10<<20 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			status, found := checkLog(t, writeEvidence(t, c.log))
			if c.pairs < 0 {
				if status == 0 || found.Refresh != nil && found.Refresh.Pairs > 0 {
					t.Errorf("status %d, %+v", status, found.Refresh)
				}
				return
			}
			if found.Refresh == nil || found.Refresh.Pairs != c.pairs || found.Refresh.State != "expected" || status != 0 {
				t.Fatalf("status %d, %+v, want %d refreshes", status, found.Refresh, c.pairs)
			}
			for _, want := range c.notes {
				if !slices.ContainsFunc(found.Refresh.Notes, func(note struct {
					ID string `json:"id"`
				}) bool {
					return note.ID == want
				}) {
					t.Errorf("%s is not noted: %+v", want, found.Refresh.Notes)
				}
			}
		})
	}
}

// A log says the same however it is packed.
func TestCheckPackedLogs(t *testing.T) {
	good := healthyLog(3000, "happy-otter-123") // longer than what is looked at first
	var zipped, packed bytes.Buffer
	gz := gzip.NewWriter(&zipped)
	gz.Write([]byte(good))
	gz.Close()
	zs, err := zstd.NewWriter(&packed)
	if err != nil {
		t.Fatal(err)
	}
	zs.Write([]byte(good))
	zs.Close()
	for name, log := range map[string]string{"plain": good, "gzip": zipped.String(), "zstd": packed.String(), "one array": "[" + strings.TrimSuffix(strings.ReplaceAll(good, "}\n{", "},{"), "\n") + "]"} {
		status, found := checkLog(t, writeEvidence(t, log))
		if status != 0 || found.Refresh == nil || found.Refresh.Pairs != 3000 || found.Refresh.State != "expected" {
			t.Errorf("%s: status %d, %+v", name, status, found.Refresh)
		}
	}
}

// A file that grows, shrinks or goes away while it is read is read to some end, and nothing breaks.
func TestCheckFileChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.jsonl")
	block := []byte(healthyLog(3000, "happy-otter-123"))
	if err := os.WriteFile(path, bytes.Repeat(block, 12), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for turn := 0; ; turn++ {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
			if turn%2 == 0 {
				os.Truncate(path, int64(len(block)*(1+turn%5)))
			} else if file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0); err == nil {
				file.Write(block)
				file.Close()
			}
		}
	}()
	for range 5 {
		if _, found := checkLog(t, path); found.Refresh == nil || found.Refresh.Pairs == 0 {
			t.Errorf("%+v", found.Refresh)
		}
	}
	close(done)
	<-ended
}
