package findings

import (
	"net/url"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
)

// valuesOf gives a message and its parts to the placeholders of a page. That it was said chooses the parts of a page that
// are for this message only (package assets).
func valuesOf(message evidence.Message) map[string]string {
	values := map[string]string{"said " + message.ID: "yes"}
	for part, placeholder := range map[string]string{
		"name": "variable", "kid": "token_kid", "typ": "token_typ", "algorithm": "token_alg", "provider": "provider", "deployment": "deployment",
		"key": "storage_key",
	} {
		if value := message.Value(part); value != "" {
			values[placeholder] = clean.Short(value, 200)
		}
	}
	if variable := variableNamedBy(message); variable != "" {
		values["variable"] = variable
	}
	if issuer := message.Value("issuer"); hostOf(issuer) != "" && strings.HasPrefix(issuer, "http") {
		values["discovery_url"], values["host"] = clean.Short(wellknown.OpenIDAddress(issuer), 200), clean.Short(hostOf(issuer), 200)
		values["token_iss"] = clean.Short(issuer, 200)
	}
	if origin := originOf(message.Value("origin")); origin != "" {
		values["app_url"] = origin
	}
	return values
}

var variableName = lazy.Regexp(`\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b`)

// variableNamedBy is the one environment variable that the wording of a message names, "" where it names none or several.
// Convex provides two of them itself and lets nobody set them (P 1.4).
func variableNamedBy(message evidence.Message) string {
	known, ok := messages.ByID(message.ID)
	if !ok {
		return ""
	}
	text := known.Text
	for _, value := range message.Values { // "WORKOS_{names}" is the variable that the names begin with
		if value.Name == "names" || value.Name == "variable" {
			first, _, _ := strings.Cut(strings.TrimLeft(value.Text, " "), ",")
			first, _, _ = strings.Cut(first, " ")
			text = strings.ReplaceAll(text, "{"+value.Name+"}", strings.TrimRight(first, ".:;"))
		}
	}
	found := ""
	for _, name := range variableName().FindAllString(text, -1) {
		if messages.IsCode(name) || name == "CONVEX_SITE_URL" || name == "CONVEX_CLOUD_URL" || strings.HasPrefix(name, "ERR") {
			continue
		}
		if found != "" && found != name {
			return ""
		}
		found = name
	}
	return found
}

// originOf returns the origin that a message names, "" for what is none of a web page, such as that of a phone app.
func originOf(text string) string {
	parsed, err := url.Parse(strings.TrimSpace(text))
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return ""
	}
	return clean.Short(parsed.Scheme+"://"+parsed.Host, 200)
}
