package family

import (
	"encoding/base64"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// Publishable is what a publishable key of Clerk tells: the instance that it belongs to (providers.md 1.1). A
// publishable key is no secret.
type Publishable struct {
	Stage   Stage
	Host    string // Frontend API host
	Issuer  string // the iss that tokens of the instance carry, "https://" + Host
	Problem string // what is wrong with the key, "" when it is sound
}

// PublishableForm matches a publishable key.
var PublishableForm = lazy.Regexp(`\bpk_(test|live)_([A-Za-z0-9+/_=-]*)\$?`)

// OfPublishableKey decodes "pk_test_…" or "pk_live_…". ok is false for anything else.
func OfPublishableKey(key string) (found Publishable, ok bool) {
	groups := PublishableForm().FindStringSubmatch(strings.TrimSpace(key))
	if groups == nil {
		return Publishable{}, false
	}
	found.Stage = Production
	if groups[1] == "test" {
		found.Stage = Development
	}
	body := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(groups[2], "="))
	decoded, err := base64.RawStdEncoding.DecodeString(body)
	host := string(decoded)
	switch {
	case err != nil:
		found.Problem = "the part after the last underscore is no base64: the key is cut off or was changed"
		return found, true
	case !strings.HasSuffix(host, "$"):
		found.Problem = "it does not end as a publishable key must: the key is cut off or was changed"
		return found, true
	}
	host = strings.TrimSuffix(host, "$")
	if strings.Contains(host, "$") || !strings.Contains(host, ".") || !hostForm().MatchString(host) {
		found.Problem = "it names no host: the key was changed"
		return found, true
	}
	found.Host, found.Issuer = host, "https://"+host
	development := OfIssuer(host).Stage == Development
	switch {
	case found.Stage == Development && !development:
		found.Problem = "it begins with pk_test_ and names a host that is no development instance"
	case found.Stage == Production && development:
		found.Problem = "it begins with pk_live_ and names a development instance"
	}
	return found, true
}

var hostForm = lazy.Regexp(`^[A-Za-z0-9.-]+(?::\d+)?$`)
