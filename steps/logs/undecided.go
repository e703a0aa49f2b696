package logs

// isUndecided reports that refreshes above what is expected may be those of one client in a loop: they name no session, and
// they stand no more unevenly than a loop's would in a log as coarse or as short as this one. Such a log is not called a
// loop, because many clients explain it (P 4.18), and not healthy either. Nor is one healthy whose refreshes come three at a
// time.
func (picture *picture) isUndecided(state State) bool {
	if picture.options.oneTab() || picture.arePageRequests() || !picture.expectation().isAbove(picture.pairs) {
		return false
	}
	if state == AsExpected && picture.comeInThrees() {
		return true
	}
	points := picture.peak.points
	switch {
	case state == ManyClients && picture.peak.distinct > 0:
		return false
	case state == AsExpected:
		points = picture.steady.whole.ended().largest
		if len(points)*2 < picture.pairs {
			return false // most refreshes of the log stand elsewhere
		}
	case state != ManyClients:
		return false
	}
	if !mayBeRow(points) {
		return false
	}
	first, last := points[0], points[len(points)-1]
	return !picture.isLifeExplained(foundLoop{spacing: spacing(first, last, len(points)-1)}, true)
}
