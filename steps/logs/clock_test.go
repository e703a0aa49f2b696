package logs

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// localeTimes are 2026-08-22 00:14:18 and 13:04:05 as Date.toLocaleString writes them.
var localeTimes = [][3]string{
	{"en-US", "8/22/2026, 12:14:18 AM", "8/22/2026, 1:04:05 PM"},
	{"en-US, narrow blank", "8/22/2026, 12:14:18\u202fAM", "8/22/2026, 1:04:05\u202fPM"},
	{"en-GB", "22/08/2026, 00:14:18", "22/08/2026, 13:04:05"},
	{"de-DE", "22.8.2026, 00:14:18", "22.8.2026, 13:04:05"},
	{"fr-FR", "22/08/2026 00:14:18", "22/08/2026 13:04:05"},
	{"fr-CA", "2026-08-22 00 h 14 min 18 s", "2026-08-22 13 h 04 min 05 s"},
	{"sv-SE", "2026-08-22 00:14:18", "2026-08-22 13:04:05"},
	{"ja-JP", "2026/8/22 0:14:18", "2026/8/22 13:04:05"},
	{"zh-TW", "2026/8/22 上午12:14:18", "2026/8/22 下午1:04:05"},
	{"ko-KR", "2026. 8. 22. AM 12:14:18", "2026. 8. 22. PM 1:04:05"},
	{"ko-KR, full", "2026. 8. 22. 오전 12:14:18", "2026. 8. 22. 오후 1:04:05"},
	{"ar-EG", "٢٢\u200f/٨\u200f/٢٠٢٦، ١٢:١٤:١٨ ص", "٢٢\u200f/٨\u200f/٢٠٢٦، ١:٠٤:٠٥ م"},
	{"th-TH", "22/8/2569 00:14:18", "22/8/2569 13:04:05"},
	{"hi-IN", "22/8/2026, 12:14:18 am", "22/8/2026, 1:04:05 pm"},
	{"fi-FI", "22.8.2026 klo 0.14.18", "22.8.2026 klo 13.04.05"},
	{"da-DK", "22.8.2026, 00.14.18", "22.8.2026, 13.04.05"},
	{"bg-BG", "22.08.2026 г., 00:14:18 ч.", "22.08.2026 г., 13:04:05 ч."},
	{"cs-CZ", "22. 8. 2026 0:14:18", "22. 8. 2026 13:04:05"},
	{"hr-HR", "22. 08. 2026. 00:14:18", "22. 08. 2026. 13:04:05"},
	{"hu-HU", "2026. 08. 22. 0:14:18", "2026. 08. 22. 13:04:05"},
	{"es-MX", "22/8/2026, 12:14:18 a.m.", "22/8/2026, 1:04:05 p.m."},
	{"es-CL", "22-08-2026, 12:14:18 a. m.", "22-08-2026, 1:04:05 p. m."},
	{"vi-VN", "00:14:18 22/8/2026", "13:04:05 22/8/2026"},
	{"el-GR", "22/8/2026, 12:14:18 π.μ.", "22/8/2026, 1:04:05 μ.μ."},
	{"nl-NL", "22-8-2026, 00:14:18", "22-8-2026, 13:04:05"},
	{"en-CA", "2026-08-22, 12:14:18 a.m.", "2026-08-22, 1:04:05 p.m."},
	{"bn-BD", "২২/৮/২০২৬, ১২:১৪:১৮ AM", "২২/৮/২০২৬, ১:০৪:০৫ PM"},
	{"ne-NP", "२०२६-०८-२२, ००:१४:१८", "२०२६-०८-२२, १३:०४:०५"},
	{"sq-AL", "22.8.2026, 12:14:18 p.d.", "22.8.2026, 1:04:05 m.d."},
	{"am-ET", "22/8/2026 ጥዋት 12:14:18", "22/8/2026 ከሰዓት 1:04:05"},
	{"ms-MY", "22/8/2026, 12:14:18 PG", "22/8/2026, 1:04:05 PTG"},
	{"lv-LV", "22.08.2026. 00:14:18", "22.08.2026. 13:04:05"},
	{"eu-ES", "2026/8/22 (00:14:18)", "2026/8/22 (13:04:05)"},
	{"mn-MN", "2026.08.22 00:14:18", "2026.08.22 13:04:05"},
	{"si-LK", "2026-8-22, 00.14.18", "2026-8-22, 13.04.05"},
	{"te-IN", "22/8/2026 12:14:18 AM", "22/8/2026 1:04:05 PM"},
}

func TestLocaleTimes(t *testing.T) {
	for _, locale := range localeTimes {
		for i, want := range []time.Time{time.Date(2026, 8, 22, 0, 14, 18, 0, time.UTC), time.Date(2026, 8, 22, 13, 4, 5, 0, time.UTC)} {
			for _, prefix := range []string{"", "web:dev: ", "[convex] ", "backend-1  | ", "2026-08-22T00:14:18.123456789Z ", "[0] "} {
				line := prefix + locale[i+1] + " [CONVEX Q(users:me)] [LOG] 'x'"
				found, ok := headOf(line)
				if !ok || !found.stamp.Time.Equal(want) || found.stamp.NoDate || found.prefix != prefix {
					t.Errorf("%s: headOf(%q) = %v %v prefix %q, want %v", locale[0], line, found.stamp, ok, found.prefix, want)
				}
			}
		}
	}
}

func TestStamps(t *testing.T) {
	day := time.Date(2026, 8, 22, 0, 14, 18, 0, time.UTC)
	for _, c := range []struct {
		text string
		want Stamp
		ok   bool
	}{
		{"2026-08-22T00:14:18Z", Stamp{Time: day, Zoned: true, Resolution: time.Second}, true},
		{"2026-08-22T00:14:18.123Z", Stamp{Time: day.Add(123 * time.Millisecond), Zoned: true, Resolution: time.Millisecond}, true},
		{"2026-08-22T02:14:18.5+02:00", Stamp{Time: day.Add(500 * time.Millisecond), Zoned: true, Resolution: 100 * time.Millisecond}, true},
		{"2026-08-21 22:14:18,500-0200", Stamp{Time: day.Add(500 * time.Millisecond), Zoned: true, Resolution: time.Millisecond}, true},
		{"Aug 22, 00:14:18.123", Stamp{Time: time.Date(1, 8, 22, 0, 14, 18, 123e6, time.UTC), NoYear: true, Resolution: time.Millisecond}, true},
		{"00:14:18", Stamp{Time: time.Date(1, 1, 1, 0, 14, 18, 0, time.UTC), NoDate: true, Resolution: time.Second}, true},
		{"12:14:18 AM", Stamp{Time: time.Date(1, 1, 1, 0, 14, 18, 0, time.UTC), NoDate: true, Resolution: time.Second}, true},
		{"99:14:18", Stamp{}, false},
		{"22.8.2026", Stamp{}, false},
		{"version 1.2.3", Stamp{}, false},
		{"99999999999999999999:14:18", Stamp{}, false},
		{"13/13/2026, 00:14:18", Stamp{}, false},
		{"", Stamp{}, false},
	} {
		got, _, ok := trailingStamp(c.text)
		if c.ok {
			c.want.Raw = c.text
		}
		if ok != c.ok || !cmp.Equal(got, c.want) {
			t.Errorf("trailingStamp(%q) = %+v %v, want %+v %v", c.text, got, ok, c.want, c.ok)
		}
	}
}

// A date that can be read both ways is read as the clock beside it suggests.
func TestAmbiguousDate(t *testing.T) {
	for text, want := range map[string]time.Month{
		"5/6/2026, 1:06:12 PM": time.May,
		"5/6/2026, 13:06:12":   time.June,
		"5.6.2026, 13:06:12":   time.June,
	} {
		if got, _, ok := trailingStamp(text); !ok || got.Time.Month() != want {
			t.Errorf("%q: %v %v, want %v", text, got.Time, ok, want)
		}
	}
}

func FuzzTrailingStamp(f *testing.F) {
	for _, locale := range localeTimes {
		f.Add(locale[1])
	}
	f.Add("Aug 2, 00:14:18.123")
	f.Fuzz(func(t *testing.T, text string) {
		if stamp, from, ok := trailingStamp(text); ok && (from < 0 || from > len(text) || !stamp.Known()) {
			t.Fatalf("trailingStamp(%q) = %+v from %d", text, stamp, from)
		}
	})
}
