package prose

import "testing"

func TestCount(t *testing.T) {
	for _, one := range []struct {
		n           int
		thing, want string
	}{
		{0, "key", "0 keys"}, {1, "key", "1 key"}, {2, "key", "2 keys"},
		{1, "refresh", "1 refresh"}, {2, "refresh", "2 refreshes"}, {2, "match", "2 matches"}, {2, "address", "2 addresses"},
		{1, "entry", "1 entry"}, {2, "entry", "2 entries"}, {2, "fixed day", "2 fixed days"}, {-1, "line", "-1 lines"},
	} {
		if got := Count(one.n, one.thing); got != one.want {
			t.Errorf("Count(%d, %q) is %q, want %q", one.n, one.thing, got, one.want)
		}
	}
	if got := Count(int64(1)<<40, "byte"); got != "1099511627776 bytes" {
		t.Errorf("a large number is %q", got)
	}
}

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "A", "two keys": "Two keys", "Two": "Two", "1 key": "1 key", "über": "Über", "\xffa": "\xffa"} {
		if got := Capital(text); got != want {
			t.Errorf("Capital(%q) is %q, want %q", text, got, want)
		}
	}
}
