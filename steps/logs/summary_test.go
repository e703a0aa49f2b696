package logs

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
)

// The JSON form is what `check --json` prints: exactly these members, lists never null.
func TestRefreshJSON(t *testing.T) {
	for name, log := range map[string]string{"empty": "", "hour": hour(), "no refresh": "1/2/2026, 1:02:03 PM [CONVEX Q(a:b)] [LOG] 'x'\n"} {
		text, err := json.Marshal(read(t, []byte(log), Options{}).Refresh)
		if err != nil {
			t.Fatal(err)
		}
		var members map[string]any
		if err := json.Unmarshal(text, &members); err != nil {
			t.Fatal(err)
		}
		var names []string
		for member, value := range members {
			names = append(names, member)
			if _, isList := value.([]any); !isList && (member == "rivals" || member == "bursts" || member == "timeline") {
				t.Errorf("%s: %s is no list: %s", name, member, text)
			}
		}
		slices.Sort(names)
		want := []string{"bursts", "cause", "expected", "failed", "pairs", "rate", "rivals", "state", "timeline"}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	empty, _ := json.Marshal(read(t, nil, Options{}).Refresh)
	want := `{"pairs":0,"failed":0,"rate":null,"expected":null,"state":"no-refresh","cause":null,"rivals":[],"bursts":[],"timeline":[]}`
	if string(empty) != want {
		t.Errorf("%s, want %s", empty, want)
	}
}

// The numbers of an hour: two refreshes, six queries behind each, of which every third was not cached.
func TestNumbers(t *testing.T) {
	world := newWorld(1)
	one := world.browser()
	one.queries = append(slices.Clone(one.queries), "users:me")
	one.stay(0, 3700, 3600)
	world.add(simRow{at: world.after(3700), udf: Mutation, name: "messages:send", caller: CallerSyncWorker, identity: "user", bytes: 4})
	summary := read(t, []byte(renderJSONL(world.sorted())), Options{})
	refresh := &summary.Refresh
	if refresh.Pairs != 2 || *refresh.Failed != 0 || *refresh.Rate != 1.95 || summary.Span != 3700*time.Second {
		t.Errorf("pairs %d failed %v rate %v span %v", refresh.Pairs, *refresh.Failed, *refresh.Rate, summary.Span)
	}
	if expected := summary.Expected; expected.Pairs < 2 || expected.Pairs > 2.1 || *refresh.Expected < 1.95 {
		t.Errorf("expected %+v, %v", expected, *refresh.Expected)
	}
	if len(refresh.Bursts) != 2 {
		t.Fatalf("bursts %+v", refresh.Bursts)
	}
	burst := refresh.Bursts[0]
	cached := 4
	want := Burst{Start: "2026-08-22T09:00:00.300Z", Line: 8, Pairs: 1, Queries: 7, Cached: &cached, Twice: []string{"users:me"}, Functions: []FunctionCount{
		{"users:me", 2}, {"channels:list", 1}, {"messages:list", 1}, {"notifications:count", 1}, {"presence:list", 1}, {"settings:get", 1}}}
	if diff := cmp.Diff(want, burst); diff != "" {
		t.Error(diff)
	}
	if *summary.Uncached < 0.42 || *summary.Uncached > 0.43 {
		t.Errorf("uncached %v", *summary.Uncached)
	}
	if diff := cmp.Diff([]FunctionCount{{"HttpApi", 2}}, summary.Callers); diff != "" {
		t.Error(diff)
	}
	if summary.Sentence != "Refresh is as expected: 2 refreshes in 1 h 1 min, all successful." {
		t.Error(summary.Sentence)
	}
	timeline := refresh.Timeline
	pairs, queries, gaps := 0, 0, 0
	for i, bucket := range timeline {
		pairs, queries = pairs+bucket.Pairs, queries+bucket.Queries
		if bucket.Gap {
			gaps++
		}
		if i > 0 && bucket.Seconds != timeline[0].Seconds {
			t.Error("buckets differ in length")
		}
	}
	if len(timeline) == 0 || len(timeline) > 60 || timeline[0].Seconds != 300 || pairs != 2 || queries != 14 || gaps != len(timeline)-3 {
		t.Errorf("%d buckets of %d s, %d pairs, %d queries, %d gaps", len(timeline), timeline[0].Seconds, pairs, queries, gaps)
	}
}

// The seed's four remedies name the functions of this log.
func TestRemedies(t *testing.T) {
	world := newWorld(2)
	for i := range 12 {
		one := world.browser()
		one.queries = []string{"layout:me", "page:list", "page:list", "page:list"}
		if i%2 == 0 {
			one.queries = []string{"layout:me", "other:get"}
		}
		one.refresh(float64(i)*60, outcome{})
		world.add(simRow{at: world.after(float64(i)*60 + 0.5), udf: Query, name: "flags:disabled", caller: CallerSyncWorker, identity: "user", reason: "identityChange", bytes: 4, cached: true})
	}
	for _, form := range []string{"jsonl", "webhook"} {
		log := renderJSONL(world.sorted())
		if form != "jsonl" {
			log = renderStream(world.sorted(), form)
		}
		got := map[string][]string{}
		for _, remedy := range read(t, []byte(log), Options{}).Remedies {
			for _, function := range remedy.Functions {
				got[remedy.ID] = append(got[remedy.ID], function.Function)
			}
		}
		want := map[string][]string{
			"page-and-child":    {"page:list"},
			"pass-as-props":     {"page:list", "flags:disabled"},
			"skip":              {"flags:disabled"},
			"only-where-needed": {"flags:disabled", "layout:me"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", form, diff)
		}
	}
}

// Everything of P 4.22 and more becomes a short list, by function and time.
func TestGroups(t *testing.T) {
	world := newWorld(3)
	for i := range 50 {
		world.add(simRow{at: world.after(float64(i)), udf: Query, name: "users:me", printed: []simLine{{"LOG", "'server identity' null"}}, caller: CallerSyncWorker, identity: "unknown", bytes: 4})
	}
	for i := range 4 {
		world.add(simRow{at: world.after(60 + float64(i)), udf: Mutation, name: "auth:store", failure: "Uncaught Error: Missing environment variable `JWT_PRIVATE_KEY`\n    at x (../a.ts:1:1)\n", caller: CallerAction, identity: "unknown"})
		world.add(simRow{at: world.after(70 + float64(i)), udf: Query, name: "users:me", printed: []simLine{{"LOG", "'Identity:' {\n  tokenIdentifier: 'https://a|b'\n}"}}, caller: CallerSyncWorker, identity: "user", bytes: 40})
	}
	world.add(simRow{at: world.after(80), udf: Query, name: "notes:get", failure: "Uncaught Error: Not found\n    at x (../a.ts:1:1)\n", caller: CallerSyncWorker, identity: "user"})
	for _, form := range renderings() {
		if !form.ends && !strings.HasPrefix(form.name, "text") || form.name == "dashboard" {
			continue
		}
		summary := read(t, []byte(form.render(world.sorted())), Options{})
		var got []string
		for _, group := range summary.Groups {
			got = append(got, fmt.Sprintf("%s %s %d", group.Kind, group.Function, group.Count))
			sum := 0
			for _, bucket := range group.Series {
				sum += bucket.Pairs
			}
			if sum != group.Count || group.First == "" || len(group.Lines) == 0 {
				t.Errorf("%s: %+v", form.name, group)
			}
		}
		want := []string{"null-identity users:me 50", "auth-missing-variable auth:store 4", "identity users:me 4", "error notes:get 1"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", form.name, diff)
		}
	}
}

// Each known text is found where it stands: in an error, in a console line, in a browser's console.
func TestKnownTextsAreFound(t *testing.T) {
	for _, known := range textsOf(passages()) {
		text := strings.Join(known.parts, " x ")
		for name, log := range map[string]string{
			"error":          renderJSONL([]simRow{{udf: Mutation, name: "auth:store", failure: "Uncaught Error: " + text, execution: "e", request: "r"}}),
			"console":        renderJSONL([]simRow{{udf: Mutation, name: "auth:store", printed: []simLine{{"WARN", "'" + text + "'"}}, execution: "e", request: "r"}}),
			"other function": renderJSONL([]simRow{{udf: HTTPAction, name: "GET /api/auth/callback/github", printed: []simLine{{"WARN", "'" + text + "'"}}, execution: "e", request: "r"}}),
			"text":           "8/22/2026, 9:00:00 AM [CONVEX M(auth:store)] Uncaught Error: " + text + "\n",
			"second line":    "8/22/2026, 9:00:00 AM [CONVEX M(auth:store)] Uncaught Error: Server Error\n" + text + "\n",
		} {
			summary := read(t, []byte(log), Options{})
			if !slices.ContainsFunc(summary.Groups, func(group Group) bool { return group.Kind == known.id && group.Count == 1 }) {
				t.Errorf("%s, %s: %+v", known.id, name, summary.Groups)
			}
		}
	}
}

// Lines of an app that only look like those of an auth library make no cause, and no text of the library.
func TestAppLinesAreNoCause(t *testing.T) {
	var rows []simRow
	world := newWorld(4)
	for i, line := range []string{
		"'Invalid API key'", "'identity provider' { name: 'x' }", "'Invalid state' 'draft'", "'the user said auth:signIn' null", "'user' null", "'token refreshed'",
		"'refreshSession' 'ok'", "'Invalid character' 'ä'", "'session expired'", "'Missing environment'", "'rate limited 429'", "'unauthorized' 401",
	} {
		rows = append(rows, simRow{at: world.after(float64(i)), udf: Query, name: "app:run", printed: []simLine{{"LOG", line}}, execution: world.id(), request: world.hex(16), caller: CallerSyncWorker, identity: "user"})
	}
	for _, form := range renderings() {
		summary := read(t, []byte(form.render(rows)), Options{})
		if summary.Refresh.State != NoRefresh || summary.Refresh.Cause != nil || len(summary.Refresh.Rivals) > 0 {
			t.Errorf("%s: %+v", form.name, summary.Refresh)
		}
		for _, group := range summary.Groups {
			if _, isText := messages.ByID(group.Kind); isText {
				t.Errorf("%s: %+v", form.name, group)
			}
		}
	}
}

// Nothing that could be a secret leaves the package.
func TestNoSecrets(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	letters := func(n int, from string) string {
		made := make([]byte, n)
		for i := range made {
			made[i] = from[random.IntN(len(from))]
		}
		return string(made)
	}
	const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	const convex = "abcdefghjkmnpqrstvwxyz0123456789"
	secrets := []string{
		"eyJhbGciOiJSUzI1NiJ9." + letters(200, base64) + "." + letters(80, base64),
		letters(32, convex) + "|" + letters(32, convex),
		letters(64, "0123456789abcdef"),
		letters(44, base64),
	}
	for _, secret := range secrets {
		lines := []string{
			"Uncaught Error: Can't parse refresh token: " + secret, "Failed to parse refresh token " + secret, "Missing environment variable x " + secret,
			"[convex-auth] Failed to write " + secret + " to storage", "-----BEGIN PRIVATE KEY-----\n" + secret, "server identity null " + secret,
		}
		var log strings.Builder
		for i, line := range lines {
			log.WriteString(renderJSONL([]simRow{{udf: Mutation, name: "auth:store", failure: line, printed: []simLine{{"WARN", line}}, execution: fmt.Sprint(i), request: fmt.Sprint(i)}}))
			log.WriteString("8/22/2026, 9:00:00 AM [CONVEX M(auth:store)] " + line + "\n" + line + "\n")
			log.WriteString("POST https://app.example.com/api/auth?token=" + secret + " 403 Invalid origin " + secret + "\n")
		}
		text := asJSON(t, read(t, []byte(log.String()), Options{}))
		for from := 0; from+16 <= len(secret); from += 8 {
			if piece := secret[from : from+16]; from > 20 && strings.Contains(text, piece) {
				t.Errorf("a piece of a secret of %d characters is in the summary", len(secret))
				break
			}
		}
	}
}

// A question is asked only while something is open, and a proof leaves no possible rivals.
func TestProofClosesQuestions(t *testing.T) {
	log := hour() + "Refetching auth token immediately, configured leeway 10s is larger than the token's lifetime 5s\n"
	summary := read(t, []byte(log), Options{})
	if summary.Confidence != Proved || summary.Question != nil || *summary.Refresh.Cause != ids.TokenLifetimeTooShort {
		t.Errorf("%s %+v %v", summary.Confidence, summary.Question, *summary.Refresh.Cause)
	}
	if summary.Expected.Life != 5*time.Second {
		t.Errorf("life %v", summary.Expected.Life)
	}
}

// FuzzRead reads anything without a panic, and its result is always fit for JSON.
func FuzzRead(f *testing.F) {
	for _, line := range tricky {
		f.Add([]byte(line))
	}
	f.Add(gzipped([]byte(hour())))
	f.Fuzz(func(t *testing.T, data []byte) {
		reader := NewReader(Options{MaxLine: 5000})
		reader.Write(data)
		asJSON(t, reader.Summary())
		reader.Close()
		asJSON(t, reader.Summary())
	})
}
