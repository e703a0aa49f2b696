package wizard

import (
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
)

// TestAnswersThatAreTyped holds that an answer which says "type them in" opens its form, that what is typed counts, and that the form can
// be left.
func TestAnswersThatAreTyped(t *testing.T) {
	a := open(t, 80, 24)
	a.say("start=token").keys("1").wants("The claims of the token").keys("esc").wantPlace("question frontend-repeat")
	a.say("frontend-repeat=null").keys("2").wants("One provider of Settings > Authentication")
	a.types("https://verb-noun-00.clerk.accounts.dev").keys("enter").types("convex").keys("ctrl+s").wants("entry 1 Domain", "https://verb-noun-00.clerk.accounts.dev")

	for _, question := range steps.Questions() {
		page, err := assets.Question(question.ID)
		if err != nil {
			t.Fatal(err)
		}
		choices, _ := page.Choices()
		for _, choice := range choices {
			session := steps.NewSession(func() time.Time { return noon }, false)
			if opens := session.TypesIn(question.ID, choice.Answer) != steps.NoForm; opens != strings.Contains(choice.Label, "(f)") {
				t.Errorf("%s=%s opens a form: %v, and says %q", question.ID, choice.Answer, opens, choice.Label)
			}
		}
	}
}
