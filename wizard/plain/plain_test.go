package plain

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard"
)

func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
	os.Exit(m.Run())
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// walked is what line mode wrote for an input from a pipe.
func walked(t testing.TB, input string, change ...func(*Options)) string {
	t.Helper()
	in, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	go func() {
		io.WriteString(feed, input)
		feed.Close()
	}()
	var out strings.Builder
	session := steps.NewSession(func() time.Time { return noon }, false)
	options := Options{Session: session, In: in, Out: &out}
	for _, one := range change {
		one(&options)
	}
	if err := Run(options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// badText says what line mode must not write, "" for nothing.
func badText(text string, width int) string {
	for i, line := range strings.Split(text, "\n") {
		if wide := ansi.StringWidth(line); wide > width {
			return fmt.Sprintf("line %d is %d columns wide: %q", i+1, wide, line)
		}
		for _, r := range line {
			if r < 0x20 || r >= 0x7f && r < 0xa0 {
				return fmt.Sprintf("line %d has the control character %U: %q", i+1, r, line)
			}
		}
	}
	return ""
}

// leaving is what leaves the form that an answer opens, "" where it opens none.
func leaving(question ids.Question, answer ids.Answer) string {
	if steps.NewSession(func() time.Time { return noon }, false).TypesIn(question, answer) != steps.NoForm {
		return "b\n"
	}
	return ""
}

// TestEveryPage asks every question and reaches every cause and every outcome by answers: titles, answers and parts are
// there, no line is wider than a terminal, and nothing is left to be filled in.
func TestEveryPage(t *testing.T) {
	type stop struct{ input, title string }
	stops := map[string]stop{"question start": {"", ""}}
	todo, ways := []ids.Question{steps.Root}, map[ids.Question]string{steps.Root: ""}
	for ; len(todo) > 0; todo = todo[1:] {
		question, _ := steps.Lookup(todo[0])
		for n, answer := range question.Answers {
			way := fmt.Sprintf("%s%d\n", ways[question.ID], n+1) + leaving(question.ID, answer.ID)
			switch to := answer.To; {
			case to.Ask != "":
				if _, known := ways[to.Ask]; !known {
					page, err := assets.Question(to.Ask)
					if err != nil {
						t.Fatal(err)
					}
					ways[to.Ask], todo = way, append(todo, to.Ask)
					stops["question "+string(to.Ask)] = stop{way, page.Title}
				}
			case to.Cause != "":
				page, err := assets.Cause(to.Cause)
				if err != nil {
					t.Fatal(err)
				}
				if _, known := stops["cause "+string(to.Cause)]; !known {
					stops["cause "+string(to.Cause)] = stop{way, page.Title}
				}
			case to.Outcome != "":
				page, err := assets.Outcome(to.Outcome)
				if err != nil {
					t.Fatal(err)
				}
				stops["outcome "+string(to.Outcome)] = stop{way, page.Title}
			}
		}
	}
	for name, stop := range stops {
		t.Run(name, func(t *testing.T) {
			const prompt = "(b back, ? help) > "
			out := walked(t, stop.input+"m\nc\n")
			flat := strings.Join(strings.Fields(out), " ")
			if !strings.Contains(flat, stop.title) {
				t.Errorf("it has no title %q:\n%s", stop.title, out)
			}
			if strings.HasPrefix(name, "outcome ") && !strings.Contains(out, "\n"+stop.title+".\n") {
				t.Errorf("it is not headed by its title alone:\n%s", out)
			}
			if problem := badText(out, 1000); problem != "" {
				t.Error(problem)
			}
			before := strings.LastIndex(out[:strings.LastIndex(out, prompt)], prompt)
			// Text is wrapped; titles are sentences to be read aloud and stay whole, and so does what c prints to copy.
			if problem := badText(out[:before], 110); problem != "" {
				t.Error(problem)
			}
			if strings.HasPrefix(name, "cause ") {
				for _, part := range []string{"Cause, by your answers the likeliest of what remains: ", "Its name: ", "Proof:", "Nothing pasted proves it", "Why:", "How it shows:", "Do this:", "How to check again:"} {
					if !strings.Contains(flat, part) {
						t.Errorf("it has no %q:\n%s", part, out)
					}
				}
			}
		})
	}
}

func TestIsAnswer(t *testing.T) {
	for line, want := range map[string]bool{
		"1": true, " 12 \n": true, "": true, "\n": true, "b": true, "B": true, "q": true, "?": true, "help": true, "u 3": true, "e 2": true, "n a note": true, "/ slash": true,
		"123": false, "b c": false, "quit now": false, "eyJhbGciOi": false, "https://x.example.com": false, "-1": true, "1.5": false, "token.txt": false, "\x1b[A": false,
	} {
		if got := isAnswer(line); got != want {
			t.Errorf("isAnswer(%q) = %v", line, got)
		}
	}
}

// TestPipe holds how lines become entries: what is no answer belongs together.
func TestPipe(t *testing.T) {
	long := strings.Repeat("eyJhbGciOi", 20_000)
	for _, c := range []struct {
		name, input string
		want        []string
	}{
		{"answers", "1\n2\nq\n", []string{"1", "2", "q"}},
		{"without an end", "1\n2", []string{"1", "2"}},
		{"a paste of one line", "token\n", []string{"token"}},
		{"a paste of lines", "one\ntwo\nthree\n", []string{"one\ntwo\nthree"}},
		{"an answer ends a paste", "one\ntwo\n3\n", []string{"one\ntwo", "3"}},
		{"an empty line ends a paste", "one\n\ntwo\n", []string{"one", "two"}},
		{"a command ends a paste", "one\nu 2\ntwo\n", []string{"one", "u 2", "two"}},
		{"windows", "1\r\none\r\ntwo\r\n", []string{"1", "one\r\ntwo"}},
		{"200 KB on a line", long + "\n1\n", []string{long, "1"}},
		{"empty lines", "\n\n1\n", []string{"", "", "1"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			input := fromPipe(strings.NewReader(c.input), io.Discard)
			var got []string
			for {
				entry, err := input.next("", false)
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, strings.TrimSpace(entry.text))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEdit types keys into a line on a terminal.
func TestEdit(t *testing.T) {
	for _, c := range []struct {
		keys, line, echo string
		done             bool
		err              error
	}{
		{"12\r", "12", "12\n", true, nil},
		{"q\n", "q", "q\n", true, nil},
		{"ab\x7fc\r", "ac", "ab\b \bc\n", true, nil},
		{"\x08\x7f", "", "", false, nil},
		{"ä漢\r", "ä漢", "ä漢\n", true, nil},
		{"a\x1b[A", "a", "a", false, nil},
		{"a\x00\x01\x02b", "ab", "ab", false, nil},
		{"a\x03", "a", "a\n", false, ErrInterrupted},
		{"\x04", "", "\n", false, io.EOF},
		{"a\x04", "a", "a", false, nil},
	} {
		var line []rune
		var echo strings.Builder
		done, err := edit(&line, []byte(c.keys), &echo)
		if string(line) != c.line || echo.String() != c.echo || done != c.done || err != c.err {
			t.Errorf("%q: line %q, echo %q, done %v, %v", c.keys, string(line), echo.String(), done, err)
		}
	}
}

// TestSecretsAreNotWritten feeds each kind of secret and looks for it behind every command.
func TestSecretsAreNotWritten(t *testing.T) {
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			for _, known := range []string{"", tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"}) + "\n"} {
				out := walked(t, known+strings.TrimSpace(secret.Paste)+"\n\ne\nt\nu\nc\nm\nr\nl\nl ?\nn a note\ne\n/ token\n?\nf\nb\nb\n1\n")
				if tokentest.Leaks(out, secret.Value) {
					t.Error("it is written")
				}
				if !strings.Contains(out, "Seen: ") {
					t.Errorf("nothing was taken in:\n%s", out)
				}
			}
		})
	}
}

// TestTypedSecretsAreNotWritten types each kind of secret where something else is asked for: into a note, a search, the rows
// of the checklist, the values of a form, the path of a file. First the program has not seen it yet, then it has.
func TestTypedSecretsAreNotWritten(t *testing.T) {
	for _, secret := range tokentest.Secrets(noon) {
		paste := strings.TrimSpace(secret.Paste)
		typed := strings.ReplaceAll(paste, "\n", " ")
		for _, known := range []bool{false, true} {
			for name, lines := range map[string][]string{
				"a note": {"n see " + typed, "n " + typed, "e"}, "a search": {"/ " + typed, "/ see " + typed},
				"an argument":   {"u " + typed, "e " + typed, "back " + typed},
				"the checklist": {"l", "l " + typed, "l host " + typed, "l ios " + typed, "l android " + typed, "l play " + typed, "l 1 " + typed, "l 12 " + typed, "l", "l files", "l assetlinks.json"},
				"a provider":    {"2", "4", "f", typed, typed, "", "", typed, typed, typed, typed, "b", "e", "t"},
				"a claim":       {"2", "4", "f", "RS256", "", "", typed, "", "", typed, typed, typed, "b", "e", "t"},
				"a path":        {"./" + typed, "/srv/" + typed, "file://" + typed},
			} {
				t.Run(fmt.Sprintf("%s/%s/known %v", secret.Name, name, known), func(t *testing.T) {
					input := strings.Join(lines, "\n") + "\n"
					if known {
						input = paste + "\n\n" + input
					}
					out := walked(t, input+"\ne\n", func(options *Options) {
						options.OpenFile = func(path string) (wizard.Source, error) {
							if name != "a path" {
								return wizard.Source{}, fs.ErrNotExist
							}
							return wizard.Source{}, fmt.Errorf("%s is a directory\n  name the files in it", path)
						}
					})
					if tokentest.Leaks(out, secret.Value) {
						t.Errorf("it is written:\n%s", strings.ReplaceAll(out, secret.Value, "<the secret>"))
					}
				})
			}
		}
	}
}

// FuzzPipe pipes any bytes: line mode ends, and writes no control character.
func FuzzPipe(f *testing.F) {
	f.Add("1\n2\n1\nb\nu 1\ne\nt\n?\n")
	f.Add("8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null\n\n1\n")
	f.Add(tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"}) + "\n" + tokentest.Of("clerk", noon).With("aud", "shop\x1b[31m").Sign() + "\n\n1\n2\nt\n")
	f.Add("\x1b[31mred\x1b]0;title\x07\n\n/ \x1b[2J\nn \x1b[2J\xff\xfe\x00\ne\ne 1\n")
	f.Add("2\n\u202e\u200b\u009b31m\n99\n-1\n00\n")
	f.Fuzz(func(t *testing.T, input string) {
		if len(input) > 20_000 {
			return
		}
		lines := strings.Split(input, "\n")
		for i, line := range lines { // leaving early is not what is looked at here
			if word := strings.ToLower(strings.TrimSpace(line)); word == "q" || word == "quit" || word == "exit" {
				lines[i] = ""
			}
		}
		out := walked(t, strings.Join(lines, "\n"))
		if problem := badText(out, 1<<20); problem != "" {
			t.Fatal(problem)
		}
		if !strings.HasSuffix(out, "The input has ended.\n") {
			t.Fatalf("it ends with %q", out[max(0, len(out)-100):])
		}
	})
}
