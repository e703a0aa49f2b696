package markdown

import "strings"

// linked gives the addresses in plain text the role of a link. The Linkify extension of goldmark does the same, and costs
// every start a millisecond: its package compiles the expressions of all extensions.
func linked(runs []run) []run {
	var out []run
	for _, one := range merged(runs) {
		if one.role == Code || one.role == Link {
			out = append(out, one)
			continue
		}
		for {
			at := addressAt(one.text)
			if at < 0 {
				break
			}
			end := at + addressEnd(one.text[at:])
			if at > 0 {
				out = append(out, run{one.text[:at], one.role})
			}
			out = append(out, run{one.text[at:end], Link})
			one.text = one.text[end:]
		}
		if one.text != "" {
			out = append(out, one)
		}
	}
	return out
}

// merged joins neighbours of one role: the parser cuts a text at each character that could begin something.
func merged(runs []run) []run {
	var out []run
	for _, one := range runs {
		if n := len(out); n > 0 && out[n-1].role == one.role && one.role != Code {
			out[n-1].text += one.text
			continue
		}
		out = append(out, one)
	}
	return out
}

// addressAt returns where the first address begins: at the beginning of a word or in brackets. It is -1 without one.
func addressAt(text string) int {
	from := 0
	for {
		at := strings.Index(text[from:], "http")
		if at < 0 {
			return -1
		}
		at += from
		rest := text[at:]
		_, host, scheme := strings.Cut(rest, "://")
		if scheme && (strings.HasPrefix(rest, "https://") || strings.HasPrefix(rest, "http://")) && host != "" && isLetter(host[0]) && (at == 0 || strings.IndexByte(" \n(*_~", text[at-1]) >= 0) {
			return at
		}
		from = at + len("http")
	}
}

// isLetter reports a byte with which a host begins; "https://" alone is a word of a sentence.
func isLetter(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9'
}

// addressEnd returns where the address ends that text begins with. Punctuation at its end belongs to the sentence, and so
// does a bracket that does not open in it.
func addressEnd(text string) int {
	end := strings.IndexAny(text, " \n<")
	if end < 0 {
		end = len(text)
	}
	for end > 0 {
		switch last := text[end-1]; {
		case strings.IndexByte(".,;:!?\"'*_~", last) >= 0:
		case last == ')' && strings.Count(text[:end], ")") > strings.Count(text[:end], "("):
		default:
			return end
		}
		end--
	}
	return end
}
