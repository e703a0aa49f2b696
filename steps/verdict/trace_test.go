package verdict

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// states writes a trace as "id state" lines, "+" in front of what was looked at after the first fault.
func states(trace []Check) []string {
	var lines []string
	for _, check := range trace {
		line := check.ID + " " + string(check.State)
		if check.After {
			line = "+" + line
		}
		if check.State == Failed {
			line += " " + string(check.Reason)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestTraceGoesOnAfterTheFirstFault(t *testing.T) {
	made := oidcApp(t, RS256)
	made.header = `{"alg":"RS256","typ":"at+jwt","crit":["b64"],"kid":"k"}`
	made.payload = strings.Replace(made.payload, `"aud":"convex"`, `"aud":["other","convex"],"email_verified":"true"`, 1)
	made.now += 10000
	request := made.request()
	request.Trace = true
	want := []string{
		"push passed", "payload-present passed", "payload-base64 passed", "payload-readable passed", "issuer-present passed",
		"entry-chosen passed", "issuer-url passed", "discovery passed", "discovery-issuer passed", "key-set passed",
		"token-parts passed", "header passed", "claims failed claims-not-oidc", "+signature-encoding passed",
		"+typ failed typ-not-allowed", "+cty passed", "+crit failed crit-not-allowed", "+not-encrypted passed",
		"+audience-alone failed audience-not-alone", "+alg passed", "+key passed", "+signature passed", "+expiry failed expired",
	}
	if diff := cmp.Diff(want, states(Decide(request).Trace)); diff != "" {
		t.Error(diff)
	}
}

func TestTraceOfWhatWasNotSeen(t *testing.T) {
	made := customApp(t, RS256)
	made.unseen, made.documents = true, nil
	request := made.request()
	request.Trace = true
	got := Decide(request)
	want := []string{
		"push passed", "payload-present passed", "payload-base64 passed", "payload-readable passed", "issuer-present passed",
		"entry-chosen passed", "key-set not-seen", "token-parts passed", "signature-encoding passed", "header passed",
		"kid passed", "key not-seen", "alg passed", "key-kind not-seen", "signature not-seen", "expiry passed",
		"not-before not-reached", "issued-at passed", "subject passed", "expiry-present passed",
	}
	if diff := cmp.Diff(want, states(got.Trace)); diff != "" {
		t.Error(diff)
	}
	for _, check := range got.Trace {
		if check.ID == "key-set" && check.URL != testJWKS {
			t.Errorf("the trace does not say which document is wanted: %+v", check)
		}
	}
}

// When no entry matches, the trace goes on with the entry that was meant.
func TestTraceGoesOnWithTheNearestEntry(t *testing.T) {
	made := oidcApp(t, RS256)
	made.payload = strings.Replace(made.payload, `"aud":"convex"`, `"aud":"other"`, 1)
	made.now += 10000
	request := made.request()
	request.Trace = true
	got := Decide(request)
	lines := states(got.Trace)
	if got.ProviderIndex != -1 || !slices.Contains(lines, "entry-chosen failed audience-mismatch") || !slices.Contains(lines, "+expiry failed expired") {
		t.Errorf("index %d, trace %s", got.ProviderIndex, strings.Join(lines, "\n"))
	}
}

// On every recorded answer the trace agrees with the verdict, and asking for it changes nothing.
func TestTraceAgreesWithVerdict(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.jsonl.gz")
	seen := map[Reason]bool{}
	for _, file := range files {
		eachVector(t, file, func(one vector) {
			var request Request
			if err := json.Unmarshal(one.Request, &request); err != nil {
				t.Fatal(err)
			}
			plain, _ := json.Marshal(Decide(request))
			request.Trace = true
			got := Decide(request)
			traced, _ := json.Marshal(got)
			if string(plain) != string(traced) {
				t.Errorf("%s: the trace changes the verdict", one.ID)
			}
			checkTrace(t, one.ID, got)
			seen[got.likely().Reason] = true
		})
	}
	for reason := range stages {
		if !seen[reason] && reason != JWKSDataURL { // which has a test of its own
			t.Errorf("no recorded answer has the reason %s", reason)
		}
	}
}

func checkTrace(t *testing.T, id string, got Verdict) {
	t.Helper()
	first := ReasonNone
	ids := map[string]bool{}
	for _, check := range got.Trace {
		if ids[check.ID] || check.Title == "" || check.Fact == "" {
			t.Errorf("%s: check %+v", id, check)
		}
		ids[check.ID] = true
		if check.State == Failed && check.Why == "" {
			t.Errorf("%s: %s failed without a sentence", id, check.ID)
		}
		if check.State == Failed && first == ReasonNone && !check.After {
			first = check.Reason
		}
	}
	outcome := got.likely()
	if first != outcome.Reason {
		t.Errorf("%s: the trace says %q first, the verdict %q", id, first, outcome.Reason)
	}
	if !outcome.Accepted && outcome.Why == "" {
		t.Errorf("%s: %s is not said in words", id, outcome.Reason)
	}
	if err := outcome.Error; err != nil && (err.Dev == "" || err.Prod == "" || err.Text(true) != err.Prod || err.Text(false) != err.Dev) {
		t.Errorf("%s: wordings %q and %q", id, err.Dev, err.Prod)
	}
}
