package wellknown

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

var served = Settings{Library: LibraryA, App: "https://app.example.com", AltOrigins: "https://other.example", IOSApps: "ABCDE12345.com.example.app",
	Android: "com.example.app:" + fingerprint("AB"), ChangeURL: "https://app.example.com/settings?a=\"b\"", Contact: "mailto:a@example.com", Days: "180", Now: now}

// Every document has files for every hosting, and each file can be read by what reads it.
func TestServeEverywhere(t *testing.T) {
	for _, kind := range Kinds() {
		for _, hosting := range Hostings() {
			for name, settings := range map[string]Settings{"configured": served, "not configured": {Now: now}} {
				content := ContentOf(kind, settings, "https://happy-animal-123.convex.site")
				files := Serve(kind, hosting, content)
				if len(files) == 0 {
					t.Errorf("%s on %s (%s): no file", kind, hosting, name)
				}
				for _, file := range files {
					checkFile(t, string(kind)+" on "+string(hosting)+" ("+name+")", file)
				}
			}
		}
	}
}

func checkFile(t *testing.T, what string, file File) {
	t.Helper()
	switch {
	case file.Path == "" && file.Note == "":
		t.Errorf("%s: a file without a path and a note", what)
	case strings.HasSuffix(file.Path, ".json"):
		if !json.Valid([]byte(file.Text)) {
			t.Errorf("%s: %s is no JSON:\n%s", what, file.Path, file.Text)
		}
	case strings.HasSuffix(file.Path, ".ts"), strings.HasSuffix(file.Path, ".tsx"), strings.HasSuffix(file.Path, ".js"):
		result := api.Transform(file.Text, api.TransformOptions{Loader: api.LoaderTSX})
		if len(result.Errors) > 0 {
			t.Errorf("%s: %s does not parse: %s\n%s", what, file.Path, result.Errors[0].Text, file.Text)
		}
	}
}

// What is served holds what the library would have answered.
func TestServedContent(t *testing.T) {
	for _, kind := range []Kind{AASA, AssetLinks, RelatedOrigins} {
		content := ContentOf(kind, served, "")
		if content.Sample {
			t.Errorf("%s: an example in place of the variables", kind)
		}
		static := Serve(kind, ViteVercel, content)[0]
		if static.Path != "public"+kind.Path() || static.Text != content.Body || !json.Valid([]byte(static.Text)) {
			t.Errorf("%s: %s holds %s", kind, static.Path, static.Text)
		}
	}
	redirect := Serve(ChangePassword, Cloudflare, ContentOf(ChangePassword, served, ""))[0]
	if redirect.Text != "/.well-known/change-password https://app.example.com/settings?a=\"b\" 302\n" {
		t.Errorf("redirect: %s", redirect.Text)
	}
	if content := ContentOf(AASA, Settings{Now: now}, ""); !content.Sample || !strings.Contains(content.Body, "TEAMID1234") {
		t.Errorf("not configured: %+v", content)
	}
	if note := Serve(AASA, Netlify, ContentOf(AASA, Settings{Now: now}, ""))[0].Note; !strings.HasPrefix(note, "The values are examples") {
		t.Errorf("note of an example: %s", note)
	}
	for _, kind := range []Kind{AASA, AssetLinks, RelatedOrigins, PasskeyEndpoints} {
		if body := ContentOf(kind, Settings{Now: now}, "").Body; !json.Valid([]byte(body)) {
			t.Errorf("%s: the example is no JSON: %s", kind, body)
		}
	}
}
