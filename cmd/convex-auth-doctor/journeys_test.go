package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// TestJourneys runs the scripts of testdata/journeys. Each is one way through the program, and reads like its
// documentation. Beside the commands of testscript they have these:
//
//	mktoken FILE family=clerk [claim=value]... [header.member=value]... [at=TIME]
//	    writes a token, signed with a throw-away key, as the family's library does. A value is JSON or else a text;
//	    "-" takes the member out. TIME is when it is used, RFC 3339; without it, now.
//	quote FILE TEMPLATE|@TEMPLATEFILE TOKENFILE
//	    puts a token into a text in place of {}; {|} breaks it into lines of 60 characters.
//	utf16 FILE FROM
//	    writes the text of a file in UTF-16, with a byte order mark.
//	badname
//	    sets BADNAME to the name of a file with escape sequences in it.
//	walk [flag]... ENTRY...
//	    asks in line mode, and then in full screen. An entry is an answer (question=answer, by their ids), the content
//	    of a file (@file), or a line as it is typed. It holds that the questions were asked in the order of the answers.
//	status N [<file] ARGUMENT...
//	    runs the program with these arguments and wants this exit status.
//	order TEXT...
//	    the texts stand on standard output of the last command, in this order. Blanks and line ends are all the same.
//	ends question=ID | cause=ID GRADE | outcome=ID
//	    what the last walk showed last. The grade is proved, likely, or answers: the cause rests on answers alone.
//	says TEXT...
//	    the texts stand in what was shown last, in any order. Blanks and line ends are all the same.
//	hides FILE
//	    the content of a file counts as a secret from here on.
//	walkline [flag]... ENTRY...
//	    a walk with entries that line mode alone has, such as "l 12": it is not played in full screen.
//	mkenv FILE GENERATION [CHANGE]...
//	    writes a list of variables, with keys that are made on the spot.
//	fails [ROW]..., row ID STATE [TEXT]...
//	    in the JSON of the last check these rows of the checklist fail, and no others; a row is in a state, and holds texts.
//
// Each walk is played in full screen, too, key by key, and must stand at the same place at its end. The page that the
// full screen prints to the terminal after leaving names the same cause, and says what "says" wants of a cause.
//
// After each walk and status: no part of a token that was made is on stdout or stderr, no escape sequence either, and
// nothing was written to the home directory or beside the evidence.
func TestJourneys(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/journeys",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, ".home")
			env.Setenv("HOME", home)
			env.Setenv("USERPROFILE", home)
			env.Setenv("TERM", "xterm-256color")
			env.Values[secretsKey{}] = &[]string{}
			env.Values[screenPageKey{}] = &bytes.Buffer{}
			return os.Mkdir(home, 0o755)
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Getuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"mktoken": makeToken, "quote": quote, "utf16": utf16File, "badname": badName, "status": wantStatus, "order": order, "ends": ends, "says": says, "hides": hides,
			"mkenv": makeEnv, "fails": fails, "row": row,
			"walkline": func(ts *testscript.TestScript, neg bool, arguments []string) { walk(ts, neg, arguments) },
			"walk": func(ts *testscript.TestScript, neg bool, arguments []string) {
				alsoOnScreen(t, ts, arguments, walk(ts, neg, arguments))
			},
		},
	})
}

type secretsKey struct{}

// hide remembers a secret. The header of a token is the same for all tokens of an issuer, and is none.
func hide(ts *testscript.TestScript, text string) {
	if head, rest, ok := strings.Cut(text, "."); ok && strings.HasPrefix(head, "eyJ") {
		text = rest
	}
	list := ts.Value(secretsKey{}).(*[]string)
	*list = append(*list, text)
}

func hides(ts *testscript.TestScript, _ bool, arguments []string) {
	for _, name := range arguments {
		hide(ts, strings.TrimSpace(ts.ReadFile(name)))
	}
}

func makeToken(ts *testscript.TestScript, _ bool, arguments []string) {
	if len(arguments) < 2 {
		ts.Fatalf("usage: mktoken FILE family=NAME [claim=value]...")
	}
	family, now := "", time.Now()
	var changes [][2]string
	for _, argument := range arguments[1:] {
		name, value, _ := strings.Cut(argument, "=")
		switch name {
		case "family":
			family = value
		case "at":
			at, err := time.Parse(time.RFC3339, value)
			ts.Check(err)
			now = at
		default:
			changes = append(changes, [2]string{name, value})
		}
	}
	token := tokentest.Of(family, now)
	for _, change := range changes {
		var value any = change[1]
		var decoded any
		switch err := json.Unmarshal([]byte(change[1]), &decoded); {
		case change[1] == "-":
			value = nil
		case err == nil:
			value = decoded
		}
		if member, ok := strings.CutPrefix(change[0], "header."); ok {
			token = token.WithHeader(member, value)
		} else {
			token = token.With(change[0], value)
		}
	}
	text := token.Sign()
	hide(ts, text)
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), []byte(text+"\n"), 0o644))
}

func quote(ts *testscript.TestScript, _ bool, arguments []string) {
	if len(arguments) != 3 {
		ts.Fatalf("usage: quote FILE TEMPLATE TOKENFILE")
	}
	template, token := arguments[1], strings.TrimSpace(ts.ReadFile(arguments[2]))
	if name, ok := strings.CutPrefix(template, "@"); ok {
		template = ts.ReadFile(name)
	}
	text := strings.ReplaceAll(template, "{}", token)
	text = strings.ReplaceAll(text, "{|}", regexp.MustCompile(".{60}").ReplaceAllString(token, "$0\n"))
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), []byte(text+"\n"), 0o644))
}

func utf16File(ts *testscript.TestScript, _ bool, arguments []string) {
	data := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(ts.ReadFile(arguments[1]))) {
		data = binary.LittleEndian.AppendUint16(data, unit)
	}
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), data, 0o644))
}

func badName(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("BADNAME", "no\x1b]0;renamed\x07\x1b[31m-file\u202e.txt")
}

// walk walks in line mode and returns what was written.
func walk(ts *testscript.TestScript, neg bool, arguments []string) string {
	if neg {
		ts.Fatalf("a walk ends with 0; use status")
	}
	flags := []string{"--plain"}
	for len(arguments) > 0 && strings.HasPrefix(arguments[0], "--") {
		flags, arguments = append(flags, arguments[0]), arguments[1:]
	}
	var input strings.Builder
	var titles []string
	for _, entry := range arguments {
		if name, ok := strings.CutPrefix(entry, "@"); ok {
			input.WriteString(strings.TrimRight(ts.ReadFile(name), "\n") + "\n\n")
			continue
		}
		if question, answer, ok := strings.Cut(entry, "="); ok {
			number, title := numberOf(ts, ids.Question(question), ids.Answer(answer))
			titles = append(titles, title)
			entry = strconv.Itoa(number)
		}
		input.WriteString(entry + "\n")
	}
	code, out := runProgram(ts, input.String(), flags)
	if code != 0 {
		ts.Fatalf("exit status %d", code)
	}
	inOrder(ts, out, titles)
	return out
}

func numberOf(ts *testscript.TestScript, id ids.Question, answer ids.Answer) (int, string) {
	question, ok := steps.Lookup(id)
	if !ok {
		ts.Fatalf("there is no question %s", id)
	}
	page, err := assets.Question(id)
	ts.Check(err)
	for i, one := range question.Answers {
		if one.ID == answer {
			return i + 1, page.Title
		}
	}
	ts.Fatalf("question %s has no answer %s", id, answer)
	return 0, ""
}

func wantStatus(ts *testscript.TestScript, _ bool, arguments []string) {
	if len(arguments) == 0 {
		ts.Fatalf("usage: status N ARGUMENT...")
	}
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	input := ""
	arguments = arguments[1:]
	if len(arguments) > 0 && strings.HasPrefix(arguments[0], "<") {
		input, arguments = ts.ReadFile(arguments[0][1:]), arguments[1:]
	}
	if code, _ := runProgram(ts, input, arguments); code != want {
		ts.Fatalf("exit status %d, want %d", code, want)
	}
}

// passed are the variables of a script's environment that the program may look at.
var passed = []string{"HOME", "USERPROFILE", "PATH", "TERM", "NO_COLOR", "ACCESSIBLE", "COLORFGBG", "TMPDIR", "TMP", "SYSTEMROOT", "TZ", "LANG", "LC_ALL"}

// runProgram runs the program as a process of its own, and looks at what it left behind.
func runProgram(ts *testscript.TestScript, input string, arguments []string) (code int, stdout string) {
	binary, err := os.Executable()
	ts.Check(err)
	var out, failed bytes.Buffer
	command := exec.Command(binary, arguments...)
	command.Args[0] = program
	command.Dir = ts.MkAbs(".")
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), &out, &failed
	command.Env = []string{}
	for _, name := range passed {
		if value := ts.Getenv(name); value != "" {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	before := filesBelow(ts, command.Dir)
	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	secrets := *ts.Value(secretsKey{}).(*[]string)
	for name, text := range map[string]string{"stdout": out.String(), "stderr": failed.String()} {
		for i, one := range secrets {
			if tokentest.Leaks(text, one) {
				ts.Fatalf("a part of secret %d of this script is on %s", i+1, name)
			}
		}
	}
	ts.Stdout().Write(out.Bytes())
	ts.Stderr().Write(failed.Bytes())
	if strings.Contains(out.String()+failed.String(), "\x1b") {
		ts.Fatalf("there is an escape sequence in the output")
	}
	if after := filesBelow(ts, command.Dir); after != before {
		ts.Fatalf("the program wrote to the disk: %s, before it was %s", after, before)
	}
	return command.ProcessState.ExitCode(), out.String()
}

// filesBelow lists the names of all files of a script, its home included.
func filesBelow(ts *testscript.TestScript, directory string) string {
	var names []string
	filepath.WalkDir(directory, func(path string, _ os.DirEntry, err error) error {
		if err == nil && !strings.HasPrefix(filepath.Base(path), ".tmp") {
			names = append(names, strings.TrimPrefix(path, directory))
		}
		return nil
	})
	return strings.Join(names, " ")
}

// order is the command that wants texts in their order.
func order(ts *testscript.TestScript, _ bool, arguments []string) {
	inOrder(ts, ts.ReadFile("stdout"), arguments)
}

func inOrder(ts *testscript.TestScript, out string, texts []string) {
	rest := blank.ReplaceAllString(out, " ")
	for i, text := range texts {
		_, after, ok := strings.Cut(rest, blank.ReplaceAllString(text, " "))
		if !ok {
			ts.Fatalf("not on stdout, or not at its place as number %d: %q", i+1, text)
		}
		rest = after
	}
}

// lastPage is what a walk showed last: a cause, an outcome, or a question.
func lastPage(ts *testscript.TestScript) string { return lastPageIn(ts, ts.ReadFile("stdout")) }

func lastPageIn(ts *testscript.TestScript, out string) string {
	parts := prompt.Split(out, -1)
	for i := len(parts) - 1; i >= 0; i-- {
		if causeName.MatchString(parts[i]) || outcomeOn(parts[i]) || questionOn(parts[i]) != "" {
			return parts[i]
		}
	}
	ts.Fatalf("no page was shown")
	return ""
}

// questionOn returns the question that a part of the output asks, "" for none.
func questionOn(part string) ids.Question {
	for _, question := range steps.Questions() {
		page, err := assets.Question(question.ID)
		if err == nil && regexp.MustCompile(`(?m)^(Step \d of 3, \w+\. |Production\. |Refresh\. )?`+regexp.QuoteMeta(page.Title)+`$`).MatchString(part) {
			return question.ID
		}
	}
	return ""
}

var (
	prompt    = regexp.MustCompile(`(?m)^.*\(b back, \? help\) > `)
	causeName = regexp.MustCompile(`Cause, ([^:]*):(?s:.*)\nIts name: (\S+)\n`)
)

func ends(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) == 0 {
		ts.Fatalf("usage: ends question=ID | cause=ID GRADE | outcome=ID")
	}
	page := lastPage(ts)
	kind, id, _ := strings.Cut(arguments[0], "=")
	found, grade := "question "+string(questionOn(page)), ""
	if groups := causeName.FindStringSubmatch(page); groups != nil {
		found, grade = groups[2], groups[1]
		if strings.HasPrefix(grade, "by your answers") {
			grade = "answers"
		}
	}
	switch kind {
	case "cause":
		if found != id || len(arguments) != 2 || grade != arguments[1] {
			ts.Fatalf("the walk ended at %s (%s)", found, grade)
		}
		words := map[string]string{"answers": "by your answers, the likeliest of what remains"}[grade]
		if page := screenPage(ts); page != "" && !strings.Contains(page, id+" · "+cmp.Or(words, grade)) {
			ts.Fatalf("the last page of the full screen does not name %s (%s): %s", id, grade, page)
		}
	case "question":
		if found != "question "+id {
			ts.Fatalf("the walk ended at %s", found)
		}
	case "outcome":
		outcome, err := assets.Outcome(ids.Outcome(id))
		ts.Check(err)
		if grade != "" || !strings.Contains(page, outcome.Title) {
			ts.Fatalf("the walk ended at %s", found)
		}
	default:
		ts.Fatalf("a walk ends at a question, a cause or an outcome")
	}
}

func says(ts *testscript.TestScript, neg bool, arguments []string) {
	page := blank.ReplaceAllString(lastPage(ts), " ")
	for _, text := range arguments {
		if strings.Contains(page, blank.ReplaceAllString(text, " ")) == neg {
			ts.Fatalf("on the last page, want %v: %q", !neg, text)
		}
		screen := strings.ToLower(screenPage(ts))
		if causeName.MatchString(lastPage(ts)) && screen != "" && strings.Contains(screen, strings.ToLower(blank.ReplaceAllString(text, " "))) == neg {
			ts.Fatalf("on the last page of the full screen, want %v: %q in %s", !neg, text, screen)
		}
	}
}

var blank = regexp.MustCompile(`\s+`)
