package logs

import "sort"

// Kinds of groups beside the ids of texts (those of package messages).
const (
	GroupNullIdentity = "null-identity"
	GroupIdentity     = "identity"
	GroupError        = "error"         // a function's own error, none of the known texts
	GroupProxyStatus  = "proxy-status"  // an auth route answered 4xx or 5xx in an access log
	GroupAuthRequests = "auth-requests" // HTTP actions of an auth library, such as Better Auth's get-session
)

// groups gathers what was found, per kind and function.
type groups struct {
	byKey map[groupKey]*group
	order []*group
	more  int // findings of groups beyond maxGroups
}

type groupKey struct{ kind, function string }

// group is one finding of one function.
type group struct {
	key         groupKey
	count       int
	first, last moment
	sample      string
	lines       []int64
	series      series
	gaps        []int64 // distances of the first findings
	status      int     // of GroupProxyStatus
	samples     []sample
}

// sample is one form in which a finding was met.
type sample struct {
	text  string
	count int
	line  int64
}

const (
	maxGroups     = 500
	groupBuckets  = 24
	maxGroupLines = 3
	maxSamples    = 5
)

func newGroups() groups { return groups{byKey: map[groupKey]*group{}} }

// add counts one finding.
func (groups *groups) add(kind, function string, at moment, text string) *group {
	key := groupKey{kind, function}
	one := groups.byKey[key]
	if one == nil {
		if len(groups.order) >= maxGroups {
			groups.more++
			return nil
		}
		one = &group{key: key, first: at, sample: text, series: newSeries(groupBuckets, 1)}
		groups.byKey[key] = one
		groups.order = append(groups.order, one)
	} else if gap, ok := one.last.distance(at); ok && len(one.gaps) < maxGaps {
		one.gaps = append(one.gaps, gap)
	}
	one.count++
	one.last = at
	one.addSample(text, at.line)
	if len(one.lines) < maxGroupLines {
		one.lines = append(one.lines, at.line)
	}
	if at.timed {
		one.series.add(0, at.at)
	}
	return one
}

// addSample counts the forms that differ: one text may name several variables.
func (group *group) addSample(text string, line int64) {
	for i := range group.samples {
		if group.samples[i].text == text {
			group.samples[i].count++
			return
		}
	}
	if len(group.samples) < maxSamples {
		group.samples = append(group.samples, sample{text, 1, line})
	}
}

// count returns how often a kind was found, over all functions.
func (groups *groups) count(kind string) int {
	sum := 0
	for _, one := range groups.order {
		if one.key.kind == kind {
			sum += one.count
		}
	}
	return sum
}

// of returns the groups of a kind, the largest first.
func (groups *groups) of(kind string) []*group {
	var found []*group
	for _, one := range groups.order {
		if one.key.kind == kind {
			found = append(found, one)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].count > found[j].count })
	return found
}
