package project

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/secret"
)

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// small is a project that everything below is put into.
func small(t testing.TB) string {
	dir := t.TempDir()
	put(t, dir, "package.json", `{"name": "app", "dependencies": {"convex": "^1.48.0", "react": "^19.0.0"}}`)
	put(t, dir, "convex/auth.config.ts", `export default { providers: [{ domain: "https://a.example", applicationID: "a" }] };`)
	put(t, dir, "convex/messages.ts", `export const a = 1;`)
	put(t, dir, "src/main.tsx", `import { ConvexReactClient } from "convex/react"; export const client = new ConvexReactClient("https://a-b-1.convex.cloud");`)
	return dir
}

// mustEnd fails the test when do takes longer: a scan must never hang. It is no measure of speed.
func mustEnd(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(60 * time.Second):
		t.Fatal("it hangs")
	}
}

func scanned(t *testing.T, dir string, options Options) Project {
	t.Helper()
	options.Inside = true
	var project Project
	var err error
	mustEnd(t, func() { project, err = Scan(context.Background(), dir, options) })
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func skippedWhy(project Project, path string) string {
	for _, one := range project.Looked.Skipped {
		if one.Path == path {
			return one.Why
		}
	}
	return ""
}

// TestSpecialFiles holds that pipes, links, folders in place of files and files without permission are named and passed over.
func TestSpecialFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such files there")
	}
	dir := small(t)
	outside := t.TempDir()
	put(t, outside, "secret.ts", `export const x = new ConvexReactClient("https://outside.convex.cloud");`)
	for _, name := range []string{"src/pipe.ts", ".env.local", "convex/auth.config.js", "yarn.lock"} {
		makePipe(t, filepath.Join(dir, name))
	}
	for name, target := range map[string]string{
		"src/outside.ts": filepath.Join(outside, "secret.ts"), "src/device.ts": "/dev/zero", "src/loop.ts": "loop.ts", "src/up": "..", "src/all": "/",
		"src/proc.ts": "/proc/self/mem", "convex.json": filepath.Join(outside, "convex.json"),
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "package-lock.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "src/closed.ts", "import 'convex/react'")
	put(t, dir, "closed/a.ts", "1")
	closed := os.Chmod(filepath.Join(dir, "src/closed.ts"), 0) == nil && os.Chmod(filepath.Join(dir, "closed"), 0) == nil
	t.Cleanup(func() { os.Chmod(filepath.Join(dir, "closed"), 0o755) })

	project := scanned(t, dir, Options{Evaluator: evaluator})
	if !project.Convex || project.Client.Clients == nil || len(project.AuthConfig.Providers) != 1 {
		t.Errorf("the project was not read: %+v", project)
	}
	for _, one := range project.URLs {
		if one.Deployment == "outside" {
			t.Error("a link out of the project was followed")
		}
	}
	for path, want := range map[string]string{
		"src/pipe.ts": "it is no regular file", ".env.local": "it is no regular file", "yarn.lock": "it is no regular file", "convex/auth.config.js": "it is no regular file",
		"src/outside.ts": "it is a link; links are not followed", "src/device.ts": "it is a link; links are not followed", "convex.json": "it is a link; links are not followed",
	} {
		if got := skippedWhy(project, path); got != want {
			t.Errorf("%s: said %q, want %q", path, got, want)
		}
	}
	if closed && os.Getuid() != 0 {
		for _, path := range []string{"src/closed.ts", "closed"} {
			if got := skippedWhy(project, path); got != "no permission to read it" {
				t.Errorf("%s: said %q", path, got)
			}
		}
	}
}

// TestLargeFiles holds that files beyond the bounds are named and not read.
func TestLargeFiles(t *testing.T) {
	dir := small(t)
	for name, size := range map[string]int64{"src/huge.ts": maxSource + 1, "package-lock.json": maxLock + 1, "apps/x/package.json": maxOther + 1, ".env": maxSource + 1} {
		put(t, dir, name, "")
		if err := os.Truncate(filepath.Join(dir, filepath.FromSlash(name)), size); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(filepath.Join(dir, "convex/auth.config.ts"), 1<<33); err != nil { // sparse
		t.Skip("no sparse files here")
	}
	project := scanned(t, dir, Options{Evaluator: evaluator})
	for _, path := range []string{"src/huge.ts", "package-lock.json", "apps/x/package.json", ".env"} {
		if got := skippedWhy(project, path); got != "it is too large" {
			t.Errorf("%s: said %q", path, got)
		}
	}
	if project.AuthConfig.Error == nil || !strings.Contains(project.AuthConfig.Error.Sentence, "too large") {
		t.Errorf("the config: %+v", project.AuthConfig.Error)
	}
}

// TestNames holds that names of files reach nobody's terminal as they are.
func TestNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such names there")
	}
	dir := small(t)
	evil := "src/\x1b]0;owned\x07\x1b[31m\n\u202egnp.tsx"
	put(t, dir, evil, "import { ConvexProvider, ConvexReactClient } from \"convex/react\";\nexport const A = () => <ConvexProvider client={new ConvexReactClient(\"https://\x1b[2Jx.convex.site\")} />;")
	put(t, dir, "apps/\x1b[31mx/package.json", `{`)
	put(t, dir, "src/\xff\xfe.ts", `import "convex/react"`)
	put(t, dir, ".env.local", "CONVEX_DEPLOYMENT=dev:\x1b[31mred\nVITE_CONVEX_URL=https://\x1b]0;x\x07y.convex.cloud\n")
	project := scanned(t, dir, Options{Evaluator: evaluator})
	data, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for _, line := range project.Summary() {
		shown.WriteString(line.Label + line.Text)
	}
	var back map[string]any
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	for _, text := range append(texts(back), shown.String()) {
		for _, r := range text {
			if r < 0x20 && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e || r == 0xfffd {
				t.Fatalf("a control character in %q", text)
			}
		}
	}
	if len(project.Client.Providers) != 1 {
		t.Errorf("the file with the odd name was not read: %+v", project.Client)
	}
}

// texts returns every text in a decoded JSON value.
func texts(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var all []string
		for _, one := range value {
			all = append(all, texts(one)...)
		}
		return all
	case map[string]any:
		var all []string
		for key, one := range value {
			all = append(append(all, key), texts(one)...)
		}
		return all
	}
	return nil
}

// TestSecrets holds that no secret of an environment file, and none of the deployment, is in what a scan gives.
func TestSecrets(t *testing.T) {
	dir := small(t)
	hidden := []string{"sk_" + "test_" + strings.Repeat("Q7w2", 10), "GOCSPX-" + strings.Repeat("z9", 12), "prod:happy-otter-123|" + strings.Repeat("k4", 20)}
	put(t, dir, ".env.local", fmt.Sprintf("CLERK_SECRET_KEY=%s\nAUTH_GOOGLE_SECRET=%s\nCONVEX_DEPLOY_KEY=%s\nVITE_CONVEX_URL=https://a-b-1.convex.cloud\n", hidden[0], hidden[1], hidden[2]))
	put(t, dir, "convex/auth.config.ts", `throw new Error("leak " + process.env.CLERK_SECRET_KEY); export default {};`)
	registry := &secret.Registry{}
	variables := deploy.ParseEnv([]byte("CLERK_SECRET_KEY="+hidden[0]+"\n"), registry)
	project := scanned(t, dir, Options{Evaluator: evaluator, Registry: registry, Variables: &variables})
	data, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range hidden {
		if strings.Contains(string(data)+fmt.Sprintf("%+v", project), one) {
			t.Errorf("secret %d is in the result", i)
		}
	}
	if project.AuthConfig.Error == nil || !strings.Contains(project.AuthConfig.Error.Sentence, "leak ") {
		t.Errorf("the config was not evaluated: %+v", project.AuthConfig.Error)
	}
}

// TestDeep holds that a folder within folders without end is left at some depth.
func TestDeep(t *testing.T) {
	dir := small(t)
	put(t, dir, strings.Repeat("d/", maxDepth+20)+"a.ts", "1")
	project := scanned(t, dir, Options{})
	if len(project.Looked.Skipped) != 1 || project.Looked.Skipped[0].Why != "it is nested too deeply" {
		t.Errorf("skipped %+v", project.Looked.Skipped)
	}
}

// TestNoFolder holds that a path that is no folder is an error, and an empty folder is no project.
func TestNoFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "")
	for _, path := range []string{filepath.Join(dir, "nothing"), filepath.Join(dir, "file")} {
		if _, err := Scan(context.Background(), path, Options{}); err != ErrNoFolder {
			t.Errorf("got %v", err)
		}
	}
	empty := scanned(t, t.TempDir(), Options{})
	if empty.Convex || len(empty.Summary()) != 1 {
		t.Errorf("got %+v", empty)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Scan(ctx, small(t), Options{}); err == nil {
		t.Error("a scan that was given up ended well")
	}
}

// TestIgnored holds that .gitignore and convention keep folders out, but not the variables that git ignores.
func TestIgnored(t *testing.T) {
	dir := small(t)
	put(t, dir, ".gitignore", "generated/\n*.gen.ts\n.env*.local\n!keep.gen.ts\n")
	put(t, dir, "src/.gitignore", "/old\n")
	client := `import { ConvexReactClient } from "convex/react"; export const c = new ConvexReactClient("https://%s.convex.cloud");`
	for name, text := range map[string]string{
		"generated/a.ts": "generated", "src/x.gen.ts": "gen", "src/keep.gen.ts": "kept", "src/old/a.ts": "old", "lib/old/a.ts": "lib", "dist/a.ts": "dist", "node_modules/x/a.ts": "modules",
		".next/a.ts": "next", ".cursor/a.ts": "cursor",
	} {
		put(t, dir, name, fmt.Sprintf(client, text))
	}
	put(t, dir, ".env.local", "CONVEX_DEPLOYMENT=dev:a-b-1\n")
	project := scanned(t, dir, Options{})
	found := map[string]bool{}
	for _, one := range project.URLs {
		found[one.Deployment] = true
	}
	for name, want := range map[string]bool{"a-b-1": true, "kept": true, "lib": true, "generated": false, "gen": false, "old": false, "dist": false, "modules": false, "next": false, "cursor": false} {
		if found[name] != want {
			t.Errorf("%s was read: %v", name, found[name])
		}
	}
	if project.Deployment == nil {
		t.Error(".env.local was not read")
	}
}
