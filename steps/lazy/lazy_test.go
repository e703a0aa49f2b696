package lazy_test

import (
	"sync"
	"testing"

	"convex-auth-doctor/steps/lazy"
)

func TestRegexpIsCompiledOnce(t *testing.T) {
	expression := lazy.Regexp(`^(\w+)=(.*)$`)
	first := expression()
	if got := first.FindStringSubmatch("SITE_URL=https://app.example.com"); len(got) != 3 || got[1] != "SITE_URL" || got[2] != "https://app.example.com" {
		t.Errorf("matched %q", got)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if expression() != first {
				t.Error("a later call compiled the expression again")
			}
		})
	}
	group.Wait()
}

func TestRegexpCompilesOnlyWhenItIsAsked(t *testing.T) {
	broken := lazy.Regexp(`(`) // nothing is compiled here, or this line would panic
	defer func() {
		if recover() == nil {
			t.Error("an expression that does not compile was taken")
		}
	}()
	broken()
}
