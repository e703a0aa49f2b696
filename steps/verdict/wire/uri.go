package wire

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// URI is the address of a request, which is stricter than a URL in some places and laxer in others (crate http).
type URI struct {
	absolute                bool
	scheme, authority, path string // path with its query
}

// String returns the address as it goes into the request: without a fragment, with a path.
func (uri URI) String() string {
	var out strings.Builder
	if uri.absolute {
		out.WriteString(uri.scheme + "://")
	}
	out.WriteString(uri.authority)
	if uri.authority == "" || uri.absolute {
		if uri.path == "" || uri.path[0] != '/' && uri.path[0] != '*' {
			out.WriteByte('/')
		}
		out.WriteString(uri.path)
	}
	return out.String()
}

// ParseURI parses the address of a request. Its errors are worded as the backend's.
func ParseURI(raw string) (URI, error) {
	switch {
	case len(raw) > longest:
		return URI{}, errors.New("uri too long")
	case raw == "":
		return URI{}, errors.New("empty string")
	case raw == "*":
		return URI{path: "*"}, nil
	case raw[0] == '/':
		path, err := parsePath(raw)
		return URI{path: path}, err
	}
	scheme, rest, absolute, err := cutScheme(raw)
	if err != nil {
		return URI{}, err
	}
	end, err := parseAuthority(rest)
	if err != nil {
		return URI{}, err
	}
	if !absolute {
		if end != len(rest) {
			return URI{}, errors.New("invalid format")
		}
		return URI{authority: rest}, nil
	}
	if end == 0 {
		return URI{}, errors.New("invalid format")
	}
	path, err := parsePath(rest[end:])
	if err != nil {
		return URI{}, err
	}
	return URI{absolute: true, scheme: scheme, authority: rest[:end], path: path}, nil
}

func cutScheme(raw string) (scheme, rest string, absolute bool, err error) {
	for _, known := range []string{"http", "https"} {
		if n := len(known); len(raw) >= n+3 && strings.EqualFold(raw[:n+3], known+"://") {
			return known, raw[n+3:], true, nil
		}
	}
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == ':' {
			if len(raw) <= 3 || !strings.HasPrefix(raw[i:], "://") {
				break
			}
			if i > 64 {
				return "", "", false, errors.New("scheme too long")
			}
			return raw[:i], raw[i+3:], true, nil
		}
		if !isAlphanumeric(c) && c != '+' && c != '-' && c != '.' && c != '~' {
			break
		}
	}
	return "", raw, false, nil
}

// parseAuthority returns where the authority at the start of raw ends.
func parseAuthority(raw string) (end int, err error) {
	invalid := errors.New("invalid authority")
	colons, at := 0, -1
	opened, closed, percent := false, false, false
	end = len(raw)
loop:
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '/' || c == '?' || c == '#':
			end = i
			break loop
		case c == ':':
			if colons++; colons > 8 {
				return 0, invalid
			}
		case c == '[':
			if percent || opened {
				return 0, invalid
			}
			opened = true
		case c == ']':
			if !opened || closed {
				return 0, invalid
			}
			closed, colons, percent = true, 0, false
		case c == '@':
			at, colons, percent = i, 0, false
		case c == '%':
			percent = true
		case !isAlphanumeric(c) && !strings.ContainsRune("!$&'()*+,-.;=_~", rune(c)):
			return 0, errors.New("invalid uri character")
		}
	}
	if opened != closed || colons > 1 || end > 0 && at == end-1 || percent {
		return 0, invalid
	}
	return end, nil
}

// parsePath checks a path and query and cuts the fragment off.
func parsePath(raw string) (string, error) {
	query, ascii := false, true
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '#':
			raw = raw[:i]
		case c == '?' && !query:
			query = true
		case c >= 0x7f:
			ascii = false
		case c == 0x21 || c >= 0x24 && c <= 0x3b || c == 0x3d || c >= 0x40 && c <= 0x5f || c >= 0x61 && c <= 0x7a || c == 0x7c || c == 0x7e:
		case query && c >= 0x3f && c <= 0x7e, !query && (c == '"' || c == '{' || c == '}'):
		default:
			return "", errors.New("invalid uri character")
		}
	}
	if !ascii && !utf8.ValidString(raw) {
		return "", errors.New("invalid uri character")
	}
	return raw, nil
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
