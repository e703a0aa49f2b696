package jsnum

import "testing"

// Each row was compared with Number() of Node 20.
func TestParse(t *testing.T) {
	for _, test := range []struct {
		text string
		want float64
		ok   bool
	}{
		{"", 0, true}, {"  ", 0, true}, {"365", 365, true}, {" 12 ", 12, true}, {"1e3", 1000, true}, {"-1", -1, true},
		{"+5", 5, true}, {".5", 0.5, true}, {"5.", 5, true}, {"0x10", 16, true}, {"0b11", 3, true}, {"0o17", 15, true},
		{"1_000", 0, false}, {"30d", 0, false}, {"Infinity", 0, false}, {"NaN", 0, false}, {"1,000", 0, false},
		{"-0x10", 0, false}, {"0x", 0, false}, {"1e400", 0, false}, {".", 0, false}, {"e5", 0, false}, {"\u00a07\ufeff", 7, true},
	} {
		if got, ok := Parse(test.text); got != test.want && test.ok || ok != test.ok {
			t.Errorf("Parse(%q) = %v, %v; want %v, %v", test.text, got, ok, test.want, test.ok)
		}
	}
}
