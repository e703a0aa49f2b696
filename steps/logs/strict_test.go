package logs

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The strict reader takes the whole log at once, asks encoding/json whether a row is one, takes every row and every line
// apart completely, and skips nothing. The fast reader must say the same.

func strictRead(data []byte, options Options) Summary {
	tables := newTables()
	analysis := newAnalysis(tables, options)
	var decoder utf16Decoder
	text := append([]byte(nil), decoder.decode(data)...)
	text = append(text, decoder.finish()...)
	chunk := &chunk{data: text, size: len(text), last: true}
	chunk.newlines = strictDocument(text)
	chunk.broken = chunk.newlines && !json.Valid(text)
	chunk.strict(tables)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		chunk.lines++
	}
	analysis.takeAll(chunk)
	analysis.finish()
	return analysis.summary(int64(len(data)), true)
}

// strictDocument reports a document that goes over several lines, as the cutter decides it.
func strictDocument(text []byte) bool {
	cutter := cutter{}
	cutter.decide(text, true, true)
	return cutter.document
}

func (chunk *chunk) strict(tables *tables) {
	for i := 0; i < chunk.size; {
		b := chunk.data[:chunk.size]
		switch c := b[i]; c {
		case '\n':
			chunk.lines++
			i++
		case ' ', '\t', '\r':
			rest := bytes.TrimLeft(b[i:], " \t\r")
			if len(rest) > 0 && (rest[0] == '\n' || rest[0] == '{' || rest[0] == '[') {
				i = len(b) - len(rest)
			} else {
				i = chunk.strictLine(i)
			}
		case '{':
			i = chunk.strictRow(i)
		case '[', ']', ',', '}':
			if chunk.isPunctuation(i) {
				i++
			} else {
				i = chunk.strictLine(i)
			}
		default:
			i = chunk.strictLine(i)
		}
	}
}

// strictEnd returns the offset behind the JSON value at i, by encoding/json.
func (chunk *chunk) strictEnd(i int) int {
	limit := chunk.size
	if !chunk.newlines {
		limit = chunk.lineEnd(i)
	}
	decoder := json.NewDecoder(bytes.NewReader(chunk.data[i:limit]))
	var raw json.RawMessage
	if decoder.Decode(&raw) != nil {
		return failed
	}
	return i + int(decoder.InputOffset())
}

func (chunk *chunk) strictRow(i int) int {
	end := chunk.strictEnd(i)
	switch {
	case end == failed && chunk.newlines:
		return i + 1
	case end == failed:
		stop := chunk.lineEnd(i)
		if rest := bytes.TrimLeft(chunk.data[i+1:stop], " \t\r"); len(rest) == 0 || rest[0] != '"' {
			return chunk.strictLine(i)
		}
		if stop == chunk.size {
			chunk.halfLast = true
		} else {
			chunk.damaged++
		}
		return stop
	}
	chunk.slowRow(i, end)
	if chunk.newlines {
		chunk.lines += bytes.Count(chunk.data[i:end], []byte{'\n'})
		return end
	}
	rest := bytes.TrimLeft(chunk.data[end:chunk.lineEnd(end)], " \t\r")
	next := chunk.lineEnd(end) - len(rest)
	if len(rest) == 0 || rest[0] == '{' || strings.ContainsRune(",]}", rune(rest[0])) && chunk.isPunctuation(next) {
		return next
	}
	if !strings.ContainsRune(",]}", rune(rest[0])) {
		chunk.others++
	}
	return chunk.lineEnd(end)
}

func (chunk *chunk) strictLine(i int) int {
	end := chunk.lineEnd(i)
	line := string(chunk.data[i:end])
	if strings.ContainsRune(line, 0) {
		chunk.nuls++
	}
	event, ok := ParseLine(line)
	if ok && event.Function != "" && event.Format != FormatDashboard {
		chunk.addEvent(event)
		return end
	}
	if from := rowBehindPrefix(strings.TrimSuffix(line, "\r")); from > 0 && !strings.ContainsRune(line, 0x1b) {
		if row := strings.TrimRight(line[from:], " \t\r"); json.Valid([]byte(row)) {
			chunk.slowRow(i+from, i+from+len(row))
			return end
		}
	}
	if isDashboardLike([]byte(withoutEscapes(line))) {
		if next := chunk.dashboardRow(i, end); next > 0 {
			return next
		}
	}
	if event, ok := preambleOf(withoutEscapes(line)); ok {
		chunk.addEvent(event)
		return end
	}
	chunk.others++
	loose := newEvent(FormatOther, "")
	loose.Message = withoutEscapes(line)
	loose.Time = looseStamp(loose.Message)
	chunk.addEvent(loose)
	return end
}

func asJSON(t *testing.T, summary Summary) string {
	t.Helper()
	text, err := json.MarshalIndent(summary, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readers are all ways to read a log; all must say what the strict reader says.
func readers(data []byte, options Options) map[string]Summary {
	small, written := options, options
	small.chunk, small.workers = 300, 3
	all := map[string]Summary{}
	all["one chunk"], _ = Read(context.Background(), bytes.NewReader(data), options)
	all["small chunks"], _ = Read(context.Background(), bytes.NewReader(data), small)
	written.chunk = 1000
	reader := NewReader(written)
	for rest, step := data, 1; len(rest) > 0; step = step*7%61 + 1 {
		n := min(step, len(rest))
		reader.Write(rest[:n])
		rest = rest[n:]
	}
	reader.Close()
	all["written in pieces"] = reader.Summary()
	return all
}

func TestFastEqualsStrict(t *testing.T) {
	for number, scenario := range scenarios() {
		for n, form := range renderings() {
			if (number+n)%4 != 0 || testing.Short() && number%3 != 0 {
				continue
			}
			world := newWorld(uint64(number))
			scenario.play(world)
			log := form.render(world.sorted())
			if len(log) > 1<<16 {
				log = log[:1<<16]
			}
			compareReaders(t, scenario.name+"/"+form.name, []byte(log), scenario.options)
		}
	}
}

func compareReaders(t *testing.T, name string, data []byte, options Options) {
	t.Helper()
	want := asJSON(t, strictRead(data, options))
	for reader, summary := range readers(data, options) {
		if diff := cmp.Diff(want, asJSON(t, summary)); diff != "" {
			t.Errorf("%s, %s: %s", name, reader, diff)
		}
	}
}

// tricky are lines on which a shortcut could go wrong.
var tricky = []string{
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[{"messages":["'say \"auth:store\" twice'"],"level":"LOG","timestamp":1,"isTruncated":false}],"timestamp":1787357658.1,"executionId":"e1","error":null}`,
	`{"kind":"Completion","udfType":"Mutation","identifier":"auth:st\u006fre","logLines":[],"timestamp":1787357658.2,"requestId":"r1","executionId":"e2","error":null,"returnBytes":701}`,
	`{"kind":"Completion","udfType":"Action","identifier":"auth:signIn","logLines":[],"timestamp":1787357658.3,"requestId":"r1","executionId":"e3","error":null,"returnBytes":712}`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[{"messages":["'server \u0069dentity'","\u006eull"],"level":"LOG","timestamp":1,"isTruncated":false}],"timestamp":1787357658.4,"executionId":"e4","error":null}`,
	`{ "kind" : "Completion" , "udfType":"Query", "identifier":"a:b", "logLines" : [ ] , "timestamp" : 1787357658.5 , "executionId":"e5" , "error" : null }`,
	`{"identifier":"auth:store","kind":"Completion","identifier":"a:b","logLines":[],"timestamp":1787357658.6,"executionId":"e6","error":null}`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357658.7,"executionId":"e7","error":"Uncaught Error: Missing environment variable ` + "`SITE_URL`" + `"}`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":01787357658.7,"executionId":"e8"}`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1.7873576587e9,"executionId":"e9"}`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357658.8,"executionId":"e10"`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357658.9,"executionId":"e11"} trailing`,
	`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357659.1,"executionId":"e12"}{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[],"timestamp":1787357659.2,"executionId":"e13"}`,
	"\x00\x00\x00\x00", "\x00{\"kind\":\"Completion\"}", "{", "}", "[", "]", "[]", "{}", "[{}]", "[CONVEX", "[CONVEX Q(a:b)] [LOG] 'server identity' null",
	`8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] [LOG] 'server identity' null`,
	"\x1b[36m8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] [LOG]\x1b[39m 'server iden\x1b[1mtity' null",
	`8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] Function executed in 5 ms`,
	`8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] Function executed in  5  ms`,
	`8/22/2026, 12:14:18 AM [CONVEX H(GET /api/auth/get-session)] Function executed in 5 ms`,
	`12:14:18 AM [CONVEX Q(a:b)] [WARN] x`, `garbage [CONVEX Q(a:b)] [WARN] x`, `%c[CONVEX Q(a:b)] [LOG] color:rgb(0, 145, 255) 'identity' null`,
	`Aug 22, 00:14:18.123 Q a:b 7ms success`, `Aug 22, 00:14:18.123`, "d064\nQ\na:b\nlog\nserver identity null", `Failed to authenticate: "x", check your server auth config`,
	`{"timestamp":1787357658123,"topic":"console","function":{"path":"a:b","type":"query","cached":true,"request_id":"x"},"log_level":"LOG","message":"'identity' null","is_truncated":false,"convex":{"deployment_name":"a-b-1"}}`,
	`{"timestamp":1787357658123,"topic":"function_execution","function":{"path":"a:b","type":"query","cached":true,"request_id":"x"},"status":"success","run_reason":"identityChange","usage":{"function_returns_bytes":3},"convex":{"deployment_name":"c-d-2"}}`,
	`{"timestamp":1787357658123,"topic":"function_execution","function":{"path":"auth:store","type":"mutation"},"function":{"path":"a:b"},"status":"success","usage":{},"convex":{}}`,
	`backend-1  | {"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[{"messages":["'identity'","null"],"level":"LOG","timestamp":1}],"timestamp":1787357659.3,"executionId":"e20","error":null}`,
	`web:dev: {"kind":"Completion","udfType":"Query","identifier":"a:b"} {"kind":`, `info {"kind":"other"}`, "2026-08-22T00:00:00Z {\"topic\":1}",
	"⠋ Preparing Convex functions...\r8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] [LOG] 'server identity' null",
	`POST /api/auth 403 in 12ms`, "é", "\xff\xfe", `{"kind":"Completion","udfType":"Query","identifier":"é:b","logLines":[],"timestamp":1787357659.3,"executionId":"e14","error":null}`,
	"[", `  {"timestamp":1787357658123,`, `   "topic":"console","function":{"path":"a:b","type":"query"},"message":"x"}`, "]",
}

func TestTrickyLines(t *testing.T) {
	for _, line := range tricky {
		for _, end := range []string{"", "\n", "\r\n"} {
			compareReaders(t, line, []byte(line+end), Options{})
		}
	}
	all := strings.Join(tricky, "\n")
	compareReaders(t, "all", []byte(all), Options{})
	compareReaders(t, "often", []byte(strings.Repeat(all+"\n", 40)), Options{})
}

// FuzzFastEqualsStrict reads what the fuzzer makes of real lines.
func FuzzFastEqualsStrict(f *testing.F) {
	for _, line := range tricky {
		f.Add([]byte(line), uint8(3))
	}
	f.Add([]byte(strings.Join(tricky, "\n")), uint8(2))
	for number, scenario := range scenarios()[:6] {
		for _, form := range renderings() {
			world := newWorld(uint64(number))
			scenario.play(world)
			log := form.render(world.sorted())
			f.Add([]byte(log[:min(len(log), 3000)]), uint8(1))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, copies uint8) {
		if strictDocument(bytes.Repeat(data, int(copies%4)+1)) || len(data) > 20000 || strings.Count(string(data), "[")+strings.Count(string(data), "{") > maxDepth {
			return
		}
		compareReaders(t, "fuzz", bytes.Repeat(data, int(copies%4)+1), Options{})
	})
}

// Real lines, shuffled, torn, doubled and with bytes changed.
func TestFastEqualsStrictOnDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	lines := append([]string(nil), tricky...)
	for number, scenario := range scenarios()[:20] {
		world := newWorld(uint64(number))
		scenario.play(world)
		rows := world.sorted()
		form := renderings()[number%len(renderings())]
		lines = append(lines, strings.Split(form.render(rows[:min(len(rows), 40)]), "\n")...)
	}
	for range 150 {
		var log []byte
		for range 1 + random.IntN(60) {
			line := []byte(lines[random.IntN(len(lines))])
			for range random.IntN(3) - 1 {
				if len(line) == 0 {
					break
				}
				at := random.IntN(len(line))
				switch random.IntN(4) {
				case 0:
					line = line[:at]
				case 1:
					line[at] = byte(random.IntN(256))
				case 2:
					line = append(line[:at:at], append([]byte(`"\u0061`), line[at:]...)...)
				case 3:
					line = append(line, line[at:]...)
				}
			}
			log = append(append(log, line...), '\n')
			if random.IntN(4) == 0 {
				log = append(append(log, line...), '\n')
			}
		}
		if strictDocument(log) {
			continue // where a broken document can be read again depends on where it is cut
		}
		compareReaders(t, "damaged", log, Options{})
		if t.Failed() {
			t.Logf("%q", log)
			return
		}
	}
}
