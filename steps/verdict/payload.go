package verdict

import (
	"fmt"
	"math"
	"strings"

	"convex-auth-doctor/steps/verdict/serde"
)

// The seconds since 1970 that the backend's clock type holds (chrono; C5). A time outside makes the backend panic.
const (
	firstSecond = -8334601228800
	lastSecond  = 8210266876799
)

// claims is a payload as the first look at it reads it (biscuit, B 1.7).
type claims struct {
	members       []serde.Member // all of them, in order, repeated ones too
	iss, sub      string
	hasIss        bool
	hasSub        bool
	aud           []string
	exp, nbf, iat seconds
}

// seconds is a time claim, rounded to whole seconds (B 1.8).
type seconds struct {
	value int64
	ok    bool
}

// payloadFault is what is wrong with a payload: the first fault that the backend comes upon, and all of them in words.
type payloadFault struct {
	reason Reason
	why    string
	all    []string
}

// mostProblems bounds how many faults of one text are told.
const mostProblems = 20

func (fault *payloadFault) add(why string) {
	if len(fault.all) < mostProblems {
		fault.all = append(fault.all, why)
	}
}

// readPayload reads the decoded payload. With a fault the claims hold what could be read all the same.
func readPayload(data []byte) (claims, *payloadFault) {
	members, kind, rest, err := serde.ReadObject(data, nil)
	if err != nil {
		return claims{}, &payloadFault{reason: PayloadJSON, why: "The payload is not JSON: " + err.Error() + "."}
	}
	if kind != serde.Object {
		return claims{}, &payloadFault{reason: PayloadNotObject, why: "The payload is " + kind.String() + ", not an object."}
	}
	found := claims{members: members}
	fault := found.readRegistered()
	if fault == nil && len(rest) > 0 {
		fault = &payloadFault{reason: PayloadJSON, why: "There is more text after the payload's JSON object."}
	}
	return found, fault
}

// readRegistered reads the registered claims in the order of the text: which of two faults comes first matters when one
// of them makes the backend panic.
func (found *claims) readRegistered() *payloadFault {
	var fault *payloadFault
	note := func(reason Reason, why string) {
		if fault == nil {
			fault = &payloadFault{reason: reason, why: why}
		}
		fault.add(why)
	}
	var seen [7]bool
	for _, member := range found.members {
		at := registeredAt(member.Name)
		if at < 0 {
			continue
		}
		if seen[at] {
			note(PayloadClaim, "The payload has "+registered[at]+" twice.")
			continue
		}
		seen[at] = true
		if reason, why := found.set(at, member.Value); reason != ReasonNone {
			note(reason, why)
		}
	}
	return fault
}

var registered = [7]string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}

func registeredAt(name string) int {
	if len(name) != 3 {
		return -1
	}
	for i, one := range registered {
		if name == one {
			return i
		}
	}
	return -1
}

// set takes one registered claim; null counts as absent.
func (found *claims) set(at int, value serde.Raw) (Reason, string) {
	if value.IsNull() {
		return ReasonNone, ""
	}
	ok := true
	switch registered[at] {
	case "iss":
		found.iss, ok = value.Text()
		found.hasIss = ok
	case "sub":
		found.sub, ok = value.Text()
		found.hasSub = ok
	case "jti":
		_, ok = value.Text()
	case "aud":
		found.aud, ok = textOrTexts(value)
	default:
		return found.setTime(at, value)
	}
	if ok {
		return ReasonNone, ""
	}
	want := "a text"
	if registered[at] == "aud" {
		want = "a text or a list of texts"
	}
	return PayloadClaim, fmt.Sprintf("The claim %s has to be %s; it is %s.", registered[at], want, value.Kind())
}

func (found *claims) setTime(at int, value serde.Raw) (Reason, string) {
	name := registered[at]
	unsigned, ok := timestamp(value)
	if !ok {
		what := value.Kind().String()
		if value.Number().Kind != serde.Null {
			what = string(value)
		}
		return PayloadClaim, fmt.Sprintf("The claim %s has to be a number of seconds, 0 or more; it is %s.", name, what)
	}
	value64 := int64(unsigned) // 2^64-1 becomes -1 (C5)
	if value64 < firstSecond || value64 > lastSecond {
		return BackendPanic, fmt.Sprintf("The claim %s is %s: on a time so far away Convex's own code panics, and no answer comes. Seconds are wanted.", name, value)
	}
	switch name {
	case "exp":
		found.exp = seconds{value64, true}
	case "nbf":
		found.nbf = seconds{value64, true}
	case "iat":
		found.iat = seconds{value64, true}
	}
	return ReasonNone, ""
}

// timestamp reads a time claim as biscuit does: a non-negative number, rounded half away from zero (B 1.8, C5).
func timestamp(value serde.Raw) (uint64, bool) {
	number := value.Number()
	switch number.Kind {
	case serde.Unsigned:
		return number.U, true
	case serde.Float:
		if number.Float >= 0 && number.Float < 1<<64 {
			return saturate(math.Round(number.Float)), true
		}
	}
	return 0, false
}

func saturate(f float64) uint64 {
	if f >= 1<<64 {
		return math.MaxUint64
	}
	return uint64(f)
}

// textOrTexts reads a text as a list of one.
func textOrTexts(value serde.Raw) ([]string, bool) {
	if text, ok := value.Text(); ok {
		return []string{text}, true
	}
	elements, ok := value.Elements()
	if !ok {
		return nil, false
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		if texts[i], ok = element.Text(); !ok {
			return nil, false
		}
	}
	return texts, true
}

// quoteList writes values as "a", "b".
func quoteList(values []string) string {
	if len(values) == 0 {
		return "nothing"
	}
	const most = 8
	var out strings.Builder
	for i, value := range values {
		if i == most {
			fmt.Fprintf(&out, " and %d more", len(values)-most)
			break
		}
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(quote(value))
	}
	return out.String()
}

// quote puts a value between quotation marks as it is, cut when it is very long.
func quote(value string) string { return `"` + cut(value, 300) + `"` }

// cut shortens a text that no person reads to its end, at a character.
func cut(value string, most int) string {
	if len(value) <= most {
		return value
	}
	return strings.ToValidUTF8(value[:most], "") + "…"
}
