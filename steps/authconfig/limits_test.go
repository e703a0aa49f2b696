package authconfig

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"convex-auth-doctor/steps/secret"
)

// TestLimits holds that a hostile config costs one finding and nothing else.
func TestLimits(t *testing.T) {
	short := Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 700 * time.Millisecond}}
	small := Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 60 * time.Second, Memory: 128 << 20}}
	tests := []struct {
		name      string
		text      string
		evaluator Evaluator
		want      []Kind // the stack, the memory or the time may run out first
	}{
		{"endless loop", `for (;;);`, short, []Kind{KindTooLong}},
		{"endless loop in a getter", `export default { get providers() { for (;;); } }`, short, []Kind{KindTooLong}},
		{"endless regular expression", `/^(a+a+)+\1b/.test("a".repeat(60)); export default {}`, short, []Kind{KindTooLong}},
		{"endless promises", `const again = () => Promise.resolve().then(again); await again(); export default {}`, short, []Kind{KindTooLong, KindTooMuchMemory}},
		{"long text", `export default "x".repeat(1 << 29)`, small, []Kind{KindTooMuchMemory}},
		{"growing text", `let s = "x"; for (;;) s += s; export default s`, small, []Kind{KindTooMuchMemory, KindThrows}},
		{"growing list", `const list = []; for (;;) list.push({ a: [] }); export default list`, small, []Kind{KindTooMuchMemory}},
		{"large buffer", `export default [...new Uint8Array(1 << 30)]`, small, []Kind{KindTooMuchMemory, KindThrows}},
		{"recursion", `const f = () => f(); f(); export default {}`, patient, []Kind{KindTooDeep}},
		{"recursion through the engine", `const f = () => [1].map(f); f(); export default {}`, short, []Kind{KindTooDeep, KindTooLong, KindTooMuchMemory}},
		{"recursion in JSON", `export default { toJSON() { return { a: this } } }`, short, []Kind{KindTooDeep, KindTooLong, KindTooMuchMemory, KindUnserializable}},
		{"large output", `export default "x".repeat(3 << 20)`, patient, []Kind{KindTooMuchOutput}},
		{"exponential output", `let a = ["x"]; for (let i = 0; i < 40; i++) a = [a, a]; export default a`, Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 2 * time.Second, Memory: 128 << 20}}, []Kind{KindTooMuchMemory, KindTooLong}},
		{"nested source", strings.Repeat("[", 2_000_000), small, []Kind{KindTooDeep, KindTooMuchMemory}},
		{"nested templates", strings.Repeat("`${", 200_000), small, []Kind{KindTooDeep, KindTooMuchMemory, KindSyntax}},
		{"endless comment", "/*" + strings.Repeat("*", 5_000_000), patient, []Kind{KindSyntax}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			result := test.evaluator.Evaluate(context.Background(), Source{Text: test.text}, Env{Known: true})
			if result.Failure == nil {
				t.Fatalf("it was evaluated, to %d bytes", len(result.ExportJSON))
			}
			for _, kind := range test.want {
				if result.Failure.Kind == kind {
					return
				}
			}
			t.Errorf("it ended as %q (%s), want one of %q", result.Failure.Kind, result.Failure, test.want)
		})
	}
}

// TestCancelled holds that a caller who gives up gets an answer.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	result := patient.Evaluate(ctx, Source{Text: "for (;;);"}, Env{})
	if result.Failure == nil || result.Failure.Kind != KindTooLong {
		t.Errorf("got %+v", result.Failure)
	}
}

// TestLinks holds that links inside the project are followed and links out of it are not.
func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there")
	}
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret.ts"), `export const domain = "https://outside.example";`)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "convex/real.ts"), `export const domain = "https://inside.example";`)
	write(t, filepath.Join(dir, "store/pkg/index.js"), `export { domain } from "dep";`)
	write(t, filepath.Join(dir, "store/node_modules/dep/index.js"), `export const domain = "https://linked.example";`)
	for name, target := range map[string]string{
		"convex/inside.ts":     "real.ts",
		"convex/outside.ts":    filepath.Join(outside, "secret.ts"),
		"convex/up.ts":         "../../../../../../../../etc/hostname",
		"convex/loop.ts":       "loop.ts",
		"convex/ring":          "../convex",
		"convex/node_modules":  "../modules",
		"modules/pkg":          "../store/pkg",
		"convex/through":       outside,
		"convex/dangling.ts":   "nothing.ts",
		"convex/to-a-dir.d.ts": ".",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ from, want string }{
		{"./inside", `{"providers":[{"domain":"https://inside.example"}]}`},
		{"./ring/ring/real", `{"providers":[{"domain":"https://inside.example"}]}`},
		{"pkg", `{"providers":[{"domain":"https://linked.example"}]}`},
		{"./outside", "it is a link out of the project"},
		{"./up", "it is a link out of the project"},
		{"./through/secret", ""},
		{"./loop", "it is a loop of links"},
		{"./dangling", "Could not resolve"},
		{"../../../../../../../../etc/hostname", "Could not resolve"},
	} {
		t.Run(test.from, func(t *testing.T) {
			write(t, filepath.Join(dir, "convex/auth.config.ts"), `import { domain } from "`+test.from+`"; export default { providers: [{ domain }] };`)
			result := patient.Evaluate(context.Background(), Source{Files: os.DirFS(dir), File: "convex/auth.config.ts"}, Env{Known: true})
			switch {
			case result.Failure == nil && result.ExportJSON == test.want:
			case result.Failure == nil:
				t.Errorf("it was evaluated to %s", result.ExportJSON)
			case strings.HasPrefix(test.want, "{"), !strings.Contains(result.Failure.Detail, test.want):
				t.Errorf("got %+v", result.Failure)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestSecretsInErrors holds that a secret that the config puts into an error comes out as its label.
func TestSecretsInErrors(t *testing.T) {
	var registry secret.Registry
	hidden := registry.Take(secret.ClientSecret, "s3cr3t-value-of-a-test")
	result := evaluate1(`throw new Error("bad: " + process.env.CLIENT_SECRET);`, Env{Known: true, Secrets: map[string]secret.Text{"CLIENT_SECRET": hidden}})
	if result.Failure == nil || !strings.Contains(result.Failure.Inner, hidden.String()) || strings.Contains(result.Failure.Inner+result.Failure.Text, hidden.Reveal()) {
		t.Errorf("the failure does not show the label alone")
	}
}

func evaluate1(text string, env Env) Result {
	return patient.Evaluate(context.Background(), Source{Text: text}, env)
}

// TestHelpersInPlaceOfPackages holds that a package which is too much for the limits is replaced by what is known of it.
func TestHelpersInPlaceOfPackages(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"convex/auth.config.ts":                   `import { getConvexProvidersConfig } from "@stackframe/stack"; export default { providers: getConvexProvidersConfig({ projectId: "p" }) };`,
		"node_modules/@stackframe/stack/index.js": `export const getConvexProvidersConfig = () => []; for (;;);`,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	evaluator := Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 2 * time.Second}}
	result := evaluator.Evaluate(context.Background(), Source{Files: files, File: "convex/auth.config.ts"}, Env{Known: true})
	if result.Failure != nil || len(result.Entries) != 2 || len(result.Assumed) != 1 {
		t.Errorf("got %d entries, %d assumed helpers, failure %v", len(result.Entries), len(result.Assumed), result.Failure)
	}
}

func TestLocate(t *testing.T) {
	file := &fstest.MapFile{Data: []byte("export default {}")}
	for _, test := range []struct {
		name    string
		files   fstest.MapFS
		file    string
		both    bool
		ignored int
	}{
		{"TypeScript", fstest.MapFS{"c/auth.config.ts": file}, "c/auth.config.ts", false, 0},
		{"JavaScript", fstest.MapFS{"c/auth.config.js": file}, "c/auth.config.js", false, 0},
		{"both", fstest.MapFS{"c/auth.config.ts": file, "c/auth.config.js": file}, "c/auth.config.ts", true, 0},
		{"tsx only", fstest.MapFS{"c/auth.config.tsx": file}, "", false, 1},
		{"none", fstest.MapFS{"c/schema.ts": file}, "", false, 0},
		{"elsewhere", fstest.MapFS{"auth.config.ts": file}, "", false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			place := Locate(test.files, "c")
			if place.File != test.file || (place.Failure != nil) != test.both || len(place.Ignored) != test.ignored {
				t.Errorf("got %+v", place)
			}
			if test.both && place.Failure.Text != "Found both c/auth.config.js and c/auth.config.ts, choose one." {
				t.Errorf("got text %q", place.Failure.Text)
			}
		})
	}
}

// FuzzEvaluate gives any text to a child with little time: there is always a result.
func FuzzEvaluate(f *testing.F) {
	for _, seed := range []string{
		`export default { providers: [{ domain: process.env.A, applicationID: "b" }] }`,
		"export default `${process.env.A ?? 1}`",
		`import x from "y"; export default x()`,
		`export default { get a() { throw 1 } }`,
		`throw { toString() { throw 1 } }`,
		`throw Object.create(null, { name: { get() { throw 1 } } })`,
		`export default new Proxy({}, { ownKeys() { throw null } })`,
		`export default { providers: [[["a"]], { domain: 1, issuer: {}, applicationID: null }] }`,
		`process.env.constructor; process.env.__proto__; export default process`,
		`Object.prototype.toJSON = () => 1; export default {}`,
		`JSON.stringify = () => "x"; export default {}`,
		`globalThis.__doctor = null; Promise.prototype.then = null; export default {}`,
		`Array.prototype[Symbol.iterator] = null; export default new URL("http://x")`,
	} {
		f.Add(seed)
	}
	evaluator := Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 500 * time.Millisecond, Memory: 64 << 20}}
	f.Fuzz(func(t *testing.T, text string) {
		result := evaluator.Evaluate(context.Background(), Source{Text: text}, Env{})
		if result.Failure != nil && result.Failure.Kind == KindCrash {
			t.Errorf("the child crashed: %s", result.Failure.Detail)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	for b.Loop() {
		result := evaluate1(`export default { providers: [{ domain: "https://a.example", applicationID: "b" }] }`, Env{Known: true})
		if result.Failure != nil {
			b.Fatal(result.Failure)
		}
	}
}
