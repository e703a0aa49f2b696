package authconfig

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/dop251/goja"
	whatwg "github.com/nlnwa/whatwg-url/url"
)

// host returns the functions that the prelude builds the globals from.
func (engine *engine) host() goja.Value {
	host := engine.vm.NewObject()
	for name, function := range map[string]any{
		"env":       engine.readEnv,
		"url":       engine.parseURL,
		"changeURL": engine.changeURL,
		"params":    params,
		"query":     query,
		"missing":   engine.useMissing,
		"done":      engine.done,
		"btoa":      engine.btoa,
		"atob":      engine.atob,
		"encode":    func(text string) goja.ArrayBuffer { return engine.vm.NewArrayBuffer([]byte(text)) },
		"decode":    func(data []byte) string { return strings.ToValidUTF8(string(data), "\ufffd") },
	} {
		host.Set(name, function)
	}
	return host
}

// done takes the default export.
func (engine *engine) done(value goja.Value) {
	engine.called = true
	engine.exported = value
}

func (engine *engine) readEnv(name string) goja.Value {
	reply := engine.vm.NewObject()
	if !variableName().MatchString(name) {
		reply.Set("error", badName.Say("name", name))
		return reply
	}
	value, set := engine.env(name)
	file, line := engine.place(engine.vm.CaptureCallStack(0, nil))
	engine.note(EnvRead{Name: name, File: file, Line: line, Set: set})
	if set {
		reply.Set("value", value)
	} else {
		reply.Set("error", missingEnv.Say("name", name))
	}
	return reply
}

// maxReads bounds the list of reads; a loop can read without end.
const maxReads = 200

// note keeps a read, once for each place.
func (engine *engine) note(read EnvRead) {
	for _, known := range engine.reads {
		if known.Name == read.Name && known.File == read.File && known.Line == read.Line {
			return
		}
	}
	if len(engine.reads) < maxReads {
		engine.reads = append(engine.reads, read)
	}
}

// useMissing is called when a name of a module that is not there is used. It throws.
func (engine *engine) useMissing(specifier, name string) {
	if engine.missing == nil {
		file, line := engine.place(engine.vm.CaptureCallStack(0, nil))
		engine.missing = &Import{Specifier: specifier, Name: name, File: file, Line: line}
	}
	panic(engine.vm.NewTypeError("%s of %s is not there", name, specifier))
}

// parseURL reads a URL as the deployment does, which is as the WHATWG standard says.
func (engine *engine) parseURL(text string, base goja.Value) goja.Value {
	var parsed *whatwg.Url
	var err error
	if base == nil || goja.IsNull(base) || goja.IsUndefined(base) {
		parsed, err = whatwg.Parse(text)
	} else {
		if _, baseErr := whatwg.Parse(base.String()); baseErr != nil {
			text = base.String()
		}
		parsed, err = whatwg.ParseRef(base.String(), text)
	}
	if err != nil {
		return engine.urlError(text)
	}
	return engine.urlParts(parsed)
}

func (engine *engine) changeURL(text, part, value string) goja.Value {
	parsed, err := whatwg.Parse(text)
	if err != nil {
		return engine.urlError(text)
	}
	switch part {
	case "protocol":
		parsed.SetProtocol(value)
	case "hostname":
		parsed.SetHostname(value)
	case "port":
		parsed.SetPort(value)
	case "pathname":
		parsed.SetPathname(value)
	case "search":
		parsed.SetSearch(value)
	case "hash":
		parsed.SetHash(value)
	}
	return engine.urlParts(parsed)
}

func (engine *engine) urlError(text string) goja.Value {
	reply := engine.vm.NewObject()
	reply.Set("error", "Invalid URL: '"+text+"'")
	return reply
}

func (engine *engine) urlParts(parsed *whatwg.Url) goja.Value {
	reply := engine.vm.NewObject()
	origin := "null"
	switch parsed.Scheme() {
	case "http", "https", "ws", "wss", "ftp":
		origin = parsed.Scheme() + "://" + parsed.Host()
	}
	for name, value := range map[string]string{
		"href": parsed.Href(false), "protocol": parsed.Protocol(), "host": parsed.Host(), "hostname": parsed.Hostname(), "port": parsed.Port(),
		"pathname": parsed.Pathname(), "search": parsed.Search(), "hash": parsed.Hash(), "username": parsed.Username(),
		"password": parsed.Password(), "origin": origin,
	} {
		reply.Set(name, value)
	}
	return reply
}

// params takes a query apart (application/x-www-form-urlencoded).
func params(text string) [][]string {
	pairs := [][]string{}
	for piece := range strings.SplitSeq(text, "&") {
		if piece == "" {
			continue
		}
		name, value, _ := strings.Cut(piece, "=")
		pairs = append(pairs, []string{unescape(name), unescape(value)})
	}
	return pairs
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return strings.ToValidUTF8(plain, "\ufffd")
	}
	return strings.ReplaceAll(text, "+", " ")
}

func query(pairs [][]string) string {
	var pieces []string
	for _, pair := range pairs {
		if len(pair) == 2 {
			pieces = append(pieces, strings.ReplaceAll(url.QueryEscape(pair[0]), "%2A", "*")+"="+strings.ReplaceAll(url.QueryEscape(pair[1]), "%2A", "*"))
		}
	}
	return strings.Join(pieces, "&")
}

// btoa and atob know characters up to U+00FF only, as in browsers.
func (engine *engine) btoa(text string) string {
	var data []byte
	for _, r := range text {
		if r > 0xff {
			panic(engine.vm.NewTypeError("The string contains characters outside of the Latin1 range."))
		}
		data = append(data, byte(r))
	}
	return base64.StdEncoding.EncodeToString(data)
}

func (engine *engine) atob(text string) string {
	plain := strings.Join(strings.Fields(text), "")
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(plain, "="))
	if err != nil {
		panic(engine.vm.NewTypeError("Failed to decode base64"))
	}
	var out strings.Builder
	for _, b := range data {
		out.WriteRune(rune(b))
	}
	return out.String()
}
