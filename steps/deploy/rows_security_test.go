package deploy

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/deploy/wellknown"
)

// The rows about a file do not contradict each other: none calls it valid beside one that names a fault. And the variable with
// the days is judged only where the library serves the file, which it does not without SECURITY_CONTACT (P 1.21, 1.22).
func TestSecurityRowsAgree(t *testing.T) {
	for name, body := range map[string]string{
		"expired":           "Contact: mailto:security@example.com\nExpires: 2020-01-01T00:00:00Z\n",
		"no date":           "Contact: mailto:security@example.com\n",
		"no mailto":         "Contact: security@example.com\nExpires: 2027-01-01T00:00:00Z\n",
		"two dates":         "Contact: mailto:security@example.com\nExpires: 2027-01-01T00:00:00Z\nExpires: 2027-01-02T00:00:00Z\n",
		"another canonical": "Contact: mailto:security@example.com\nExpires: 2027-01-01T00:00:00Z\nCanonical: https://other.example/.well-known/security.txt\n",
		"fine":              "Contact: mailto:security@example.com\nExpires: 2027-01-01T00:00:00Z\n",
	} {
		t.Run(name, func(t *testing.T) {
			input, _ := inputOf(GenA2, healthyVars(GenA2).text())
			input.Documents = append(input.Documents, onApp(wellknown.SecurityTxt, "HTTP/2 200\ncontent-type: text/plain; charset=utf-8\n\n"+body))
			failed, valid := false, false
			for _, row := range Checklist(input) {
				switch row.ID {
				case "SECTXT":
					failed = failed || row.State == Fail
					valid = valid || strings.Contains(strings.ToLower(row.Sentence), "valid")
				case "SECTXT-DAYS":
					if row.State != NotApplicable {
						t.Errorf("SECTXT-DAYS is judged without SECURITY_CONTACT: %s %q", row.State, row.Sentence)
					}
				}
			}
			if failed != (name != "fine") || failed == valid {
				t.Errorf("failed %v, called valid %v", failed, valid)
			}
		})
	}
}
