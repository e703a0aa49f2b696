package background

import "testing"

func TestFromEnvironment(t *testing.T) {
	for in, want := range map[string]bool{"": true, "15;0": true, "0;15": false, "0;default;15": false, "12;8": true, "x;y": true, "0;7": false} {
		if got := FromEnvironment(in); got != want {
			t.Errorf("FromEnvironment(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestFromReply(t *testing.T) {
	for _, c := range []struct {
		in       string
		dark, ok bool
	}{
		{"rgb:0000/0000/0000", true, true}, {"rgb:ffff/ffff/ffff", false, true}, {"rgb:1e/1e/1e", true, true},
		{"rgba:fd/f6/e3/ff", false, true}, {"#002b36", true, true}, {"#fdf6e3", false, true}, {"rgb:f/f/f", false, true},
		{"", false, false}, {"rgb:zz/00/00", false, false}, {"rgb:00000/0/0", false, false}, {"rgb:/0/0", false, false},
	} {
		if dark, ok := FromReply(c.in); dark != c.dark || ok != c.ok {
			t.Errorf("FromReply(%q) = %v, %v", c.in, dark, ok)
		}
	}
}

func FuzzFromReply(f *testing.F) {
	f.Add("rgb:0000/0000/0000")
	f.Fuzz(func(_ *testing.T, reply string) { FromReply(reply) })
}
