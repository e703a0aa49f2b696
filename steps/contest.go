package steps

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// contest is evidence that contradicts itself: of its sides only one can be the failing one.
type contest struct {
	sides [][]casefile.Item // the newest last
	keys  []string          // what the pieces of a side have in common
	names []string          // how a person tells them apart
}

// maxSides is how many sides a person is asked about; of more, the newest.
const maxSides = 3

var sideAnswers = []ids.Answer{"first", "second", "third"}

// contested finds what contradicts itself in the evidence that counts: tokens of different issuers, or two pages of
// providers in one paste that differ. It returns nil where nothing does.
func contested(items []casefile.Item) *contest {
	if found := contestedTokens(items); found != nil {
		return found
	}
	return contestedProviders(items)
}

// contestedTokens groups tokens by their issuer. Where some were seen on the way to Convex, the others do not count.
func contestedTokens(items []casefile.Item) *contest {
	var all []casefile.Item
	sent := false
	for _, item := range items {
		found, ok := item.Piece.Data.(evidence.Token)
		if !ok || found.Read.Kind != token.JWT || issuerOf(found) == "" {
			continue
		}
		onItsWay := found.Origin == evidence.OriginAuthenticate
		if onItsWay && !sent {
			all, sent = nil, true
		}
		if onItsWay == sent {
			all = append(all, item)
		}
	}
	return sidesOf(all, func(item casefile.Item) (string, string) {
		found := item.Piece.Data.(evidence.Token)
		return verdict.NormalizeIssuer(issuerOf(found)), fmt.Sprintf("the token with iss %s", clean.Short(issuerOf(found), 80))
	})
}

func issuerOf(found evidence.Token) string {
	iss, state := found.Read.Payload.String("iss")
	if state != token.OK {
		return ""
	}
	return iss
}

// contestedProviders finds two pages of a dashboard in one paste: a page that is pasted later merely replaces the former.
func contestedProviders(items []casefile.Item) *contest {
	var all []casefile.Item
	newest := 0
	for _, item := range items {
		list, ok := item.Piece.Data.(evidence.Providers)
		if !ok || list.Origin != evidence.FromDashboard || len(list.Entries) == 0 {
			continue
		}
		if item.Intake > newest {
			newest, all = item.Intake, nil
		}
		all = append(all, item)
	}
	return sidesOf(all, func(item casefile.Item) (string, string) {
		list := item.Piece.Data.(evidence.Providers)
		var parts []string
		for _, entry := range list.Entries {
			parts = append(parts, entry.Address().Text+" for "+entry.ApplicationID.Text)
		}
		return strings.Join(parts, "\n"), "the providers " + clean.Short(strings.Join(parts, " · "), 100)
	})
}

// sidesOf groups items by a key, in the order in which each was seen last; nil for fewer than two groups.
func sidesOf(items []casefile.Item, describe func(casefile.Item) (key, name string)) *contest {
	var keys []string
	groups, names := map[string][]casefile.Item{}, map[string]string{}
	for _, item := range items {
		key, name := describe(item)
		keys = append(slices.DeleteFunc(keys, func(other string) bool { return other == key }), key)
		groups[key] = append(groups[key], item)
		names[key] = name + " (" + place(item) + ")"
	}
	if len(keys) < 2 {
		return nil
	}
	found := &contest{}
	for _, key := range keys[max(0, len(keys)-maxSides):] {
		found.sides = append(found.sides, groups[key])
		found.keys = append(found.keys, key)
		found.names = append(found.names, names[key])
	}
	return found
}

func place(item casefile.Item) string {
	if where := item.Piece.Where.String(); where != "" {
		return item.From + ", " + where
	}
	return item.From
}

// chosen returns the side that a person named, by its key: another piece of it may have come since, and the sides may stand
// in another order. Said is false where nobody named one, or where a piece came since that belongs to another side.
func (c *contest) chosen(trail casefile.Trail, round int) (side int, answer ids.Answer, said bool) {
	side = len(c.sides) - 1
	at := slices.IndexFunc(trail.Entries, func(entry casefile.Entry) bool {
		return entry.Kind == casefile.Said && entry.Round == round && entry.Question == ids.AskWhichPiece
	})
	if at < 0 {
		return side, "", false
	}
	entry := trail.Entries[at]
	answer = entry.Answer
	if entry.Piece != "" {
		if side = slices.Index(c.keys, entry.Piece); side < 0 {
			return len(c.sides) - 1, "", false
		}
		answer = sideAnswers[side]
	}
	for n, items := range c.sides {
		newer := func(item casefile.Item) bool { return item.Intake > entry.Intake }
		if (n != side || entry.Piece == "") && slices.ContainsFunc(items, newer) {
			return side, answer, false
		}
	}
	return side, answer, true
}

// keyOf returns the key of the side that an answer names, "" for an answer that names none.
func (c *contest) keyOf(answer ids.Answer) string {
	if n := slices.Index(sideAnswers, answer); c != nil && n >= 0 && n < len(c.keys) {
		return c.keys[n]
	}
	return ""
}

// without takes all items of the contest out of a list but those of one side; side -1 takes all of them out.
func (c *contest) without(items []casefile.Item, side int) []casefile.Item {
	out := map[int]bool{}
	for n, other := range c.sides {
		for _, item := range other {
			out[item.Number] = n != side
		}
	}
	return slices.DeleteFunc(slices.Clone(items), func(item casefile.Item) bool { return out[item.Number] })
}

// values names the sides for the question's page.
func (c *contest) values() map[string]string {
	values := map[string]string{}
	for n, name := range c.names {
		values[fmt.Sprintf("piece_%s", []string{"one", "two", "three"}[n])] = name
	}
	return values
}

// Choices returns the answers of a question with the values of the case in their labels. An answer that names a piece
// which is not there is left out.
func (s *Session) Choices(id ids.Question) []assets.Choice {
	page, err := assets.Question(id)
	if err != nil {
		return nil
	}
	all, _ := page.Choices()
	choices := make([]assets.Choice, 0, len(all))
	for _, choice := range all {
		if n := slices.Index(sideAnswers, choice.Answer); id == ids.AskWhichPiece && n >= 0 && (s.contest == nil || n >= len(s.contest.sides)) {
			continue
		}
		choice.Label = assets.Fill(choice.Label, s.set.Values)
		choices = append(choices, choice)
	}
	return choices
}
