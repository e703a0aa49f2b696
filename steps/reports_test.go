package steps

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/ids"
)

// realReport is one real public failure. What its reporter knew beside the evidence is not in the file.
type realReport struct {
	ID       string
	Evidence struct {
		ServerLog     *string         `json:"server_log"`
		HTTPError     *string         `json:"http_error"`
		TokenHeader   json.RawMessage `json:"token_header"`
		TokenPayload  json.RawMessage `json:"token_payload"`
		AuthConfig    json.RawMessage `json:"auth_config"`
		DeploymentURL *string         `json:"deployment_url"`
	}
	Class     ids.Cause   `json:"root_cause_class"`
	Accept    []ids.Cause `json:"accept"`
	Confirmed bool
	Decidable *bool
}

func (r realReport) accepted() []ids.Cause { return append([]ids.Cause{r.Class}, r.Accept...) }

func readReports(t *testing.T) []realReport {
	t.Helper()
	data, err := os.ReadFile("testdata/reports.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var reports []realReport
	for _, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var one realReport
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		reports = append(reports, one)
	}
	return reports
}

// pastes are what the person of a report could paste: each piece as it is seen.
func (r realReport) pastes() []string {
	var pastes []string
	for _, text := range []*string{r.Evidence.ServerLog, r.Evidence.HTTPError, r.Evidence.DeploymentURL} {
		if text != nil {
			pastes = append(pastes, *text)
		}
	}
	header, payload := string(r.Evidence.TokenHeader), string(r.Evidence.TokenPayload)
	if header != "null" && header != "" || payload != "null" && payload != "" {
		view := ""
		if header != "null" && header != "" {
			view += "HEADER: ALGORITHM & TOKEN TYPE\n" + header + "\n"
		}
		if payload != "null" && payload != "" {
			view += "PAYLOAD: DATA\n" + payload + "\n"
		}
		pastes = append(pastes, view)
	}
	if config := string(r.Evidence.AuthConfig); config != "null" && config != "" {
		pastes = append(pastes, "auth config:\n"+config)
	}
	return pastes
}

// TestReports feeds the evidence of real failures and holds how many causes are named. It prints the table.
func TestReports(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	count := map[string]int{}
	wanted := 0
	for _, one := range readReports(t) {
		pastes := one.pastes()
		if len(pastes) == 0 {
			continue
		}
		session := NewSession(now, false)
		session.Take([]byte(strings.Join(pastes, "\n\n")), "pasted")
		ranking := session.Ranking()
		result := "missed"
		named := ids.Cause("")
		if ranking.Top != nil {
			named = ranking.Top.Cause
			result = "wrong"
			if slices.Contains(one.accepted(), named) {
				result = "named"
			}
		}
		var rivals []string
		for _, rival := range ranking.Rivals {
			rivals = append(rivals, string(rival.Cause))
			if result == "missed" && slices.Contains(one.accepted(), rival.Cause) && len(rivals) <= 3 {
				result = "among rivals"
			}
		}
		counts := one.Confirmed && (one.Decidable == nil || *one.Decidable)
		mark := " "
		if counts {
			wanted++
			count[result]++
			mark = "*"
		}
		t.Logf("%s %s %-12s want %-34s named %-34s rivals %v open %s", mark, one.ID, result, one.Class, named, rivals, session.Position().Open)
	}
	t.Log(fmt.Sprint("confirmed and decidable: ", wanted, " ", count))
	if count["wrong"] > 0 {
		t.Errorf("%d causes are named wrongly", count["wrong"])
	}
	if count["named"]*100 < wanted*95 {
		t.Errorf("%d of %d named, want 95 %%", count["named"], wanted)
	}
}
