package evidence

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// report is what a person in a public report had to show.
type report struct {
	ID       string
	Evidence struct {
		ServerLog     string          `json:"server_log"`
		HTTPError     string          `json:"http_error"`
		TokenHeader   json.RawMessage `json:"token_header"`
		TokenPayload  json.RawMessage `json:"token_payload"`
		DeploymentURL string          `json:"deployment_url"`
		AuthConfig    []struct {
			Type          string
			Address       string  `json:"domain_or_issuer"`
			ApplicationID *string `json:"applicationID"`
		} `json:"auth_config"`
	}
}

func readReports(t *testing.T) []report {
	t.Helper()
	file, err := os.Open("testdata/reports.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var reports []report
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var one report
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		reports = append(reports, one)
	}
	return reports
}

// decodedView is how jwt.io shows a token without its signature.
func (one report) decodedView() string {
	text := ""
	if one.Evidence.TokenHeader != nil {
		text += "HEADER: ALGORITHM & TOKEN TYPE\n\n" + string(one.Evidence.TokenHeader) + "\n\n"
	}
	if one.Evidence.TokenPayload != nil {
		text += "PAYLOAD: DATA\n\n" + string(one.Evidence.TokenPayload) + "\n"
	}
	return text
}

// configSource is the list of providers as auth.config.ts.
func (one report) configSource() string {
	if one.Evidence.AuthConfig == nil {
		return ""
	}
	text := "import { AuthConfig } from \"convex/server\";\n\nexport default {\n  providers: [\n"
	for _, entry := range one.Evidence.AuthConfig {
		text += "    {\n"
		if entry.Type == "customJwt" {
			text += "      type: \"customJwt\",\n      issuer: \"" + entry.Address + "\",\n      algorithm: \"RS256\",\n      jwks: `" + entry.Address + "/jwks`,\n"
		} else {
			text += "      domain: \"" + entry.Address + "\",\n"
		}
		if entry.ApplicationID != nil {
			text += "      applicationID: \"" + *entry.ApplicationID + "\",\n"
		}
		text += "    },\n"
	}
	return text + "  ],\n} satisfies AuthConfig;\n"
}

func (one report) configJSON() string {
	if one.Evidence.AuthConfig == nil {
		return ""
	}
	var list []map[string]any
	for _, entry := range one.Evidence.AuthConfig {
		list = append(list, map[string]any{"type": entry.Type, "domain_or_issuer": entry.Address, "applicationID": entry.ApplicationID})
	}
	text, _ := json.Marshal(list)
	return string(text)
}

func of(pieces []Piece, kinds ...Kind) []Piece {
	var found []Piece
	for _, piece := range pieces {
		for _, kind := range kinds {
			if piece.Kind == kind {
				found = append(found, piece)
			}
		}
	}
	return found
}

// described are reports whose text is the reporter's own description and no program's output.
var described = map[string]bool{"auth error on client re-subscription": true}

// Everything in a report that carries meaning is recognised: each field by itself, and all of them in one paste.
func TestReports(t *testing.T) {
	reports := readReports(t)
	if len(reports) < 30 {
		t.Fatalf("only %d reports", len(reports))
	}
	for _, one := range reports {
		for form, config := range map[string]string{"json": one.configJSON(), "source": one.configSource()} {
			t.Run(one.ID+"/"+form, func(t *testing.T) {
				whole := strings.Join([]string{"Hi, after login my identity is null. Here is what I have:", one.Evidence.ServerLog, one.Evidence.HTTPError, one.decodedView(), config, one.Evidence.DeploymentURL}, "\n\n")
				check := func(text string, kinds ...Kind) {
					if text == "" || described[text] {
						return
					}
					for name, input := range map[string]string{"alone": text, "in the whole": whole} {
						var registry secret.Registry
						result := Recognize([]byte(input), &registry)
						if len(of(result.Pieces, kinds...)) == 0 {
							t.Errorf("%s: no %v in %q", name, kinds, text)
						}
					}
				}
				check(one.Evidence.ServerLog, KindMessage, KindLog, KindIdentity)
				check(one.Evidence.HTTPError, KindMessage, KindRequest)
				check(one.Evidence.DeploymentURL, KindDeployment, KindURL)
				check(one.decodedView(), KindToken)
				check(config, KindProviders)
				var registry secret.Registry
				result := Recognize([]byte(whole), &registry)
				one.checkToken(t, result)
				one.checkProviders(t, result)
			})
		}
	}
}

func (one report) checkToken(t *testing.T, result Result) {
	if one.Evidence.TokenPayload == nil {
		return
	}
	want := token.FromDecoded(one.Evidence.TokenHeader, one.Evidence.TokenPayload)
	for _, piece := range of(result.Pieces, KindToken) {
		got := piece.Data.(Token).Read
		if len(got.Payload.Members) == len(want.Payload.Members) && got.Payload.Seen {
			wantAud, wantState := want.Audience()
			gotAud, gotState := got.Audience()
			if wantState == gotState && strings.Join(wantAud, " ") == strings.Join(gotAud, " ") {
				return
			}
		}
	}
	t.Error("the token's claims were not found")
}

func (one report) checkProviders(t *testing.T, result Result) {
	if one.Evidence.AuthConfig == nil {
		return
	}
	for _, piece := range of(result.Pieces, KindProviders) {
		list := piece.Data.(Providers)
		if len(list.Entries) != len(one.Evidence.AuthConfig) {
			continue
		}
		for i, entry := range one.Evidence.AuthConfig {
			got := list.Entries[i]
			if got.Address().Text != entry.Address || got.Kind != entry.Type {
				t.Errorf("entry %d is %+v, want %s %s", i, got, entry.Type, entry.Address)
			}
			if entry.ApplicationID == nil && got.ApplicationID.State != None && got.ApplicationID.State != NotSeen || entry.ApplicationID != nil && got.ApplicationID.Text != *entry.ApplicationID {
				t.Errorf("entry %d has applicationID %+v", i, got.ApplicationID)
			}
		}
		return
	}
	t.Error("the list of providers was not found")
}
