package logs

import "strings"

// forenoon and afternoon are the words with which locales mark the halves of a 12-hour clock, without dots and blanks,
// in lower case.
var (
	forenoon  = []string{"am", "上午", "午前", "오전", "ص", "πμ", "pd", "ጥዋት", "pg", "sa", "قبلازظهر", "पूर्वाह्न", "পূর্বাহ্ণ"}
	afternoon = []string{"pm", "下午", "午後", "오후", "م", "μμ", "md", "ከሰዓት", "ptg", "ch", "بعدازظهر", "अपराह्न", "অপরাহ্ণ"}
)

// hasMeridiem reports whether the words around a time mark a half of the day.
func hasMeridiem(around string) bool {
	half, _ := meridiemOf(around)
	return half
}

// hour24 turns the hour of a clock into 0 to 23, given the words around it.
func hour24(hour int, around string) int {
	marked, late := meridiemOf(around)
	switch {
	case !marked || hour > 12:
		return hour
	case late && hour < 12:
		return hour + 12
	case !late && hour == 12:
		return 0
	}
	return hour
}

func meridiemOf(around string) (marked, late bool) {
	if strings.TrimSpace(around) == "" {
		return false, false
	}
	squeezed := strings.ToLower(strings.Map(func(r rune) rune {
		switch r {
		case '.', ' ', '\u00a0', '\u202f', '\u200e', '\u200f', ',', '،', '(', ')':
			return -1
		}
		return r
	}, around))
	for _, word := range forenoon {
		if squeezed == word {
			return true, false
		}
	}
	for _, word := range afternoon {
		if squeezed == word {
			return true, true
		}
	}
	return false, false
}
