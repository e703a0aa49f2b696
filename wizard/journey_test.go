package wizard

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/teatest"

	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard/keyboard"
)

// journey is the whole program on a terminal that is a buffer: messages go in, frames come out.
type journey struct {
	t       *testing.T
	m       *Model
	program *teatest.TestModel
}

func travel(t *testing.T, width, height int, change ...func(*Options)) *journey {
	t.Helper()
	m := open(t, width, height, change...).m
	return &journey{t, m, teatest.NewTestModel(t, m, teatest.WithInitialTermSize(width, height))}
}

// patience is how long a frame may take on a machine that is busy with other tests.
const patience = 20 * time.Second

// shows waits until a text is drawn. What was drawn before the call before counts no more: each text is new.
func (j *journey) shows(texts ...string) *journey {
	j.t.Helper()
	var drawn strings.Builder
	teatest.WaitFor(j.t, j.program.Output(), func(output []byte) bool {
		drawn.Reset()
		drawn.WriteString(flat(ansi.Strip(string(output))))
		for _, text := range texts {
			if !strings.Contains(drawn.String(), flat(text)) {
				return false
			}
		}
		return true
	}, teatest.WithDuration(patience), teatest.WithCheckInterval(3*time.Millisecond))
	return j
}

func (j *journey) keys(keys ...string) *journey {
	for _, key := range keys {
		j.program.Send(press(key))
	}
	return j
}

func (j *journey) types(text string) *journey {
	j.program.Type(text)
	return j
}

func (j *journey) paste(text string) *journey {
	j.program.Send(keyboard.Paste{Data: []byte(text)})
	return j
}

// leaves waits for the end of the program and returns what it prints to the normal screen.
func (j *journey) leaves() string {
	j.t.Helper()
	j.program.WaitFinished(j.t, teatest.WithFinalTimeout(patience))
	return j.m.LastPage()
}

func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(flat(page), flat(text)) {
			t.Errorf("%q is not in:\n%s", text, page)
		}
	}
}

func TestJourneyHappyPath(t *testing.T) {
	j := travel(t, 100, 30)
	j.shows("Your identity is null. Let's find out why.", "I don't know, start at step 1")
	j.keys("enter").shows("What do the logs show", `console.log("server identity", await`)
	j.keys("2").shows("Where was the function called from")
	j.keys("1").shows("When is the identity null?")
	j.keys("down", "enter").shows("Which client calls Convex?")
	j.keys("1").shows(`Does the client send a message of type "Authenticate"?`)
	j.keys("1").shows("Can you paste the token that your client sends")
	j.paste(fitting()).shows("iss", "https://verb-noun-00.clerk.accounts.dev", "Convex answers", "not known yet")
	j.keys("enter").shows("The token can be read.")
	j.keys("2").shows("The identity arrives.")
	j.keys("1").shows("Authentication works: the deployment sees who is calling")
	j.keys("q").shows("Leave?").keys("y")
	has(t, j.leaves(), "Authentication works")
}

func TestJourneyIssuerMismatch(t *testing.T) {
	j := travel(t, 100, 30)
	j.shows("Let's find out why")
	j.keys("2").shows("Can you paste the token that your client sends")
	j.paste(otherIssuer()).shows("https://clerk.example.com", "Convex answers")
	j.keys("enter", "1").shows("What does Settings > Authentication show?")
	j.paste(page).shows("✗", "production", "development", "dev-prod-instance-mix · proved", "401 NoAuthProvider")
	j.keys("q", "q")
	has(t, j.leaves(), "dev-prod-instance-mix · proved", "https://clerk.example.com", "https://verb-noun-00.clerk.accounts.dev", "do this", "check")
}

func TestJourneyAudienceMismatch(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why")
	j.paste(page).shows("Can you paste the token that your client sends", "providers · 1 entry")
	j.paste(otherAudience()).shows("Convex answers", "401 NoAuthProvider", "because")
	j.keys("t").shows("What Convex checks, in its order", "✗ an entry of auth.config matches iss and aud")
	j.keys("esc").shows("Convex answers").keys("enter").shows("audience-mismatch · proved", `applicationID "convex"`, `aud "shop"`)
	j.keys("enter").shows("step 1 again: the configuration is kept, token and log are dropped", "What do the logs show")
	j.keys("q").shows("Leave?").keys("enter")
	has(t, j.leaves(), "You left at: What do the logs show", "providers")
}

func TestJourneyTokenOnTheFirstScreen(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why")
	j.paste("Authorization: Bearer "+fitting()).shows("token · RS256 · Clerk session token", "header", "payload")
	j.keys("esc").shows("The token can be read.")
	j.keys("b").shows("Let's find out why", "your evidence answers this").keys("q", "y")
	if page := j.leaves(); strings.Contains(page, "eyJ") {
		t.Error("the last page holds a token")
	}
}

func TestJourneyBackAndReopen(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why")
	j.keys("b").shows("this is the beginning")
	j.keys("1").shows("What do the logs show").keys("1").shows("Is the deployment whose logs you watch")
	j.keys("1").shows("Is your app connected").keys("2").shows("client-not-connected")
	j.keys("esc").shows("Is your app connected")
	j.keys("2").shows("client-not-connected")
	j.keys("u").shows("The way here", "What do the logs show after your app called the function? Nothing at all", "you said")
	j.keys("up", "enter").shows("Is the deployment whose logs you watch")
	j.keys("3").shows("client-not-connected") // the answer after it stays
	j.keys("x").shows("put aside").keys("q", "y").leaves()
}

func TestJourneyResize(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why").paste(page).shows("Can you paste the token that your client sends").keys("down")
	for _, size := range []struct {
		width, height int
		shows         string
	}{{140, 45, "│ known"}, {40, 10, "small window"}, {80, 24, "No, but I can read its fields: type them in (f)"}} {
		j.program.Send(tea.WindowSizeMsg{Width: size.width, Height: size.height})
		j.shows(size.shows)
	}
	j.keys("ctrl+c").leaves()
	if !j.m.Interrupted {
		t.Error("ctrl-c is not known as an interruption")
	}
}

func TestJourneyOverlays(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why").paste(nullLine).shows("Where was the function called from")
	j.keys("?").shows("on the page you came from", "everywhere").keys("esc").shows("Where was the function called from")
	j.keys("/").shows("pages").types("slash domain").shows("issuer").keys("esc").shows("Where was the function")
	j.keys("n").shows("A note on this step").types("ask Ada").shows("ask Ada").keys("enter").shows("noted; e shows it")
	j.keys("e").shows("What is known", "identity · null", "Notes", "ask Ada").keys("esc").shows("Where was the function")
	j.keys("u").shows("The way here").keys("esc").shows("Where was the function")
	j.keys("p").shows("Paste it now").keys("esc").shows("Where was the function")
	j.keys("t").shows("no token was pasted that can be read")
	j.keys("/").shows("pages").types("audience").keys("enter").shows("How it shows").keys("q").shows("Where was the function")
	j.keys("q").shows("Leave?").keys("esc").shows("Where was the function").keys("q").shows("Leave?").keys("y").leaves()
}

// TestQuit leaves at once where nothing would be lost, and asks where something would.
func TestQuit(t *testing.T) {
	j := travel(t, 80, 24)
	j.shows("Let's find out why").keys("q")
	if page := j.leaves(); page != "" {
		t.Errorf("there was nothing to print: %q", page)
	}
	for name, prepare := range map[string]func(*journey){
		"an answer": func(j *journey) { j.keys("1").shows("What do the logs show") },
		"a paste":   func(j *journey) { j.paste(nullLine).shows("Where was the function") },
		"a note":    func(j *journey) { j.keys("n").types("x").keys("enter").shows("noted") },
	} {
		t.Run(name, func(t *testing.T) {
			j := travel(t, 80, 24)
			j.shows("Let's find out why")
			prepare(j)
			j.keys("q").shows("Leave?", "in memory only").keys("y")
			if page := j.leaves(); page == "" {
				t.Error("nothing is printed")
			}
		})
	}
}

// TestFieldsTakeLetters holds that no letter is a shortcut while a field has the focus.
func TestFieldsTakeLetters(t *testing.T) {
	const letters = "qbpuentcxfmjk?/ 123"
	for name, way := range map[string][]string{"search": {"/"}, "note": {"n"}, "paste box": {"p"}, "form": {"2", "4", "f"}} {
		t.Run(name, func(t *testing.T) {
			a := open(t, 80, 24).keys(way...)
			layers, place := len(a.m.layers), a.place()
			a.types(letters).wants(letters)
			if len(a.m.layers) != layers || a.place() != place {
				t.Errorf("a letter left the field: %d layers, %s", len(a.m.layers), a.place())
			}
			a.keys("esc")
			if len(a.m.layers) != layers-1 {
				t.Error("esc does not leave the field")
			}
		})
	}
}

// TestBurst holds that many characters in one key message are a paste and no shortcuts: a terminal without bracketed
// paste sends them so.
func TestBurst(t *testing.T) {
	a := open(t, 80, 24)
	a.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(fitting())})
	a.wants("token · RS256", "Convex answers")
	if len(a.m.session.Case().Items) != 1 {
		t.Errorf("%d pieces of evidence", len(a.m.session.Case().Items))
	}
	a = open(t, 80, 24)
	a.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.ReplaceAll(page, "\n", "\r"))})
	a.wantPlace("question frontend-token")
	a = open(t, 80, 24)
	a.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("q"), Paste: true})
	a.wantPlace("question start").wants("nothing in it was recognised")
}

// TestLargePaste holds that what is too large is refused in words that name the file way, and that nothing is lost by it.
func TestLargePaste(t *testing.T) {
	a := open(t, 80, 24).say("start=unsure")
	a.m.Update(keyboard.Refused{Size: 3 << 20})
	a.wants("3072 KB", "--evidence FILE").wantPlace("question backend-logs")
	a.keys("down").lacks("--evidence FILE")
	a.paste(strings.Repeat("x", keyboard.Limit+1)).wants("--evidence FILE").wantPlace("question backend-logs")
	a.paste(strings.Repeat("a line of nothing at all\n", 500<<10/25)).wants("nothing in it was recognised")
	a.paste("").wants("the paste is empty").paste(" \n ").wants("the paste is empty")
}

// TestCopy copies the snippets of a page one after the other, says by which way, and prints what could not be copied.
func TestCopy(t *testing.T) {
	var mutex sync.Mutex
	var copied []string
	clipboard := func(text string) (string, error) {
		mutex.Lock()
		defer mutex.Unlock()
		copied = append(copied, text)
		return "asked the terminal", nil
	}
	a := open(t, 80, 24, func(options *Options) { options.Clipboard = clipboard }).say("start=unsure").keys("c")
	a.wants("copied (asked the terminal)")
	if len(copied) != 1 || copied[0] != `console.log("server identity", await ctx.auth.getUserIdentity());` {
		t.Errorf("copied %q", copied)
	}
	a = open(t, 80, 24).say("start=unsure").keys("c").wants("no clipboard here", "printed when you leave")
	has(t, a.m.LastPage(), "to copy:", `console.log("server identity"`)
	a = open(t, 80, 24, func(options *Options) {
		options.Clipboard = func(string) (string, error) { return "", io.ErrClosedPipe }
	}).say("start=unsure").keys("c", "c").wants("printed when you leave")
	if n := strings.Count(a.m.LastPage(), "console.log"); n != 1 {
		t.Errorf("the same snippet is printed %d times", n)
	}
	open(t, 80, 24).keys("c").wants("there is nothing to copy on this page")
}

// TestLastPage is printed to the normal screen: all of the cause, without the frame of the window.
func TestLastPage(t *testing.T) {
	a := open(t, 80, 24).paste(page).paste(otherAudience())
	last := a.m.LastPage()
	has(t, last, "audience-mismatch · proved", "proof", "do this", "check", "why", "not it")
	for _, frame := range []string{"────", "more: pg", "? keys"} {
		if strings.Contains(last, frame) {
			t.Errorf("the last page has %q of the window", frame)
		}
	}
	if problem := badScreen(strings.TrimRight(last, "\n"), 80, 10_000, false); problem != "" {
		t.Error(problem)
	}
	if open(t, 80, 24).m.LastPage() != "" {
		t.Error("a case without anything has a last page")
	}
}

// TestDebug writes what happened, and nothing of what was typed or pasted.
func TestDebug(t *testing.T) {
	var dump bytes.Buffer
	a := open(t, 80, 24, func(options *Options) { options.Debug = &dump })
	a.keys("1", "n").types("hunter2").keys("enter").paste(fitting()).size(100, 30)
	has(t, dump.String(), "12:00:00.000", "keyboard.Paste", "100x30", "enter", "at start", "at backend-logs")
	for _, text := range []string{"hunter", "eyJ"} {
		if strings.Contains(dump.String(), text) {
			t.Errorf("the dump holds %q", text)
		}
	}
}

// TestFamilies shows the fix for another issuer family on request.
func TestFamilies(t *testing.T) {
	a := open(t, 80, 200).say("start=unsure", "backend-logs=unseen", "frontend-client=websocket", "frontend-ws=no", "frontend-provider=plain")
	seen := map[string]bool{}
	for range 12 {
		seen[a.view()] = true
		a.keys("f")
	}
	if len(seen) < 3 {
		t.Errorf("f shows %d different pages", len(seen))
	}
}

// TestTheme follows the terminal's answer about its background, without a loss.
func TestTheme(t *testing.T) {
	a := open(t, 80, 24, coloured).say("start=unsure").keys("down")
	dark := a.view()
	a.m.Update(keyboard.BackgroundReply{Colour: "rgb:ffff/ffff/ffff"})
	if light := a.view(); light == dark || withoutColours(light) != withoutColours(dark) {
		t.Error("a light background changes more or less than the colours")
	}
	a.m.Update(keyboard.BackgroundReply{Colour: "no colour at all"})
	a.m.Update(keyboard.BackgroundReply{Colour: "rgb:0000/0000/0000"})
	if a.view() != dark {
		t.Error("a dark background does not give the dark colours back")
	}
}

// The way to a cause says of no question what nobody said and nothing showed.
func TestJourneyTheWayClaimsNothing(t *testing.T) {
	a := open(t, 140, 45).paste(otherAudience()).paste(page).keys("u")
	a.wants("Can you paste the token that your client sends?", "pasted · there is a token", "not asked · 1 entry of auth.config is known", "known · 1 entry of auth.config is known")
	a.lacks("No, but I can read its fields", "Still null")
}

// The two values of a comparison have their places, in any window.
func TestJourneyACompareSaysFromWhere(t *testing.T) {
	for _, width := range []int{80, 140} {
		open(t, width, 45).paste(page).paste(tokentest.Of("clerk", noon).With("aud", "Convex").Sign()).keys("enter").wantPlace("cause audience-mismatch").
			wants("they differ by", "pasted, line 1", "pasted, lines 4-8")
	}
}

// An auth.config stands in the evidence once, and is set aside as one.
func TestJourneyAConfigIsListedOnce(t *testing.T) {
	a := open(t, 80, 24).paste(`export default { providers: [{ domain: "https://verb-noun-00.clerk.accounts.dev", applicationID: "convex" }] };`).paste(otherAudience())
	a.keys("enter", "e").wants("providers · 1 entry").lacks("auth.config source")
	a.keys("home", "x").wants("set aside").keys("esc").wantPlace("question frontend-repeat")
}

// The notice about a copy shows more than the brace that it begins with.
func TestJourneyACopyIsShownOnOneLine(t *testing.T) {
	a := open(t, 140, 45, func(options *Options) {
		options.Clipboard = func(string) (string, error) { return "test", nil }
	}).paste(tokentest.Of("clerk", noon).WithHeader("alg", "HS256").Sign()).paste(page).keys("c")
	a.wants(`(test): type: "customJwt", issuer: "https://verb`)
}
