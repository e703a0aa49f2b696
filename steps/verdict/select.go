package verdict

import (
	"slices"
	"strings"
)

// NormalizeIssuer returns an issuer as the backend compares it: with "https://" before one that begins with neither
// "https://" nor "http://", and without the slashes at its end. Nothing else is evened out: no letter case, no default
// port, no blanks (B 1.13, 1.14).
func NormalizeIssuer(issuer string) string {
	if !strings.HasPrefix(issuer, "https://") && !strings.HasPrefix(issuer, "http://") {
		issuer = "https://" + issuer
	}
	return strings.TrimRight(issuer, "/")
}

// MatchIssuer reports whether a token's iss matches the domain or issuer of a stored entry. A stored text has a scheme
// already; only its slashes are cut.
func MatchIssuer(iss, stored string) bool {
	stored = strings.TrimRight(stored, "/")
	if strings.HasPrefix(iss, "https://") || strings.HasPrefix(iss, "http://") {
		return strings.TrimRight(iss, "/") == stored
	}
	// "https://" is put before it; what is cut off the end may reach into that.
	return strings.TrimRight("https://"+iss, "/") == stored
}

// MatchAudience reports whether aud, a text as a list of one, satisfies the entry (B 1.13, 1.15).
func (provider Provider) MatchAudience(aud []string) bool {
	return provider.ApplicationID == nil || slices.Contains(aud, *provider.ApplicationID)
}

// choose returns the index of the first stored entry that matches, or -1 and the reason.
func choose(stored []Provider, iss string, aud []string) (int, Reason) {
	reason := IssuerMismatch
	if len(stored) == 0 {
		return -1, NoProviders
	}
	for i, provider := range stored {
		if !MatchIssuer(iss, provider.IssuerText()) {
			continue
		}
		if provider.MatchAudience(aud) {
			return i, ReasonNone
		}
		reason = AudienceMismatch
	}
	return -1, reason
}
