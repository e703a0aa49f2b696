package casefile

import "convex-auth-doctor/steps/evidence"

// Twins returns the numbers of the items that another item says the same of, by the number of that one: an auth.config is
// known as its source and as the providers that stand in it, at the same place of the same intake. A list shows the
// providers, which say more, and what is done to them is done to both.
func Twins(items []Item) map[int]int {
	twins := map[int]int{}
	for _, source := range items {
		if source.Piece.Kind != evidence.KindAuthConfig {
			continue
		}
		for _, list := range items {
			if list.Piece.Kind == evidence.KindProviders && list.Intake == source.Intake && list.Piece.Where == source.Piece.Where {
				twins[source.Number] = list.Number
			}
		}
	}
	return twins
}
