package wellknown

import (
	"encoding/json"
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/lazy"
)

// appleMaxBytes is the limit of an association file, uncompressed (P 3.7).
const appleMaxBytes = 128 << 10

var (
	appleAppID  = lazy.Regexp(`^[A-Z0-9]{10}\.[A-Za-z0-9.-]+$`)
	looseAppID  = lazy.Regexp(`^[A-Za-z0-9]{1,20}\.[A-Za-z0-9.-]+$`)
	aasaService = transport{who: "Apple", maxBytes: appleMaxBytes, mediaType: "application/json"}
)

// defaultApplinkPaths are what the library lists when IOS_APPLINK_PATHS is unset (P 1.18).
var defaultApplinkPaths = []string{"/auth/*", "/callback/*"}

type aasaComponent struct {
	Path string `json:"/"`
}

type aasaDetail struct {
	AppIDs     []string        `json:"appIDs"`
	Components []aasaComponent `json:"components"`
}

type aasaApplinks struct {
	Details []aasaDetail `json:"details"`
}

type aasaApps struct {
	Apps []string `json:"apps"`
}

type aasaFile struct {
	Applinks       aasaApplinks `json:"applinks"`
	WebCredentials aasaApps     `json:"webcredentials"`
}

// BuildAASA makes the association file of IOS_APP_IDS and IOS_APPLINK_PATHS as the library does. The library does not look
// at the entries; those that Apple cannot use are named in Dropped although they are in the file.
func BuildAASA(settings Settings) Built {
	ids := list(settings.IOSApps)
	if len(ids) == 0 {
		return notConfigured(nil)
	}
	paths := list(settings.IOSPaths)
	if len(paths) == 0 {
		paths = defaultApplinkPaths
	}
	var components []aasaComponent
	for _, path := range paths {
		components = append(components, aasaComponent{path})
	}
	file := aasaFile{aasaApplinks{[]aasaDetail{{ids, components}}}, aasaApps{ids}}
	built := Built{Status: 200, ContentType: "application/json", Body: compact(file)}
	for i, id := range ids {
		if !appleAppID().MatchString(id) {
			built.Dropped = append(built.Dropped, Dropped{i + 1, show(id), "Apple wants a 10-character App ID prefix, a full stop and the bundle id"})
		}
	}
	for i, path := range list(settings.IOSPaths) {
		if !strings.HasPrefix(path, "/") {
			built.Dropped = append(built.Dropped, Dropped{i + 1, show(path), "a path pattern without a leading slash never matches"})
		}
	}
	return built
}

// CheckAASATransport checks status, redirects, type and size.
func CheckAASATransport(exchange response.Exchange) []Problem {
	problems := aasaService.check(AASA, exchange)
	if strings.HasSuffix(exchange.First().URL, ".json") {
		problems = append(problems, Problem{Wrong, "extension", "Apple asks for the path without .json.", AASA.Path(), show(exchange.First().URL)})
	}
	return problems
}

// CheckAASA checks the body of an association file (P 3.10, 3.11).
func CheckAASA(body []byte) []Problem {
	var problems []Problem
	add := func(level Level, code, text, expected, actual string) {
		problems = append(problems, Problem{level, code, text, expected, actual})
	}
	if len(body) > appleMaxBytes {
		add(Wrong, "size", fmt.Sprintf("The file has %d bytes, and Apple reads %d at most.", len(body), appleMaxBytes), "", "")
	}
	members, ok := jsonObject(body)
	if !ok {
		add(Wrong, "json", "This is no JSON object.", "a JSON object", whatIs(body))
		return problems
	}
	var credentials struct{ Apps []json.RawMessage }
	raw, present := members["webcredentials"]
	if !present || json.Unmarshal(raw, &credentials) != nil || len(credentials.Apps) == 0 {
		add(Wrong, "webcredentials", "No webcredentials.apps: passkeys and password autofill need it.", `"webcredentials":{"apps":["TEAMID1234.com.example.app"]}`, "not there")
	}
	for _, item := range credentials.Apps {
		problems = append(problems, checkAppID(item, "webcredentials.apps")...)
	}
	if raw, present := members["applinks"]; present {
		problems = append(problems, checkApplinks(raw)...)
	}
	return problems
}

func checkAppID(item json.RawMessage, where string) []Problem {
	var id string
	switch {
	case json.Unmarshal(item, &id) != nil:
		return []Problem{{Wrong, "app-id", "An entry of " + where + " is no text.", `"TEAMID1234.com.example.app"`, show(string(item))}}
	case strings.Contains(id, "*"):
		return []Problem{{Wrong, "app-id", "A wildcard is not allowed in " + where + ".", "the whole bundle id", show(id)}}
	case appleAppID().MatchString(id):
		return nil
	case looseAppID().MatchString(id):
		prefix, _, _ := strings.Cut(id, ".")
		if len(prefix) != 10 {
			return []Problem{{Doubt, "team-id", fmt.Sprintf("Team id is not 10 characters: %s has %d.", show(prefix), len(prefix)), "10 capital letters and digits", show(id)}}
		}
		return []Problem{{Wrong, "app-id", "The team id has small letters.", strings.ToUpper(show(prefix)), show(id)}}
	}
	return []Problem{{Wrong, "app-id", "An entry of " + where + " is no app id.", "TEAMID1234.com.example.app", show(id)}}
}

// checkApplinks checks the part for Universal Links, in its form of today and in the older ones.
func checkApplinks(raw json.RawMessage) []Problem {
	var links struct {
		Apps    json.RawMessage
		Details json.RawMessage
	}
	if json.Unmarshal(raw, &links) != nil {
		return []Problem{{Wrong, "applinks", "applinks is no object.", `"applinks":{"details":[…]}`, show(string(raw))}}
	}
	var problems []Problem
	var details []json.RawMessage
	if json.Unmarshal(links.Details, &details) != nil {
		var byApp map[string]json.RawMessage
		if json.Unmarshal(links.Details, &byApp) != nil {
			return []Problem{{Wrong, "applinks", "applinks.details is no list.", `"details":[{"appIDs":["…"],"components":[{"/":"/auth/*"}]}]`, show(string(links.Details))}}
		}
		return []Problem{{Doubt, "legacy", "applinks.details is an object: the form of iOS 12 and before.", "a list", "an object"}}
	}
	if links.Apps != nil {
		problems = append(problems, Problem{Doubt, "legacy", "applinks.apps is of the older form; it must be an empty list or absent.", "no applinks.apps", "applinks.apps"})
	}
	for _, item := range details {
		problems = append(problems, checkDetail(item)...)
	}
	return problems
}

func checkDetail(item json.RawMessage) []Problem {
	var detail struct {
		AppIDs     []json.RawMessage
		AppID      *string
		Paths      []string
		Components []map[string]json.RawMessage
	}
	if json.Unmarshal(item, &detail) != nil {
		return []Problem{{Wrong, "applinks", "An entry of applinks.details cannot be read.", `{"appIDs":["…"],"components":[{"/":"/auth/*"}]}`, show(string(item))}}
	}
	var problems []Problem
	if detail.AppID != nil || detail.Paths != nil {
		problems = append(problems, Problem{Doubt, "legacy", "applinks uses appID and paths: the form of iOS 12 and before.", "appIDs and components", "appID and paths"})
	}
	for _, id := range detail.AppIDs {
		problems = append(problems, checkAppID(id, "applinks")...)
	}
	for _, component := range detail.Components {
		raw, present := component["/"]
		if !present {
			continue
		}
		var path string
		switch {
		case json.Unmarshal(raw, &path) != nil:
			problems = append(problems, Problem{Wrong, "component", "The path of a component is no text.", `"/auth/*"`, show(string(raw))})
		case !strings.HasPrefix(path, "/"):
			problems = append(problems, Problem{Wrong, "component", "A path pattern without a leading slash never matches.", "/" + show(path), show(path)})
		case path == "/*" || path == "*":
			problems = append(problems, Problem{Doubt, "swallow", "/* opens the app for every link, also for the return of a web sign-in.", "the paths of the app, such as /auth/*", show(path)})
		}
	}
	return problems
}

// AASAApps returns the app ids that a file lists for webcredentials and for applinks.
func AASAApps(body []byte) (credentials, links []string) {
	var file struct {
		WebCredentials struct{ Apps []string }
		Applinks       struct {
			Details []struct {
				AppIDs []string
				AppID  string
			}
		}
	}
	_ = json.Unmarshal(body, &file) // what could be read before a wrong type is still used
	for _, detail := range file.Applinks.Details {
		links = append(links, detail.AppIDs...)
		if detail.AppID != "" {
			links = append(links, detail.AppID)
		}
	}
	return file.WebCredentials.Apps, links
}
