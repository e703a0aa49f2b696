package project

import "testing"

func TestIgnores(t *testing.T) {
	for _, test := range []struct {
		name, rules string
		ignored     []string // a trailing "/" is a folder
		kept        []string
	}{
		{"names", "a\n# b\n\n c\n", []string{"a", "x/a", "a/"}, []string{"b", "ab"}},
		{"folders only", "a/\n", []string{"a/", "x/a/"}, []string{"a"}},
		{"anchored", "/a\nb/c\n", []string{"a", "b/c"}, []string{"x/a", "x/b/c"}},
		{"wildcards", "*.log\na?c\n[ab].ts\n", []string{"x/y.log", "abc", "a.ts"}, []string{"log", "abbc", "c.ts"}},
		{"any depth", "**/gen/*.ts\na/**\n**/x\nb/**/c\n", []string{"gen/a.ts", "x/y/gen/b.ts", "a/b/c", "x", "y/x", "b/c", "b/1/2/c"}, []string{"gen/a/b.ts", "a"}},
		{"taken back", "*.ts\n!keep.ts\n", []string{"a.ts"}, []string{"keep.ts", "x/keep.ts"}},
		{"the last one counts", "!a\na\n", []string{"a"}, nil},
		{"escaped", "\\#a\n\\!b\n", []string{"#a", "!b"}, nil},
		{"odd", "/\n!\n[\n**\n", nil, nil},
	} {
		rules := parseIgnores("dir", []byte(test.rules))
		check := func(names []string, want bool) {
			for _, name := range names {
				isDir := name[len(name)-1] == '/'
				if isDir {
					name = name[:len(name)-1]
				}
				if got := ignored([]*ignores{rules}, "dir/"+name, isDir); got != want {
					t.Errorf("%s: %q ignored: %v", test.name, name, got)
				}
			}
		}
		check(test.ignored, true)
		check(test.kept, false)
	}
}

func FuzzIgnores(f *testing.F) {
	f.Add("**/a/**\n!b\n[", "x/a/b", true)
	f.Add("a/**/**/**/b", "a/a/a/a/a/a", false)
	f.Fuzz(func(t *testing.T, rules, name string, isDir bool) {
		if len(rules) > 500 || len(name) > 200 {
			return
		}
		ignored([]*ignores{parseIgnores(".", []byte(rules))}, name, isDir)
	})
}
