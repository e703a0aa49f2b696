package evidence

import (
	"strconv"
	"strings"
	"time"

	"convex-auth-doctor/steps/secret"
)

// harShape recognises a HAR file (the network log that browsers export), with the WebSocket messages that Chrome adds.
func (run *run) harShape(one object, where Where, _ string) bool {
	log := one.get("log")
	if len(log) == 0 || log[0] != '{' || len(one.members) > 4 {
		return false
	}
	entries := fields(log, "entries")["entries"]
	if len(entries) == 0 || entries[0] != '[' {
		return false
	}
	eachElement(entries, func(index int, entry []byte) {
		if entry[0] == '{' {
			run.exchange(newObject(entry), Where{Line: where.Line, Path: "log.entries[" + strconv.Itoa(index) + "]"})
		}
	})
	return true
}

// exchangeShape recognises one entry of a HAR file that stands alone.
func (run *run) exchangeShape(one object, where Where, _ string) bool {
	request := one.get("request")
	if len(request) == 0 || request[0] != '{' || !one.has("response") && !one.has("startedDateTime") {
		return false
	}
	url := fields(request, "url")["url"]
	if !isText(url) {
		return false
	}
	run.exchange(one, where)
	return true
}

// headers are the headers of one message that matter here, by name in lower case.
type headers map[string][]string

func (list headers) get(name string) string {
	if values := list[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// readHeaders lists the headers of a HAR request or response. ok is false when the export left them out.
func readHeaders(value []byte) (list headers, ok bool) {
	if len(value) == 0 || value[0] != '[' {
		return nil, false
	}
	list = headers{}
	eachElement(value, func(_ int, element []byte) {
		if element[0] != '{' {
			return
		}
		header := fields(element, "name", "value")
		name := strings.ToLower(unquote(header["name"]))
		switch name {
		case "authorization", "cookie", "set-cookie", "content-type", "content-length", "x-forwarded-host", "origin", "location", "better-auth-cookie":
			list[name] = append(list[name], unquote(header["value"]))
		}
		ok = true
	})
	return list, ok
}

// exchange looks at one request with its answer and, of a socket, its messages.
func (run *run) exchange(one object, where Where) {
	request := fields(one.get("request"), "method", "url", "headers")
	url := unquote(request["url"])
	if messages := one.get("_webSocketMessages"); len(messages) > 0 && messages[0] == '[' || strings.HasPrefix(url, "ws") {
		run.socket(one, url, where)
		return
	}
	sent, sentKnown := readHeaders(request["headers"])
	response := fields(orObject(one.get("response")), "status", "statusText", "headers", "content", "_error", "bodySize")
	got, _ := readHeaders(response["headers"])
	found := classify(unquote(request["method"]), url)
	found.Status = number(response["status"], 0)
	found.StatusText = cutText(unquote(response["statusText"]), 60)
	found.Error = cutText(unquote(response["_error"]), 100)
	if found.Status == 0 && (found.Error != "" || response["status"] != nil) {
		found.Status = -1
	}
	found.Auth = authOf(sent, sentKnown)
	_, found.Forwarded = sent["x-forwarded-host"]
	found.HTML = strings.HasPrefix(got.get("content-type"), "text/html")
	content := fields(orObject(response["content"]), "text", "size", "mimeType")
	found.Empty = got.get("content-length") == "0" || content["size"] != nil && number(content["size"], -1) == 0 && number(response["bodySize"], -1) == 0
	for _, line := range got["set-cookie"] {
		for _, cookie := range strings.Split(line, "\n") {
			if set, ok := readSetCookie(cookie); ok {
				found.SetCookies = append(found.SetCookies, set)
			}
		}
	}
	if !found.matters() {
		return
	}
	run.moment = instant(one.text("startedDateTime"))
	run.sentHeaders(sent, below(where, "request"))
	run.moment = 0
	run.setCookies(got, below(where, "response"))
	run.keepRequest(where, found)
	if text := content["text"]; isText(text) && len(text) < 1<<20 && found.bodyMatters() {
		run.innerText(unquote(text), below(where, "response.content"), "content")
	}
}

// instant reads the time of a HAR entry, in seconds since 1970; 0 where it has none.
func instant(text string) float64 {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return 0
	}
	return float64(at.UnixMicro()) / 1e6
}

// sentHeaders takes in the token of an Authorization header and the cookies of a request.
func (run *run) sentHeaders(sent headers, where Where) {
	for _, value := range sent["authorization"] {
		run.namedText(member{"authorization", quoted(value)}, below(where, "headers.authorization"))
	}
	for _, name := range []string{"cookie", "better-auth-cookie"} {
		for _, value := range sent[name] {
			place := below(where, "headers."+name)
			run.cookieText(value, place)
		}
	}
}

// cookieText looks at the value of a Cookie header.
func (run *run) cookieText(list string, where Where) {
	part := run.inner("cookie: "+list, where, "")
	part.scan()
	part.bareTokens()
	part.cookies()
	part.flushItems()
	part.done()
}

// setCookies takes the values of cookies that an answer sets into the registry.
func (run *run) setCookies(got headers, where Where) {
	for _, line := range got["set-cookie"] {
		for _, cookie := range strings.Split(line, "\n") {
			pair, _, _ := strings.Cut(cookie, ";")
			name, value, ok := strings.Cut(pair, "=")
			if !ok || len(value) < 8 {
				continue
			}
			place := below(where, "headers.set-cookie")
			if _, known := storageItem(strings.TrimSpace(name)); known {
				run.cookieText(pair, place)
			} else {
				run.take(secret.Cookie, value)
			}
		}
	}
}

// authOf names the scheme of the Authorization header.
func authOf(sent headers, known bool) string {
	value, ok := sent["authorization"]
	switch {
	case !known:
		return ""
	case !ok:
		return "none"
	}
	scheme, rest, _ := strings.Cut(strings.TrimSpace(value[0]), " ")
	switch strings.ToLower(scheme) {
	case "bearer":
		if strings.TrimSpace(rest) == "" {
			return "empty"
		}
		return "bearer"
	case "basic":
		return "basic"
	case "convex":
		return "convex"
	}
	return "other"
}

// readSetCookie reads a Set-Cookie line without its value.
func readSetCookie(line string) (SetCookie, bool) {
	pair, attributes, _ := strings.Cut(line, ";")
	name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
	if !ok || name == "" {
		return SetCookie{}, false
	}
	set := SetCookie{Name: cutText(name, 100), Bytes: len(name) + len(value)}
	for _, attribute := range strings.Split(attributes, ";") {
		if attribute = strings.TrimSpace(attribute); attribute != "" && len(set.Attributes) < 12 {
			set.Attributes = append(set.Attributes, cutText(attribute, 60))
		}
	}
	return set, true
}
