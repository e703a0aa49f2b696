package evidence

import "testing"

// A set of anchors is one word of 64 bits.
func TestAnchorsFitASet(t *testing.T) {
	if len(anchors) > 64 {
		t.Fatalf("%d anchors do not fit in a set of 64", len(anchors))
	}
	seen := map[string]bool{}
	for at, word := range anchors {
		if word == "" || seen[word] {
			t.Errorf("anchor %d is %q, empty or named twice", at, word)
		}
		seen[word] = true
	}
}
