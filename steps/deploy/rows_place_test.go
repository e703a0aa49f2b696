package deploy

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/deploy/wellknown"
)

var explained = regexp.MustCompile("`convex-auth-doctor explain ([a-z-]+)`")

// A row that speaks of the file to serve names the page that shows it, which a text without screens does not lead to.
func TestFixNamesThePage(t *testing.T) {
	pages := assets.Names("causes")
	for _, test := range allRuleCases() {
		rows, _ := test.run()
		for _, row := range rows {
			if row.Fix == nil {
				continue
			}
			if strings.Contains(row.Fix.Text, "the page of the document") {
				t.Errorf("%s %s: %q names no page", test.id, test.name, row.Fix.Text)
			}
			for _, found := range explained.FindAllStringSubmatch(row.Fix.Text, -1) {
				if !slices.Contains(pages, found[1]) {
					t.Errorf("%s %s: there is no page %s", test.id, test.name, found[1])
				}
			}
		}
	}
}

// What a statement lacks is named with the line to write, and so is a slip of the hand.
func TestMissingRelation(t *testing.T) {
	for relation, want := range map[string]string{
		"delegate_permission/common.handle_all_urls":                                               "lacks the relation delegate_permission/common.get_login_creds",
		`delegate_permission/common.handle_all_url","delegate_permission/common.get_login_creds`:   "delegate_permission/common.handle_all_url, which nobody reads",
		`delegate_permission/common.handle_all_urls","delegate_permission/common.get_logon_creds`:  "delegate_permission/common.get_logon_creds, which nobody reads",
		`delegate_permission/common.handle_all_urls","delegate_permission/common.something_else_1`: "lacks the relation delegate_permission/common.get_login_creds",
	} {
		body := `[{"relation":["` + relation + `"],"target":{"namespace":"android_app","package_name":"com.example.app","sha256_cert_fingerprints":["` + printOne + `"]}}]`
		input := Input{Now: testNow, Documents: []Document{onApp(wellknown.AssetLinks, "HTTP/2 200\ncontent-type: application/json\n\n"+body)}}
		said := false
		for _, row := range Checklist(input) {
			if row.ID == "DAL-JSON" && row.State == Warn {
				said = strings.Contains(row.Sentence, want)
				if row.Fix == nil || !slices.Contains(row.Fix.Commands, wellknown.RelationLine) || !explained.MatchString(row.Fix.Text) {
					t.Errorf("%s: fix %+v", relation, row.Fix)
				}
				if strings.Contains(row.Actual, "one relation") {
					t.Errorf("%s: is %q", relation, row.Actual)
				}
			}
		}
		if !said {
			t.Errorf("%s: nobody says %q", relation, want)
		}
	}
}
