package messages

import "sort"

// better puts the hit with more literal text first, then whole ones, then those with more variable parts.
func (found *candidate) better(other *candidate) bool {
	switch {
	case found.matched != other.matched:
		return found.matched > other.matched
	case found.Whole != other.Whole:
		return found.Whole
	}
	return len(found.Values) > len(other.Values)
}

// choose drops hits whose literal text belongs to a longer hit; hits of equal length are alternatives of one another.
// Only hits whose ranges touch are compared.
func (run *search) choose() []Hit {
	sort.SliceStable(run.found, func(a, b int) bool { return run.found[a].first() < run.found[b].first() })
	hits := make([]Hit, 0, len(run.found))
	for from := 0; from < len(run.found); {
		end, to := run.found[from].last(), from+1
		for to < len(run.found) && run.found[to].first() < end {
			end = max(end, run.found[to].last())
			to++
		}
		hits = chosen(hits, run.found[from:to])
		from = to
	}
	sort.SliceStable(hits, func(a, b int) bool { return hits[a].Start < hits[b].Start })
	return merged(hits)
}

func (found *candidate) first() int { return found.spans[0][0] }
func (found *candidate) last() int  { return found.spans[len(found.spans)-1][1] }

// chosen adds the hits of a group that touch one another, without those that lose.
func chosen(hits []Hit, group []candidate) []Hit {
	if len(group) == 1 {
		return append(hits, group[0].Hit)
	}
	order := make([]int, len(group))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return group[order[a]].better(&group[order[b]]) })
	var winners []int
	for _, i := range order {
		taken := -1
		for _, winner := range winners {
			if overlap(group[i].spans, group[winner].spans) {
				taken = winner
				break
			}
		}
		if taken < 0 {
			winners = append(winners, i)
			continue
		}
		if one, other := &group[i], &group[taken]; other.matched == one.matched && !other.Whole && !one.Whole && other.Message.ID != one.Message.ID {
			other.Others = append(other.Others, one.Message.ID)
		}
	}
	for _, i := range winners {
		hits = append(hits, group[i].Hit)
	}
	return hits
}

// overlap reports whether two lists of ranges, each in order, have a place in common.
func overlap(a, b [][2]int) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i][0] < b[j][1] && b[j][0] < a[i][1] {
			return true
		}
		if a[i][1] <= b[j][1] {
			i++
		} else {
			j++
		}
	}
	return false
}

// merged joins the two halves of a message of which the middle was left out.
func merged(hits []Hit) []Hit {
	kept := hits[:0]
	for _, hit := range hits {
		if n := len(kept); n > 0 && !hit.Whole && !kept[n-1].Whole && hit.Message == kept[n-1].Message && hit.Start-kept[n-1].End < reachWord {
			kept[n-1].End = max(kept[n-1].End, hit.End)
			continue
		}
		kept = append(kept, hit)
	}
	return kept
}
