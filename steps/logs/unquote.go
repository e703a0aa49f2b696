package logs

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote returns the text of a JSON string that the walker has accepted, or "" when raw is no string. Bytes that are
// not UTF-8 become U+FFFD, as encoding/json does it.
func unquote(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return ""
	}
	raw = raw[1 : len(raw)-1]
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw)
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			r, size := utf8.DecodeRune(raw[i:])
			out = utf8.AppendRune(out, r)
			i += size
			continue
		}
		switch c := raw[i+1]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := hexRune(raw[i+2:])
			if utf16.IsSurrogate(r) {
				joined := rune(utf8.RuneError)
				if i+12 <= len(raw) && raw[i+6] == '\\' && raw[i+7] == 'u' {
					joined = utf16.DecodeRune(r, hexRune(raw[i+8:]))
				}
				if r = joined; r != utf8.RuneError {
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
			i += 4
		default:
			out = append(out, c)
		}
		i += 2
	}
	return string(out)
}

func hexRune(digits []byte) rune {
	n, err := strconv.ParseUint(string(digits[:4]), 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}

// numberIn returns the number that raw holds, either bare or as a string ("200"), and whether it holds one.
func numberIn(raw []byte) (float64, bool) {
	if len(raw) == 0 {
		return 0, false
	}
	if raw[0] == '"' {
		n, err := strconv.ParseFloat(unquote(raw), 64)
		return n, err == nil
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	return n, err == nil
}

// boolIn returns what raw says: true, false, or (null, absent, anything else) not seen.
func boolIn(raw []byte) Tri {
	switch string(raw) {
	case "true":
		return Yes
	case "false":
		return No
	}
	return NotSeen
}
