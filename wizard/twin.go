package wizard

import (
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
)

// SaidTwice returns the numbers of the pieces that another piece says the same of, by the number of that one: an
// auth.config is known as its source and as the providers that stand in it, at the same place of the same paste. A list
// shows the providers, which say more, and what is done to them is done to both.
func SaidTwice(c *casefile.Case) map[int]int {
	twins := map[int]int{}
	for _, source := range c.Items {
		if source.Piece.Kind != evidence.KindAuthConfig {
			continue
		}
		for _, list := range c.Items {
			if list.Piece.Kind == evidence.KindProviders && list.Intake == source.Intake && list.Piece.Where == source.Piece.Where {
				twins[source.Number] = list.Number
			}
		}
	}
	return twins
}

// SetAside sets a piece aside, or puts it back, and with it the one that says the same.
func SetAside(session *steps.Session, number int) {
	session.SetAside(number)
	for source, list := range SaidTwice(session.Case()) {
		if list == number {
			session.SetAside(source)
		}
	}
}
