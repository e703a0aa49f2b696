package wizard

import "testing"

// TestSides holds that the questions of step 3 show the values that they compare: both, with what differs, or which one is not known and
// how to get it; and that nobody is asked to compare what they can see neither of.
func TestSides(t *testing.T) {
	const entry = "Domain\nhttps://verb-noun-00.clerk.accounts.dev\nApplication ID\nconvex\n"
	for _, size := range [][2]int{{80, 24}, {100, 30}} {
		a := open(t, size[0], size[1])
		a.paste(entry).paste(otherIssuer()).keys("esc").m.session.Jump("matching-issuer")
		a.m.arrive()
		a.wantPlace("question matching-issuer").wants("entry 1 Domain", "https://verb-noun-00.clerk.accounts.dev", "token A iss", "^^^")

		a = open(t, size[0], size[1])
		a.paste(entry).keys("4").wantPlace("question matching-issuer")
		a.wants("entry 1 Domain", "https://verb-noun-00.clerk.accounts.dev", "The token is not seen").lacks("✓ 2 frontend")

		a = open(t, size[0], size[1])
		a.paste("export default { providers: [{ domain: process.env.MY_ISSUER, applicationID: \"convex\" }] };").paste(fitting()).keys("esc")
		a.m.session.Jump("matching-issuer")
		a.m.arrive()
		a.wants("token A iss", "https://verb-noun-00.clerk.accounts.dev", "npx convex env get MY_ISSUER")

		a = open(t, size[0], size[1])
		a.say("start=token", "frontend-token=unseen", "matching-providers=unknown", "matching-config=unknown").wantPlace("question frontend-print-token").lacks("✓")
		a = open(t, size[0], size[1])
		a.say("start=token", "frontend-token=claims").say("frontend-repeat=null", "matching-providers=unknown", "matching-config=unknown").wantPlace("question matching-issuer") // they read the token themselves
	}
}
