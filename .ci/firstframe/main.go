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
	"strings"
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
	app := filepath.Join(dir, "app")
	check(makeApp(app))
	contests := []*contest{
		{name: "bare Bubble Tea program, terminal answers", command: []string{bare}, frame: "first frame", answers: true},
		{name: "wizard, terminal answers", command: []string{doctor, dir}, frame: "find out why", answers: true},
		{name: "wizard in a middle-sized project", command: []string{doctor, app}, frame: "find out why", answers: true},
		{name: "the same, until the project is shown", command: []string{doctor, app}, frame: "happy-otter-123", answers: true},
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

// appFiles is how many files of code a middle-sized project has.
const appFiles = 1000

// makeApp writes such a project: the scan of it must not hold the first frame up.
func makeApp(dir string) error {
	files := map[string]string{
		"package.json":          `{"name": "app", "dependencies": {"convex": "^1.48.0", "next": "^16.0.0", "@clerk/nextjs": "^7.0.0"}}`,
		".env.local":            "CONVEX_DEPLOYMENT=dev:happy-otter-123\nNEXT_PUBLIC_CONVEX_URL=https://happy-otter-123.convex.cloud\n",
		"convex/auth.config.ts": "export default {\n  providers: [\n    { domain: process.env.CLERK_JWT_ISSUER_DOMAIN!, applicationID: \"convex\" },\n  ],\n};\n",
	}
	for i := range appFiles {
		files[fmt.Sprintf("src/m%d/c%d.tsx", i/50, i%50)] = "import { useQuery } from \"convex/react\";\nimport { api } from \"@/convex/_generated/api\";\n" +
			strings.Repeat("export function Card({ title }: { title: string }) { return <p className=\"card\">It's {title}</p>; }\n", 30)
	}
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
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
