package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestCut holds that a folder beyond the bounds is read as far as they go, and that the result says so.
func TestCut(t *testing.T) {
	dir := small(t)
	for i := range 50 {
		put(t, dir, fmt.Sprintf("src/f%02d.ts", i), "")
	}
	tree, err := OpenTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for limit, cut := range map[int]bool{20: true, 1000: false} {
		found, err := walk(context.Background(), tree, limit)
		if err != nil || found.cut != cut || len(found.files) > limit {
			t.Errorf("limit %d: cut %v, %d files, %v", limit, found.cut, len(found.files), err)
		}
	}
}

// TestTree holds that the tree hands out nothing from outside.
func TestTree(t *testing.T) {
	dir := small(t)
	outside := t.TempDir()
	put(t, outside, "secret", "x")
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, "link")); err != nil {
		t.Skipf("no links here: %v", err)
	}
	tree, err := OpenTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	for _, name := range []string{"link", "../" + filepath.Base(outside) + "/secret", "/etc/hostname", "", "a/../../x"} {
		if data, err := tree.ReadFile(name); err == nil {
			t.Errorf("%q gave %d bytes", name, len(data))
		}
	}
	if data, err := tree.ReadFile("convex/messages.ts"); err != nil || len(data) == 0 {
		t.Errorf("a file inside: %v", err)
	}
}

// FuzzSource gives any text to the reader of code.
func FuzzSource(f *testing.F) {
	names, _ := filepath.Glob("testdata/projects/*.txtar")
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if isSource(file.Name) {
				f.Add(file.Name, string(file.Data))
			}
		}
	}
	f.Add("a.vue", "<script>a</script><SCRIPT setup>\u212a new ConvexClient(")
	f.Add("a.astro", "---\nconst a = useAuth().isSignedIn ? 1 : 2\n---\n<script")
	f.Add("a.tsx", "const { isSignedIn: } = useAuth(); new ConvexReactClient(process.env.[\"A\"]; ({a:{b}}) => ;fetchAccessToken: x,")
	f.Fuzz(func(t *testing.T, name, text string) {
		file := parseSource(name, text, nil)
		if strings.Count(file.text, "\n") != strings.Count(text, "\n") {
			t.Fatal("lines were lost")
		}
		found := collect(file)
		found.backend(file)
		lines := 1 + strings.Count(text, "\n")
		for _, one := range found.elements {
			if one.line < 1 || one.line > lines {
				t.Fatalf("an element at line %d of %d", one.line, lines)
			}
		}
	})
}

// FuzzEnv gives any text to what reads environment files and addresses.
func FuzzEnv(f *testing.F) {
	f.Add(".env.local", "dev:happy-otter-123 # team: a, project: b", "https://happy-otter-123.eu-west-1.convex.cloud")
	f.Add(".env.production", ":::", "http://[::1]:3210")
	f.Fuzz(func(t *testing.T, name, deployment, address string) {
		isEnvFile(name)
		named := deploymentNamed(deployment)
		if strings.ContainsAny(named.Name+named.Kind, "\x1b\n\r") {
			t.Errorf("a control character in %+q", named.Kind+named.Name)
		}
		deploymentOf(address)
		isLocal(address)
	})
}

// many makes a project with n files of code of a middling size, of which a tenth is about Convex.
func many(b *testing.B, n int) string {
	b.Helper()
	dir := b.TempDir()
	put(b, dir, "package.json", `{"name": "app", "dependencies": {"convex": "^1.48.0", "next": "^16.0.0", "@clerk/nextjs": "^7.0.0"}}`)
	put(b, dir, ".gitignore", "node_modules\n/dist\n*.log\n.env*.local\n.next/\ncoverage\n")
	put(b, dir, "convex/auth.config.ts", `export default { providers: [{ domain: process.env.CLERK_JWT_ISSUER_DOMAIN, applicationID: "convex" }] };`)
	plain := strings.Repeat("export function Card({ title }: { title: string }) { return <p className=\"card\">It's {title}</p>; }\n", 15)
	about := "import { useQuery } from \"convex/react\";\nimport { api } from \"@/convex/_generated/api\";\nexport const useAll = () => useQuery(api.a.b);\n" + plain
	for i := range n {
		text := plain
		if i%10 == 0 {
			text = about
		}
		put(b, dir, fmt.Sprintf("src/m%02d/s%02d/c%03d.tsx", i/2500, i/50%50, i%50), text)
	}
	for i := range n / 10 { // what is passed over
		put(b, dir, fmt.Sprintf("node_modules/p%03d/f%d.js", i/50, i%50), "")
	}
	return dir
}

func benchmarkScan(b *testing.B, n int) {
	dir := many(b, n)
	b.ResetTimer()
	for b.Loop() {
		project, err := Scan(context.Background(), dir, Options{Inside: true})
		if err != nil || !project.Convex || project.Looked.Cut {
			b.Fatalf("%v, %+v", err, project.Looked)
		}
	}
}

func BenchmarkScan500(b *testing.B)    { benchmarkScan(b, 500) }
func BenchmarkScan50000(b *testing.B)  { benchmarkScan(b, 50_000) }
func BenchmarkScan200000(b *testing.B) { benchmarkScan(b, 200_000) }

// TestWorkspaceOf holds that a scan begins at the workspace of the folder, and no further up.
func TestWorkspaceOf(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "package.json", `{"workspaces": ["x"]}`) // above the repository: never reached
	for name, text := range map[string]string{
		"repo/.git/HEAD": "", "repo/pnpm-workspace.yaml": "", "repo/apps/web/package.json": "{}", "repo/apps/web/convex/a.ts": "",
		"single/.git": "", "single/package.json": "{}", "single/convex/sub/a.ts": "",
		"plain/.git/HEAD": "", "plain/a/b.ts": "",
	} {
		put(t, dir, name, text)
	}
	for given, want := range map[string][2]string{
		"repo": {"repo", "."}, "repo/apps/web": {"repo", "apps/web"}, "repo/apps/web/convex": {"repo", "apps/web/convex"}, "repo/apps": {"repo", "apps"},
		"single": {"single", "."}, "single/convex/sub": {"single", "convex/sub"}, "plain/a": {"plain/a", "."},
	} {
		top, start := workspaceOf(filepath.Join(dir, filepath.FromSlash(given)))
		if inside, _ := filepath.Rel(dir, top); filepath.ToSlash(inside) != want[0] || start != want[1] {
			t.Errorf("%s: got %s and %s", given, inside, start)
		}
	}
}
