package logs

// peak finds the busiest ten seconds, and how many sessions refreshed in them.
type peak struct {
	recent []peakOne // a queue; the first head of it are gone
	head   int
	names  map[string]int // sessions in the queue

	most     int // refreshes in the busiest ten seconds
	at       moment
	distinct int      // distinct sessions in them, 0 when they are not named
	points   []moment // all of them, nil when there are more than one client can make
}

type peakOne struct {
	at      moment
	session string
}

// maxPeak bounds the queue. A site with more refreshes in ten seconds is busy enough.
const maxPeak = 20000

func (peak *peak) add(at moment, session string) {
	for peak.head < len(peak.recent) {
		age, _ := peak.recent[peak.head].at.distance(at)
		if age >= 0 && age <= tightWindow && len(peak.recent)-peak.head < maxPeak {
			break
		}
		gone := peak.recent[peak.head].session
		if peak.names[gone] > 1 {
			peak.names[gone]--
		} else {
			delete(peak.names, gone)
		}
		peak.head++
	}
	if peak.head > 64 && peak.head*2 > len(peak.recent) {
		peak.recent = append(peak.recent[:0], peak.recent[peak.head:]...)
		peak.head = 0
	}
	peak.recent = append(peak.recent, peakOne{at, session})
	if session != "" {
		if peak.names == nil {
			peak.names = map[string]int{}
		}
		peak.names[session]++
	}
	if n := len(peak.recent) - peak.head; n > peak.most {
		peak.most, peak.at, peak.distinct, peak.points = n, peak.recent[peak.head].at, len(peak.names), peak.points[:0]
		if n > tightWindow/quickest {
			peak.points = nil
		} else {
			for _, one := range peak.recent[peak.head:] {
				peak.points = append(peak.points, one.at)
			}
		}
	}
}

// isFasterThanOne reports that one client alone cannot make so many refreshes, each of which waits for its answer.
func (peak *peak) isFasterThanOne() bool {
	n := len(peak.points)
	return n == 0 || n > 1 && !peak.at.coarse && spacing(peak.points[0], peak.points[n-1], n-1) < quickest
}
