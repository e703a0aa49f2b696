package versions

import (
	"fmt"
	"strings"

	"golang.org/x/mod/semver"
)

// Range is a set of versions: alternatives, each a list of comparisons that must all hold.
type Range struct{ alternatives [][]comparison }

type comparison struct {
	operator string // "=", "<", "<=", ">", ">="
	version  string // in the form of golang.org/x/mod/semver: "v1.2.3"
}

// canonical returns an installed version in the form that semver compares, "" when it is none. Build metadata is dropped.
func canonical(version string) string {
	version = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(version), "v"))
	if strings.ContainsAny(version, " \t") {
		return ""
	}
	return semver.Canonical("v" + version)
}

// ParseRange reads a range of npm: "<1.42.2", ">=1.24.2 <1.24.6", "=1.18.0 || =1.18.1", "^1.25.0", "~1.2.7", "1.2.3",
// "0.11.x", "*". Versions are ordered as semver orders them, previews included: 0.0.4-preview.37 is below 0.0.4.
func ParseRange(text string) (Range, error) {
	var parsed Range
	for part := range strings.SplitSeq(text, "||") {
		var all []comparison
		fields := strings.Fields(part)
		for i := 0; i < len(fields); i++ {
			field := fields[i]
			if strings.Trim(field, "<>=^~") == "" && i+1 < len(fields) {
				i++
				field += fields[i] // ">= 1.2.3"
			}
			some, err := comparisons(field)
			if err != nil {
				return Range{}, err
			}
			all = append(all, some...)
		}
		if len(fields) == 0 {
			return Range{}, fmt.Errorf("an empty range in %q", text)
		}
		parsed.alternatives = append(parsed.alternatives, all)
	}
	return parsed, nil
}

// comparisons reads one word of a range.
func comparisons(word string) ([]comparison, error) {
	digits := strings.IndexAny(word, "0123456789*xXvV")
	if digits < 0 {
		return nil, fmt.Errorf("no version in %q", word)
	}
	operator, version := word[:digits], strings.TrimLeft(word[digits:], "vV")
	if version == "*" || version == "x" || version == "X" {
		return []comparison{}, nil
	}
	given := 1 + strings.Count(strings.SplitN(strings.SplitN(version, "-", 2)[0], "+", 2)[0], ".")
	parts := strings.Split(version, ".")
	for i, part := range parts {
		if part == "x" || part == "X" || part == "*" {
			given, version = i, strings.Join(parts[:i], ".")
			break
		}
	}
	low := canonical(version)
	if low == "" {
		return nil, fmt.Errorf("no version in %q", word)
	}
	switch operator {
	case "<", "<=", ">", ">=":
		return []comparison{{operator, low}}, nil
	case "^":
		return []comparison{{">=", low}, {"<", caretEnd(low, given)}}, nil
	case "~":
		return []comparison{{">=", low}, {"<", after(low, min(given, 2))}}, nil
	case "", "=":
		if given >= 3 {
			return []comparison{{"=", low}}, nil
		}
		return []comparison{{">=", low}, {"<", after(low, given)}}, nil
	}
	return nil, fmt.Errorf("no operator of ranges in %q", word)
}

// after returns the lowest version, previews included, above all that share the first n numbers of version.
func after(version string, n int) string {
	var numbers [3]int
	fmt.Sscanf(strings.SplitN(version, "-", 2)[0], "v%d.%d.%d", &numbers[0], &numbers[1], &numbers[2])
	if n < 1 {
		return "v999999999.0.0"
	}
	numbers[n-1]++
	for i := n; i < 3; i++ {
		numbers[i] = 0
	}
	return fmt.Sprintf("v%d.%d.%d-0", numbers[0], numbers[1], numbers[2])
}

// caretEnd returns the end of ^version: the next one that changes the leftmost number that is not zero.
func caretEnd(version string, given int) string {
	var numbers [3]int
	fmt.Sscanf(strings.SplitN(version, "-", 2)[0], "v%d.%d.%d", &numbers[0], &numbers[1], &numbers[2])
	for i, number := range numbers {
		if number != 0 || i == given-1 {
			return after(version, i+1)
		}
	}
	return after(version, 3)
}

// Contains reports whether version lies in the range. A text that is no version lies in none.
func (set Range) Contains(version string) bool {
	wanted := canonical(version)
	if wanted == "" {
		return false
	}
	for _, all := range set.alternatives {
		holds := true
		for _, one := range all {
			order := semver.Compare(wanted, one.version)
			switch one.operator {
			case "=":
				holds = holds && order == 0
			case "<":
				holds = holds && order < 0
			case "<=":
				holds = holds && order <= 0
			case ">":
				holds = holds && order > 0
			case ">=":
				holds = holds && order >= 0
			}
		}
		if holds {
			return true
		}
	}
	return false
}

// Compare orders two versions; ok is false when one of them is none.
func Compare(a, b string) (order int, ok bool) {
	left, right := canonical(a), canonical(b)
	return semver.Compare(left, right), left != "" && right != ""
}
