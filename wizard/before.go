package wizard

import (
	"fmt"
	"sort"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/token"
)

// beforeLines compares the token with the one of the round before: what did the fix change?
func (m *Model) beforeLines(width int) []string {
	before := m.session.Case().Before()
	j := m.session.Judgement()
	if len(before) == 0 || j == nil {
		return nil
	}
	old, ok := before[len(before)-1].Piece.Data.(evidence.Token)
	if !ok || old.Read.Kind != token.JWT {
		return nil
	}
	lines := []string{"", m.theme.Strong.Render("Since the token before the fix")}
	changes := append(memberChanges(old.Read.Header, j.Token.Read.Header), memberChanges(old.Read.Payload, j.Token.Read.Payload)...)
	if len(changes) == 0 {
		return append(lines, "no claim has changed but the times")
	}
	for _, change := range changes {
		lines = append(lines, fit(change, width))
	}
	return lines
}

// besideLines compares the token with the others of the same paste: which claims tell them apart?
func (m *Model) besideLines(width int) []string {
	j := m.session.Judgement()
	var same []casefile.Item
	intake := -1
	for _, item := range m.session.Case().Standing() {
		if found, ok := item.Piece.Data.(evidence.Token); ok && found.Read.Legible() && !found.Text.IsZero() {
			if same = append(same, item); found.Text.String() == j.Label {
				intake = item.Intake
			}
		}
	}
	var lines []string
	for _, item := range same {
		found := item.Piece.Data.(evidence.Token)
		if item.Intake != intake || found.Text.String() == j.Label || len(lines) > 12 {
			continue
		}
		changes := append(memberChanges(found.Read.Header, j.Token.Read.Header), memberChanges(found.Read.Payload, j.Token.Read.Payload)...)
		if len(changes) == 0 {
			continue
		}
		lines = append(lines, "", m.theme.Strong.Render(Sentence(j.Label)+" differs from "+found.Text.String()+" in"))
		for _, change := range changes {
			lines = append(lines, fit(change, width))
		}
	}
	return lines
}

// memberChanges lists the members of two objects that differ, without those that differ in every token.
func memberChanges(before, after token.Object) []string {
	everyTime := map[string]bool{"exp": true, "iat": true, "nbf": true, "jti": true, "auth_time": true, "nonce": true, "at_hash": true, "oiat": true}
	names := map[string]bool{}
	for _, object := range []token.Object{before, after} {
		for _, member := range object.Members {
			if !everyTime[member.Name] {
				names[member.Name] = true
			}
		}
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	var changes []string
	for _, name := range sorted {
		was, had := before.Get(name)
		is, has := after.Get(name)
		switch {
		case had && !has:
			changes = append(changes, fmt.Sprintf("− %s  was %s", clean.Line(name), clean.Short(string(was), 80)))
		case !had && has:
			changes = append(changes, fmt.Sprintf("+ %s  %s", clean.Line(name), clean.Short(string(is), 80)))
		case string(was) != string(is):
			changes = append(changes, fmt.Sprintf("~ %s  %s → %s", clean.Line(name), clean.Short(string(was), 60), clean.Short(string(is), 60)))
		}
	}
	return changes
}
