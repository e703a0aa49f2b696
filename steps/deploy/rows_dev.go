package deploy

import (
	"fmt"

	"convex-auth-doctor/steps/prose"
)

// envDev is ENV-DEV: what the list of development says beside that of production. Differences of one kind and for one
// reason are one row; what production lacks and needs is ENV-MISSING's.
func (c *checker) envDev() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if c.sameAsDev() {
		return one(after("ENV-WHERE", "The two lists may be of one deployment."))
	}
	type reason struct {
		kind     DifferenceKind
		sentence string
	}
	var order []reason
	byReason := map[reason][]Difference{}
	all := CompareEnvs(*c.in.Dev, c.env, c.gen)
	for _, difference := range all {
		if difference.State != Fail && difference.State != Warn || difference.Kind == OnlyOnDev && difference.State == Fail {
			continue
		}
		why := reason{difference.Kind, difference.Sentence}
		if byReason[why] == nil {
			order = append(order, why)
		}
		byReason[why] = append(byReason[why], difference)
	}
	var rows []Row
	for _, why := range order {
		rows = append(rows, differenceRow(byReason[why]))
	}
	return orPass(rows, fmt.Sprintf("%s compared: nothing is shared that should differ.", prose.Capital(prose.Count(len(all), "variable"))))
}

// differenceRow is the row of variables that differ, or agree, for one reason.
func differenceRow(list []Difference) Row {
	first := list[0]
	var names, commands []string
	for _, one := range list {
		names = append(names, one.Name)
		if one.Fix != nil && (one.Kind == OnlyOnDev || len(commands) == 0) {
			commands = append(commands, one.Fix.Commands...)
		}
	}
	row := Row{State: first.State, Sentence: join(names) + ": " + first.Sentence, Cause: first.Cause}.about(join(names))
	switch first.Kind {
	case OnlyOnDev:
		row.Sentence = join(names) + ": On dev and not on production."
		row = row.compare("on both", "on dev only")
	case WronglyEqual:
		row = row.compare("a value of its own on each deployment", "the same on both")
	case WronglyOther:
		row = row.compare("the same on both", "two values")
	}
	if first.Fix != nil {
		row = row.fix(first.Fix.Text, commands...)
	}
	return row
}
