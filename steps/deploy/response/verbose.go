package response

import (
	"bytes"
	"strings"
)

// verbose reads `curl -v`: "*" is curl itself, ">" the request, "<" the answer, all else the body.
func (r *reader) verbose() Exchange {
	var body bytes.Buffer
	host, scheme := "", "https"
	inAnswer := false
	for {
		line, ok := r.line()
		if !ok {
			break
		}
		switch {
		case strings.HasPrefix(line, "* ") || line == "*":
			if found := location().FindStringSubmatch(line); found != nil {
				r.next = found[1]
			}
			if strings.Contains(line, "port 80 ") || strings.Contains(line, "port 80)") {
				scheme = "http"
			} else if strings.Contains(line, "port 443") || strings.Contains(line, "SSL connection") {
				scheme = "https"
			}
		case strings.HasPrefix(line, "> "):
			request := strings.TrimSpace(line[2:])
			if found := requestLine().FindStringSubmatch(request); found != nil {
				r.head = found[1] == "HEAD"
				body.Reset()
				if r.next == "" {
					r.next = found[2]
				}
			} else if name, value, ok := strings.Cut(request, ":"); ok && strings.EqualFold(name, "host") {
				host = strings.TrimSpace(value)
				if strings.HasPrefix(r.next, "/") {
					r.next = scheme + "://" + host + r.next
				}
			}
		case line == ">" || line == "<" || strings.HasPrefix(line, "{ [") || strings.HasPrefix(line, "} ["):
			inAnswer = inAnswer && line != "<"
		case strings.HasPrefix(line, "< "):
			r.verboseAnswer(strings.TrimSpace(line[2:]), &inAnswer)
		default:
			if !r.address(strings.TrimSpace(line)) && !progress().MatchString(line) && len(r.out.Hops) > 0 {
				// Without a line break at the end of the body curl's next word stands behind it.
				body.WriteString(farewell().ReplaceAllString(line, ""))
				body.WriteByte('\n')
			}
		}
	}
	r.rest = bytes.TrimSuffix(body.Bytes(), []byte("\n"))
	r.body()
	return r.out
}

func (r *reader) verboseAnswer(line string, inAnswer *bool) {
	if found := statusLine().FindStringSubmatch(line); found != nil {
		if code := found[1]; code[0] != '1' && len(r.out.Hops) < maxHops {
			r.hop(code)
			*inAnswer = true
		}
		return
	}
	if *inAnswer && len(r.out.Hops) > 0 {
		r.out.Hops[len(r.out.Hops)-1].add(line)
	}
}
