package response

import (
	"bytes"
	"strconv"
	"strings"
)

// looksLikeHeaders reports whether text begins as headers that were copied without a status line: at least two, one of
// them with a name that answers have. A security.txt has "Name: value" lines, too.
func (r *reader) looksLikeHeaders(text []byte) bool {
	lines, known := 0, false
	for _, line := range strings.SplitN(string(text[:min(len(text), 4096)]), "\n", 40) {
		line = strings.TrimSpace(line)
		found := fieldLine().FindStringSubmatch(line)
		if found == nil {
			break
		}
		lines++
		switch strings.ToLower(found[1]) {
		case "content-type", "content-length", "cache-control", "server", "date", "location", "etag", "status", "vary", "x-powered-by", "cf-ray", "x-vercel-id":
			known = true
		}
	}
	return lines >= 1 && known
}

// copied reads headers as a browser's network tab copies them: "Status Code: 200 OK" among "Name: value" lines; Chrome
// puts each value on a line of its own.
func (r *reader) copied() {
	hop := Hop{URL: r.next}
	name := "" // of the line before, whose value was empty
	for {
		before := r.rest
		line, ok := r.line()
		if !ok {
			break
		}
		line = strings.TrimSpace(line)
		if line == "" {
			if len(bytes.TrimSpace(r.rest)) > 0 {
				r.body()
			}
			break
		}
		if name != "" && !tabName().MatchString(line) && !hasHeader(line) {
			line = name + " " + line
			if n := len(hop.Fields); n > 0 && hop.Fields[n-1].Name+":" == name {
				hop.Fields = hop.Fields[:n-1]
			}
		}
		name = ""
		if strings.HasSuffix(line, ":") {
			name = line
		}
		if !r.copiedLine(&hop, line) {
			r.rest = before
			r.body()
			break
		}
	}
	r.out.Hops = append(r.out.Hops, hop)
}

// hasHeader reports whether line is "name:" or "name: value", and not a value with a colon in it such as a URL or a date.
func hasHeader(line string) bool {
	found := fieldLine().FindStringSubmatch(line)
	return found != nil && (found[2] == "" || strings.HasPrefix(line[len(found[1])+strings.Index(line, found[1])+1:], " "))
}

func (r *reader) copiedLine(hop *Hop, line string) bool {
	if found := statusCode().FindStringSubmatch(line); found != nil {
		hop.Status, _ = strconv.Atoi(found[1])
		return true
	}
	if found := requestURL().FindStringSubmatch(line); found != nil {
		hop.URL = found[1]
		return true
	}
	return tabLine().MatchString(line) || tabName().MatchString(line) || hop.add(line)
}
