package messages

// Folded is a text reduced to its ASCII letters, in lower case, and digits, each with its place in the text. Texts that
// differ only in how they were copied (wrapped, quoted, escaped, coloured, with other quotation marks or in broken
// UTF-8) fold to the same characters, so that is where messages are looked for.
type Folded struct {
	Bytes []byte
	At    []int32 // offset of each folded byte in the text
}

// closer marks a byte that is not folded by itself.
const closer = 1

// folding says what becomes of a byte: it is kept as this byte, dropped (0), or looked at closely.
var folding = func() (table [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-32] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		table[c] = c
	}
	for _, c := range []byte{'\\', '&', '%', '\n', 0x1b} {
		table[c] = closer
	}
	return table
}()

// Fold replaces the content of folded by text, which may be at most 1 GiB long. Its memory is used again.
func (folded *Folded) Fold(text []byte) {
	if cap(folded.Bytes) < len(text) {
		size := len(text)
		if size > 64<<10 { // so that the windows of a long text, which differ a little in length, need it once
			size = (size + 256<<10 - 1) &^ (256<<10 - 1)
		}
		folded.Bytes = make([]byte, size)
		folded.At = make([]int32, size)
	}
	bytes, at := folded.Bytes[:len(text)], folded.At[:len(text)]
	n := 0
	for i := 0; i < len(text); i++ {
		c := folding[text[i]]
		if c > closer {
			bytes[n], at[n] = c, int32(i)
			n++
		} else if c == closer {
			i += skip(text[i:])
		}
	}
	folded.Bytes, folded.At = bytes[:n], at[:n]
}

// skip returns how many bytes after the first one are not to be folded: the rest of an escape.
func skip(text []byte) int {
	switch text[0] {
	case '\\':
		return backslash(text)
	case '&':
		return entity(text)
	case '%':
		// %20 to %7E, or one of several in a row; "%cDownload" is a console's style and no escape
		if len(text) > 2 && isHex(text[1]) && isHex(text[2]) && (text[1] >= '2' && text[1] <= '7' || len(text) > 3 && text[3] == '%') {
			return 2
		}
	case '\n':
		return lineNumber(text)
	case 0x1b:
		return escape(text)
	}
	return 0
}

// backslash skips an escape of a JSON, JavaScript or shell string: \n, \", \u0027, and the doubled backslashes of a
// string that was escaped twice.
func backslash(text []byte) int {
	i := 1
	for i < len(text) && text[i] == '\\' {
		i++
	}
	if i >= len(text) {
		return i - 1
	}
	switch text[i] {
	case 'n', 'r', 't':
		return i
	case 'u':
		for j := 1; j <= 4; j++ {
			if i+j >= len(text) || !isHex(text[i+j]) {
				return i - 1
			}
		}
		return i + 4
	case 'x':
		if i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			return i + 2
		}
	}
	return i - 1
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// entity skips the name of an HTML character reference.
func entity(text []byte) int {
	for i := 1; i < len(text) && i < 9; i++ {
		switch c := text[i]; {
		case c == ';':
			if i > 1 {
				return i
			}
			return 0
		case c == '#' && i == 1, folding[c] > closer:
		default:
			return 0
		}
	}
	return 0
}

// lineNumber skips what editors and tools put before a line: "12 | ", "12: ", "12<tab>".
func lineNumber(text []byte) int {
	i := 1
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	digits := i
	for i < len(text) && text[i] >= '0' && text[i] <= '9' && i-digits < 6 {
		i++
	}
	if i == digits || i >= len(text) {
		return 0
	}
	end := i - 1
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i >= len(text) {
		return 0
	}
	switch {
	case text[i] == '|' || text[i] == '\t', text[i] == ':' && i+1 < len(text) && text[i+1] == ' ':
		return end
	case text[i] == 0xe2 && i+2 < len(text) && text[i+1] == 0x94 && text[i+2] == 0x82: // │
		return end
	}
	return 0
}

// escape skips a terminal's escape sequence: CSI and OSC.
func escape(text []byte) int {
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text) && i < 40; i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				return i
			}
		}
	case ']':
		for i := 2; i < len(text) && i < 2048 && text[i] != '\n'; i++ {
			if text[i] == 0x07 {
				return i
			}
			if text[i] == 0x1b {
				return i - 1
			}
		}
	}
	return 1
}

// fold returns the folded form of a literal of a message.
func fold(text string) string {
	var folded Folded
	folded.Fold([]byte(text))
	return string(folded.Bytes)
}
