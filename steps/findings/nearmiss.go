package findings

// fillMarks marks the ranges in which the two values of a comparison differ.
func fillMarks(c *Comparison) {
	a, b := []rune(c.Expected), []rune(c.Actual)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	m := 0
	for m < len(a)-n && m < len(b)-n && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	c.ExpectedMarks, c.ActualMarks = [][2]int{{n, len(a) - m}}, [][2]int{{n, len(b) - m}}
}
