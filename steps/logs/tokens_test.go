package logs

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTimeline(t *testing.T) {
	const t0 = 1.787e9
	noteIDs := func(timeline TokenTimeline) (found []string) {
		for _, one := range timeline.Notes {
			found = append(found, one.ID)
		}
		return found
	}
	for _, c := range []struct {
		name      string
		sightings []TokenSighting
		labels    []string
		skew      float64
		notes     []string
	}{
		{"nothing", nil, nil, 0, nil},
		{"two tokens in order", []TokenSighting{
			{"token B", t0 + 3590, t0 + 7190, t0 + 3590.4}, {"token A", t0, t0 + 3600, t0 + 0.3},
		}, []string{"token A", "token B"}, 0, nil},
		{"clock behind", []TokenSighting{{"token A", t0, t0 + 60, t0 - 40}}, []string{"token A"}, -40, []string{"clock-behind"}},
		{"clock ahead", []TokenSighting{{"token A", t0, t0 + 3600, t0 + 31}, {"token B", t0 + 10, t0 + 3610, t0 + 40}}, []string{"token A", "token B"}, 30, []string{"clock-ahead"}},
		{"sent after its end", []TokenSighting{
			{"token A", t0, t0 + 60, t0 + 1}, {"token A", t0, t0 + 60, t0 + 300},
		}, []string{"token A"}, 0, []string{"sent-expired"}},
		{"gap", []TokenSighting{{"token A", t0, t0 + 60, t0 + 1}, {"token B", t0 + 400, t0 + 460, t0 + 401}}, []string{"token A", "token B"}, 0, []string{"gap"}},
		{"short", []TokenSighting{{"token A", t0, t0 + 5, t0}}, []string{"token A"}, 0, []string{"short-life"}},
		{"renewed quickly", []TokenSighting{
			{"token A", t0, t0 + 3600, t0}, {"token B", t0 + 1, t0 + 3601, t0 + 1}, {"token C", t0 + 2, t0 + 3602, t0 + 2},
		}, []string{"token A", "token B", "token C"}, 0, []string{"quick-renewal"}},
		{"old token, nothing said of the clock", []TokenSighting{{"token A", t0, t0 + 36000, t0 + 9000}}, []string{"token A"}, 0, nil},
		{"numbers that are none", []TokenSighting{{"token A", math.NaN(), math.Inf(1), -5}}, []string{"token A"}, 0, nil},
	} {
		timeline := Timeline(c.sightings)
		var labels []string
		for _, one := range timeline.Tokens {
			labels = append(labels, one.Label)
		}
		if diff := cmp.Diff(c.labels, labels); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if math.Abs(timeline.Skew.Estimate-c.skew) > 0.5 {
			t.Errorf("%s: skew %v, want %v", c.name, timeline.Skew.Estimate, c.skew)
		}
		if diff := cmp.Diff(c.notes, noteIDs(timeline)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
