package logs

import (
	"fmt"
	"sort"
)

// remedies are the seed's four remedies against bursts, each with the functions of this log that it applies to. They are
// hints: the arguments of a query do not stand in the log.
func (analysis *analysis) remedies() []Remedy {
	total := analysis.bursts.total
	if total.queries == 0 {
		return nil
	}
	var all []*functionCount
	for _, one := range analysis.bursts.functions {
		all = append(all, one)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].queries != all[j].queries {
			return all[i].queries > all[j].queries
		}
		return all[i].name < all[j].name
	})
	pick := func(fits func(*functionCount) bool) []FunctionCount {
		var picked []FunctionCount
		for _, one := range all {
			if fits(one) && len(picked) < shownFunctions {
				picked = append(picked, FunctionCount{withoutControls(one.name), one.queries})
			}
		}
		return picked
	}
	withQueries := burstsWithQueries(all)
	everywhere := func(one *functionCount) bool { return withQueries >= 3 && one.bursts*10 >= withQueries*9 }
	twice := func(one *functionCount) bool { return one.twice*2 >= one.bursts && one.twice > 0 }
	useless := func(one *functionCount) bool {
		return one.failed*2 > one.queries || one.knownResults >= 3 && one.emptyResults*10 >= one.knownResults*9
	}
	return []Remedy{
		{"page-and-child", "Do not subscribe to the same query in both a page and a child component.", pick(twice),
			"They run more often than there are refreshes: two clients, or the same query with different arguments."},
		{"pass-as-props", "Pass data that is already loaded as props.", pick(func(one *functionCount) bool { return twice(one) || everywhere(one) && one.cached*2 > one.queries }),
			"They run again and again with the same result, from the cache."},
		{"skip", "Use \"skip\" for queries that are disabled by configuration or by the route.", pick(useless),
			"They fail, or give nothing (null or an empty list), nearly every time."},
		{"only-where-needed", "Run queries that depend on the user only on pages that need them.", pick(everywhere),
			fmt.Sprintf("They run behind nearly every one of %d bursts: a layout around all pages subscribes to them.", withQueries)},
	}
}

// burstsWithQueries is how many bursts held any query: the most that one function can have been in.
func burstsWithQueries(all []*functionCount) int {
	most := 0
	for _, one := range all {
		most = max(most, one.bursts)
	}
	return most
}
