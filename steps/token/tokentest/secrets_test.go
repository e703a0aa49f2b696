package tokentest

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLeaks holds that the search finds a secret in each form in which it could leave, and none where there is none.
func TestLeaks(t *testing.T) {
	for _, one := range Secrets(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)) {
		forms := map[string]string{
			"raw": one.Value, "URL-encoded": url.QueryEscape(one.Value), "hexadecimal": hex.EncodeToString([]byte(one.Value)),
			"on lines": strings.Join(pieces(one.Value, 7), "\r\n"), "in a frame": "│ " + strings.Join(pieces(one.Value, 20), " │\n│ ") + " │",
		}
		lines := pieces(one.Value, 16)
		slices.Reverse(lines)
		forms["on lines from below"] = strings.Join(lines, "\n")
		for _, before := range []string{"", "a", "ab", "abc", `{"token":"`} {
			inside := []byte(before + one.Value + `"}`)
			forms["base64 behind "+before] = base64.StdEncoding.EncodeToString(inside)
			forms["base64url behind "+before] = base64.RawURLEncoding.EncodeToString(inside)
		}
		for name, form := range forms {
			if !Leaks("before "+form+" after", one.Value) {
				t.Errorf("%s, %s: not found", one.Name, name)
			}
		}
		if Leaks("token A · 812 characters · RS256 · issued by Clerk", one.Value) {
			t.Errorf("%s is found where it is not", one.Name)
		}
	}
}
