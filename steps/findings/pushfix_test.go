package findings_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestFixOfRefusedPush holds that the fix of a refused push begins with what to change where the fault was found, and that
// the list of messages follows only where somebody pasted what a push said.
func TestFixOfRefusedPush(t *testing.T) {
	const (
		fine = "export default {\n  providers: [\n    { domain: \"https://a.example.com\", applicationID: \"convex\" },\n  ],\n};\n"
		list = "Look for the end of the message"
	)
	for name, c := range map[string]struct {
		files map[string]string
		paste string
		want  []string // what the fix begins with, and what stands in its first lines
		never []string
	}{
		"both files": {files: map[string]string{"convex/auth.config.ts": fine, "convex/auth.config.js": fine},
			want: []string{"Delete `convex/auth.config.js`"}, never: []string{list, "customJwt"}},
		"authInfo": {files: map[string]string{"convex/auth.config.ts": fine, "convex.json": "{\n  \"authInfo\": [{}]\n}\n"},
			want: []string{"Remove `authInfo` from convex.json (convex.json:2)"}, never: []string{list, "customJwt"}},
		"a mistake in the code": {files: map[string]string{"convex/auth.config.ts": strings.Replace(fine, "\",", "\"", 1)},
			want: []string{"Correct `convex/auth.config.ts:3`: Expected", "the line before"}, never: []string{list, "customJwt"}},
		"it throws": {files: map[string]string{"convex/auth.config.ts": "throw new Error(\"no domain\");\n" + fine},
			want: []string{"Change `convex/auth.config.ts:1`", "no domain"}, never: []string{list}},
		"no default export": {files: map[string]string{"convex/auth.config.ts": strings.Replace(fine, "export default", "const config =", 1)},
			want: []string{"Let `convex/auth.config.ts", "export default { providers"}, never: []string{list}},
		"a recursion": {files: map[string]string{"convex/auth.config.ts": "const f = (n: number): number => f(n + 1) + 1;\nf(0);\n" + fine},
			want: []string{"Write the providers in `convex/auth.config.ts"}, never: []string{list}},
		"a misspelled member": {files: map[string]string{"convex/auth.config.ts": strings.Replace(fine, "applicationID", "applicationId", 1)},
			want: []string{"Correct `convex/auth.config.ts:3`: ", "applicationI"}, never: []string{list}},
		"no address": {files: map[string]string{"convex/auth.config.ts": strings.Replace(fine, "https://a.example.com", "pk_test_abcd", 1)},
			want: []string{"Correct `convex/auth.config.ts:3`: The address", "`https://`"}, never: []string{list, "set that variable"}},
		"a pasted config": {paste: strings.Replace(fine, "https://a.example.com", "pk_test_abcd", 1),
			want: []string{"Correct `pasted, line 3`"}, never: []string{list}},
		"what a push said": {paste: "✖ The pushed auth config is invalid: auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
			want: []string{list}, never: []string{"Correct what is wrong"}},
		"what a push said, and the file": {files: map[string]string{"convex/auth.config.ts": strings.Replace(fine, "export default", "const config =", 1)},
			paste: "✖ The pushed auth config is invalid: auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
			want:  []string{"Let `convex/auth.config.ts", list}},
	} {
		t.Run(name, func(t *testing.T) {
			session := steps.NewSession(func() time.Time { return time.Unix(1_795_000_000, 0) }, false)
			session.EvaluateWith(evaluator)
			if c.files != nil {
				dir := t.TempDir()
				write(t, dir, "package.json", `{"dependencies":{"convex":"1.30.0","react":"19.0.0"}}`)
				for name, text := range c.files {
					write(t, dir, name, text)
				}
				err := session.ScanWith(t.Context(), func(ctx context.Context, _ string, _ *deploy.Env) (project.Project, error) {
					return project.Scan(ctx, dir, project.Options{Evaluator: &evaluator, Registry: session.Secrets(), Inside: true})
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			if c.paste != "" {
				session.Take([]byte(c.paste), "pasted")
			}
			result := session.Result()
			if result.Cause == nil || result.Cause.ID != ids.AuthConfigPushRejected {
				t.Fatalf("cause %+v", result.Cause)
			}
			fix := result.Cause.Section("Fix")
			if !strings.HasPrefix(fix, c.want[0]) {
				t.Errorf("the fix does not begin with %q", c.want[0])
			}
			for _, text := range c.want {
				if !strings.Contains(fix, text) {
					t.Errorf("%q is not in the fix", text)
				}
			}
			for _, text := range c.never {
				if strings.Contains(fix, text) {
					t.Errorf("%q is in the fix", text)
				}
			}
			if t.Failed() {
				t.Log(fix)
			}
		})
	}
}
