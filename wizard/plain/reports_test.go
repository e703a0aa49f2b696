package plain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
)

// maxAnswers is how many answers may lead to the cause of a report without evidence.
const maxAnswers = 6

// saidInReports are the answers that the person of each confirmed report would give who has nothing to paste. They follow
// what the report says of its symptom, and of what was seen on the way to its root.
var saidInReports = map[string]string{
	// getUserIdentity() throws inside an HTTP action instead of returning null: the header is no token of Convex's.
	"c003": "start=error error-where=http-action backend-http-action=throws",
	// usePreloadedQuery fails on load although preloadQuery got the token: the app's own check throws.
	"c007": "start=error error-where=own error-own=load",
	// Going offline during a refresh leaves a stopped WebSocket with stale data.
	"c021": "start=stopped stopped-what=while stopped-while=stopped",
	// Silently signed out on the first request after an idle period: the refresh failed and gave null.
	"c024": "start=stopped stopped-what=while stopped-while=null",
	// new ConvexHttpClient(url, {auth}) has no effect: the requests carry no header.
	"c028": "start=unsure backend-logs=null backend-caller=app backend-null-when=always frontend-client=http frontend-http=no",
	// The domain in auth.config.ts is not the issuer of the Clerk instance in use; the configuration was changed.
	"c049": "start=token frontend-token=claims frontend-repeat=null matching-providers=some matching-issuer=no matching-which=token",
	// After signIn() the protected route redirects, as if nobody were signed in.
	"c059": "start=unsure backend-logs=object backend-identity=flash",
	// After the laptop wakes users are logged out: the refresh throws and is returned as null.
	"c068": "start=stopped stopped-what=while stopped-while=null",
	// The WorkOS tokens have no aud; the entry has an applicationID.
	"c084": "start=token frontend-token=claims frontend-repeat=null matching-providers=some matching-issuer=yes matching-audience=no",
	// getToken() is undefined on the server although the session cookie is there.
	"c085": "start=unsure backend-logs=null backend-caller=server frontend-nextjs=empty frontend-nextjs-token=helper",
	// A white page with tokens that are invalid, until local storage is cleared.
	"c090": "start=stopped stopped-what=some",
	// After sign-in the cookie with the token is missing; the middleware sends the user back to the login.
	"c095": "start=error error-where=own error-own=server frontend-nextjs=empty frontend-nextjs-token=cookie",
	// <Unauthenticated> flashes since version 0.0.90.
	"c099": "start=stopped stopped-what=upgrade",
	// The connection drops after the app returns from the background, and nothing recovers.
	"c110": "start=stopped stopped-what=while stopped-while=stopped",
	// NotSupportedError: Cannot set "location.href" when signing in with OAuth.
	"c111": "start=error error-where=signin error-signin=oauth error-oauth=native",
	// Refreshing the browser quickly signs the user out.
	"c113": "start=stopped stopped-what=reload",
	// Signed in at Clerk, and isAuthenticated stays false: the auth config file was never picked up.
	"c115": "start=token frontend-token=claims frontend-repeat=null matching-providers=none",
	// The token is fetched again and again.
	"c117": "start=stopped stopped-what=loop refresh-logs=provider",
	// Safari: back at the app without a code; the log shows that the exchange failed.
	"c118": "start=error error-where=signin error-signin=oauth error-oauth=state",
}

type quietReport struct {
	ID        string
	Symptom   string
	Confirmed bool
	Class     ids.Cause   `json:"root_cause_class"`
	Accept    []ids.Cause `json:"accept"`
	Evidence  map[string]json.RawMessage
}

// hasEvidence reports whether there is anything in a report that could be pasted.
func (r quietReport) hasEvidence() bool {
	for _, name := range []string{"server_log", "http_error", "token_header", "token_payload", "auth_config", "deployment_url"} {
		if value := string(r.Evidence[name]); value != "" && value != "null" {
			return true
		}
	}
	return false
}

// TestReportsWithoutEvidence walks for every confirmed report that has nothing to paste: the answers of its person lead
// to its cause, in line mode, and there are six of them at most. It prints the table.
func TestReportsWithoutEvidence(t *testing.T) {
	data, err := os.ReadFile("../../steps/testdata/reports.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]int{}
	wanted := 0
	for _, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var report quietReport
		if err := json.Unmarshal(line, &report); err != nil {
			t.Fatal(err)
		}
		if !report.Confirmed || report.hasEvidence() {
			continue
		}
		wanted++
		said, ok := saidInReports[report.ID]
		if !ok {
			t.Errorf("%s has no journey: %s", report.ID, report.Symptom)
			continue
		}
		answers := strings.Fields(said)
		named := journeyEnd(t, report.ID, answers)
		result := "wrong"
		switch {
		case !slices.Contains(append([]ids.Cause{report.Class}, report.Accept...), named):
		case len(answers) > maxAnswers:
			result = "too late"
		default:
			result = "named"
		}
		table[result]++
		t.Logf("%s %-8s after %d: %-34s %s\n     %s", report.ID, result, len(answers), named, report.Symptom, said)
		if result != "named" {
			t.Errorf("%s ends at %q after %d answers, want %s within %d", report.ID, named, len(answers), report.Class, maxAnswers)
		}
	}
	t.Logf("confirmed, without evidence: %d  %v", wanted, table)
	if wanted != len(saidInReports) || wanted == 0 {
		t.Errorf("%d reports, %d journeys", wanted, len(saidInReports))
	}
}

// journeyEnd gives answers in line mode and returns the cause that is shown at the end, "" for none. Each question must
// be the one that is asked.
func journeyEnd(t *testing.T, id string, answers []string) ids.Cause {
	t.Helper()
	var input strings.Builder
	var titles []string
	for _, one := range answers {
		name, answer, _ := strings.Cut(one, "=")
		question, ok := steps.Lookup(ids.Question(name))
		at := slices.IndexFunc(question.Answers, func(a steps.Answer) bool { return a.ID == ids.Answer(answer) })
		page, err := assets.Question(question.ID)
		if !ok || at < 0 || err != nil {
			t.Fatalf("%s: there is no answer %s", id, one)
		}
		fmt.Fprintf(&input, "%d\n%s", at+1, leaving(question.ID, ids.Answer(answer)))
		titles = append(titles, page.Title)
	}
	out := walked(t, input.String())
	pages := strings.Split(out, "(b back, ? help) > ")
	if len(pages) < len(answers)+1 {
		t.Fatalf("%s: only %d pages were shown", id, len(pages))
	}
	for i, title := range titles {
		if !strings.Contains(pages[i], title) {
			t.Errorf("%s: instead of %q there was asked:\n%s", id, title, pages[i])
		}
	}
	_, after, _ := strings.Cut(pages[len(answers)], "\nIts name: ")
	name, _, _ := strings.Cut(after, "\n")
	return ids.Cause(name)
}
