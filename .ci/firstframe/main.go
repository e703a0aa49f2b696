// Command firstframe times how long programs take to their first frame on a pseudo terminal, one that answers the
// questions a program may ask and one that stays silent. The programs take turns, so that a slow moment of the machine
// hits all of them.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/creack/pty"
)

type contest struct {
	name    string
	command []string
	frame   string // what stands in its first frame
	answers bool   // the terminal answers
	times   []time.Duration
	asked   bool // the background colour was asked for before the first frame
}

func main() {
	runs := flag.Int("n", 15, "runs of each program")
	flag.Parse()
	dir, err := os.MkdirTemp("", "firstframe")
	check(err)
	defer os.RemoveAll(dir)
	bare, doctor := filepath.Join(dir, "bare"), filepath.Join(dir, "convex-auth-doctor")
	build(bare, "./.ci/firstframe/bare")
	build(doctor, "./cmd/convex-auth-doctor")
	contests := []*contest{
		{name: "bare Bubble Tea program, terminal answers", command: []string{bare}, frame: "first frame", answers: true},
		{name: "wizard, terminal answers", command: []string{doctor, dir}, frame: "find out why", answers: true},
		{name: "wizard, silent terminal", command: []string{doctor, dir}, frame: "find out why"},
		{name: "explain, silent terminal", command: []string{doctor, "explain", "audience-mismatch"}, frame: "audience"},
		{name: "check, silent terminal", command: []string{doctor, "check", os.DevNull}, frame: "recognised"},
	}
	for i := 0; i <= *runs; i++ {
		for _, one := range contests {
			took, err := one.run()
			check(err)
			if i > 0 { // the first run warms the caches
				one.times = append(one.times, took)
			}
		}
	}
	base := median(contests[0].times)
	for _, one := range contests {
		note := ""
		if one.asked {
			note = "  asked for the background colour before the first frame"
		}
		took := median(one.times)
		fmt.Printf("%-45s median %7.1f ms  %.2f of the bare program%s\n", one.name, milliseconds(took), float64(took)/float64(base), note)
	}
}

func (one *contest) run() (time.Duration, error) {
	command := exec.Command(one.command[0], one.command[1:]...)
	command.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "COLORFGBG=", "NO_COLOR=", "ACCESSIBLE=")
	begin := time.Now()
	terminal, err := pty.StartWithSize(command, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return 0, err
	}
	defer func() {
		command.Process.Kill()
		command.Wait()
		terminal.Close()
	}()
	deadline := time.AfterFunc(20*time.Second, func() { command.Process.Kill() })
	defer deadline.Stop()
	var seen []byte
	buffer := make([]byte, 4096)
	answered := 0
	for {
		n, err := terminal.Read(buffer)
		seen = append(seen, buffer[:n]...)
		if bytes.Contains(seen, []byte(one.frame)) {
			return time.Since(begin), nil
		}
		if asked := bytes.Count(seen, []byte("\x1b]11;?")); asked > 0 {
			one.asked = true
			if one.answers && asked > answered {
				answered = asked
				terminal.Write([]byte("\x1b]11;rgb:1e1e/1e1e/1e1e\x07\x1b[1;1R"))
			}
		}
		if err != nil {
			return 0, fmt.Errorf("%s ended without a first frame: %w", one.name, err)
		}
	}
}

func build(target, source string) {
	command := exec.Command("go", "build", "-o", target, source)
	command.Stderr = os.Stderr
	check(command.Run())
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "firstframe:", err)
		os.Exit(1)
	}
}
