package jslex

// PlainJSON returns JSON with comments and with commas before a closing bracket as plain JSON of the same length: both
// become blanks, so that offsets and lines stay.
func PlainJSON(data []byte) []byte {
	out := append([]byte(nil), data...)
	if len(out) >= 3 && out[0] == 0xef && out[1] == 0xbb && out[2] == 0xbf {
		copy(out, "   ")
	}
	comma := -1 // the last comma that nothing but blanks and comments follow so far
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			comma = -1
			for i++; i < len(out) && out[i] != '"'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
		case c == '/' && i+1 < len(out) && out[i+1] == '/':
			for ; i < len(out) && out[i] != '\n'; i++ {
				out[i] = ' '
			}
		case c == '/' && i+1 < len(out) && out[i+1] == '*':
			for j := i; ; j++ {
				if j+1 >= len(out) {
					j = len(out) - 1
				}
				done := j > i+2 && out[j-1] == '*' && out[j] == '/' || j == len(out)-1
				if done {
					for ; i <= j; i++ {
						if out[i] != '\n' {
							out[i] = ' '
						}
					}
					i--
					break
				}
			}
		case c == ',':
			comma = i
		case c == '}' || c == ']':
			if comma >= 0 {
				out[comma] = ' '
			}
			comma = -1
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			comma = -1
		}
	}
	return out
}
