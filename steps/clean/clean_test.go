package clean

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain text, Müller, 日本語 🙂", "plain text, Müller, 日本語 🙂"},
		{"two\nlines", "two\nlines"},
		{"windows\r\nlines", "windows\nlines"},
		{"\x1b[31mred\x1b[0m", "red"},
		{"\x1b]0;title\x07text", "text"},
		{"\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"},
		{"\x1b]52;c;AAAA\x07", ""},
		{"unfinished \x1b[31", "unfinished [31"},
		{"unfinished \x1b]0;title\nnext line stays", "unfinished ]0;title\nnext line stays"},
		{"c1 \u009b31m", "c1 31m"},
		{"bell\a back\b nul\x00", "bell back nul"},
		{"a\tb", "a b"},
		{"zero\u200bwidth", "zero<U+200B>width"},
		{"\ufeffbom", "<U+FEFF>bom"},
		{"rtl \u202etxt", "rtl <U+202E>txt"},
		{"bad \xff byte", "bad <0xFF> byte"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLineAndShort(t *testing.T) {
	if got := Line("a\r\nb\nc "); got != "a b c" {
		t.Errorf("Line = %q", got)
	}
	if got := Short("abcdef", 4); got != "abc…" {
		t.Errorf("Short = %q", got)
	}
	if got := Short("äöüß", 4); got != "äöüß" {
		t.Errorf("Short = %q", got)
	}
}

func FuzzText(f *testing.F) {
	f.Add("\x1b[31mred\x1b]0;x\x07")
	f.Add("\x1bP+q\x1b\\\u200b\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, got := range []string{Text(s), Line(s), Short(s, 10)} {
			if !utf8.ValidString(got) {
				t.Fatalf("not UTF-8: %q", got)
			}
			for _, r := range got {
				if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0) {
					t.Fatalf("control character %U in %q", r, got)
				}
			}
		}
		if strings.ContainsRune(Line(s), '\n') {
			t.Fatal("Line has a line break")
		}
		if once := Text(s); Text(once) != once {
			t.Fatalf("not stable: %q then %q", once, Text(once))
		}
	})
}
