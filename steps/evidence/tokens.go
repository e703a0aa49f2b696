package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/token"
)

// bareTokens finds JWTs wherever they stand: the base64 of a JSON object begins with "eyJ", of an indented one with "ewo"
// or "ew0", of a token that was encoded again with "ZXlK".
func (part *part) bareTokens() {
	part.eachTokenStart(part.bareToken)
	part.eachKey(anchorsOf(anchorIndented, anchorTabbed, anchorReturned, anchorTwiceAlg, anchorTwiceTyp), func(at, _ int) { part.bareToken(at) })
}

// bareToken looks at one place where a token may begin, and returns the offset behind it.
func (part *part) bareToken(at int) int {
	if at > 0 && (tokenByte(part.masked[at-1]) && part.masked[at-1] != '=' && part.masked[at-1] != '/') && !afterEscape(part.masked, at) {
		return 0
	}
	first := runEnd(part.masked, at)
	if first-at < 16 && (first == len(part.masked) || part.masked[first] == ' ') { // too short to tell anything
		return first
	}
	first = at + token.SignatureEnd(string(part.masked[at:first])) // what follows without a blank is another text
	raw, end := part.tokenRun(at, first)
	if len(raw) < 16 {
		return end
	}
	read := token.Decode(raw)
	if read.Kind == token.Opaque || read.Kind == token.Cut && len(read.Header.Members) == 0 && len(read.Payload.Members) == 0 {
		return 0
	}
	origin, name := part.originOf(at)
	part.addToken(at, end, raw, read, origin, name)
	return end
}

// afterEscape reports a letter before at that belongs to an escape (\n, %20), not to the token.
func afterEscape(text []byte, at int) bool {
	return at >= 2 && text[at-2] == '\\' || at >= 3 && text[at-3] == '%'
}

// tokenRun returns the token that begins at the offset and, on its first line, ends at end, with what wrapping put between
// its lines taken out, and the offset behind it.
func (part *part) tokenRun(at, end int) (string, int) {
	raw := string(part.masked[at:end])
	if complete(raw) {
		return raw, end
	}
	// wrapped by a terminal, a mail program or an editor: go on while a line holds nothing but a piece of a token
	width, looks := 0, 0
	joined, behind := []byte(raw), end
	for lines := 0; lines < 400; lines++ {
		piece, to := nextPiece(part.masked, behind)
		if piece == "" || strings.HasPrefix(piece, "eyJ") && (len(joined) == 0 || joined[len(joined)-1] != '.') { // another token begins
			break
		}
		if width == 0 {
			width = len(piece)
		}
		joined, behind = append(bytes.TrimSuffix(joined, []byte("=")), piece...), to
		if dots := bytes.Count(joined, []byte(".")); (dots == 2 || dots == 4) && looks < 40 {
			looks++
			if complete(string(joined)) {
				return string(joined), behind
			}
		}
		if len(piece) < width/2 { // a much shorter line ends the token, whole or not
			break
		}
	}
	if text := string(joined); behind > end && strings.Count(text, ".") <= 4 && longer(text, raw) {
		return text, behind
	}
	return raw, end
}

// runEnd returns the offset behind the characters of a token. Percent-encoding and JSON escapes of its dots belong to it.
func runEnd(text []byte, at int) int {
	for at < len(text) {
		switch c := text[at]; {
		case tokenByte(c):
			at++
		case c == '%' && at+2 < len(text) && isHex(text[at+1]) && isHex(text[at+2]):
			at += 3
		case c == '\\' && at+5 < len(text) && text[at+1] == 'u' && text[at+2] == '0' && text[at+3] == '0':
			at += 6
		default:
			return trimRun(text, at)
		}
	}
	return trimRun(text, at)
}

// trimRun leaves out punctuation of the sentence that the token stands in.
func trimRun(text []byte, end int) int {
	for end > 0 && (text[end-1] == '/' || text[end-1] == '+') {
		end--
	}
	if end > 0 && text[end-1] == '.' && !bytes.HasSuffix(text[:end], []byte("..")) && (end >= len(text) || text[end] == ' ' || text[end] == '\n') {
		if dots := bytes.Count(text[max(0, end-8192):end], []byte(".")); dots > 2 {
			end--
		}
	}
	return end
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// pieceLine matches a line that holds a piece of a wrapped token, with the marks that wrapping leaves around it.
var pieceLine = lazy.Regexp("^(?:\\\\?\r?\n|\\\\r?\\\\?n|\\\\n|[\"'` ]*\\+?[ \t]*\r?\n|[ \t]*[|│]?[ \t]*\n)[ \t>|│*\"'`+#]*(?:\\d{1,5}[ ]?[|:][ ]?)?([A-Za-z0-9_=.%-]+)")

// nextPiece returns the piece of a wrapped token that follows at the given offset.
func nextPiece(text []byte, at int) (piece string, to int) {
	if at >= len(text) || tokenByte(text[at]) {
		return "", 0
	}
	groups := pieceLine().FindSubmatchIndex(text[at:min(len(text), at+4096)])
	if groups == nil {
		return "", 0
	}
	from, to := at+groups[2], at+groups[3]
	rest := text[to:min(len(text), to+40)]
	if line := bytes.IndexByte(rest, '\n'); line >= 0 {
		rest = rest[:line]
	}
	if bytes.HasPrefix(rest, []byte(`\n`)) || bytes.HasPrefix(rest, []byte(`\r`)) || bytes.HasPrefix(rest, []byte(`\\n`)) {
		return string(text[from:to]), to // a string with escaped line breaks goes on on the same line
	}
	// nothing but the end of a quotation may follow on that line
	if tail := strings.TrimRight(strings.TrimLeft(string(rest), "\"'`,;)|│ \t\\+}]>"), "n"); tail != "" {
		return "", 0
	}
	return string(text[from:to]), to
}

// complete reports whether a token is whole, as far as its algorithm tells.
func complete(raw string) bool {
	if dots := strings.Count(raw, "."); dots != 2 && dots != 4 && strings.IndexByte(raw, '%') < 0 && strings.IndexByte(raw, '\\') < 0 && !strings.HasPrefix(raw, "ZXlK") {
		return false
	}
	read := token.Decode(raw)
	if read.Kind == token.EncryptedJWT {
		return true
	}
	if read.Kind != token.JWT || read.Signature != token.Present {
		return false
	}
	alg, _ := read.Header.String("alg")
	switch {
	case strings.HasPrefix(alg, "RS"), strings.HasPrefix(alg, "PS"):
		return read.SigBytes >= 256
	case alg == "ES256", alg == "EdDSA":
		return read.SigBytes == 64
	}
	return true
}

// longer reports whether joining lines told more than the first line alone.
func longer(joined, raw string) bool {
	a, b := token.Decode(joined), token.Decode(raw)
	return len(a.Payload.Members) > len(b.Payload.Members) || a.SigBytes > b.SigBytes || len(a.Header.Members) > len(b.Header.Members)
}

var (
	bearerBefore       = lazy.Regexp(`(?i)bearer["']?\s*[:=]?\s*$`)
	authenticateBefore = lazy.Regexp(`value\\*"\s*:\s*\\*"(?:\.\.\.)?$`)
	parameterBefore    = lazy.Regexp(`[?&#]([A-Za-z_.-]+)=$`)
)

// originOf tells where a token stood by what stands before it.
func (part *part) originOf(at int) (Origin, string) {
	before := part.masked[max(0, at-300):at]
	switch {
	case bearerBefore().Match(before):
		return OriginAuthorization, "authorization"
	case authenticateBefore().Match(before) && bytes.Contains(before, []byte("Authenticate")):
		return OriginAuthenticate, ""
	}
	if groups := parameterBefore().FindSubmatch(before); groups != nil {
		return OriginURL, string(groups[1])
	}
	name := part.nameBefore(at)
	if name == "" && at < 10 {
		name = part.name
	}
	origin, _ := nameOrigin(name)
	return origin, name
}

// nameOrigin tells by the name before a token whether it is a cookie, a storage item or a member of a response.
func nameOrigin(name string) (Origin, bool) {
	if item, ok := storageItem(name); ok {
		if item.Cookie {
			return OriginCookie, true
		}
		return OriginStorage, true
	}
	switch strings.ToLower(name) {
	case "jwt", "token", "access_token", "id_token", "accesstoken", "idtoken":
		return OriginResponse, true
	case "authorization":
		return OriginAuthorization, true
	}
	return OriginText, false
}

// addToken keeps a token and blots it out.
func (part *part) addToken(from, to int, raw string, read token.Token, origin Origin, name string) {
	found := part.tokenOf(raw, read, origin, name)
	if !part.inside && read.Kind == token.JWT {
		part.moment = printedAt(part.text, from)
		defer func() { part.moment = 0 }()
	}
	found.Masked = found.Masked || read.Kind == token.Cut && maskBehind().Match(part.masked[to:min(len(part.masked), to+16)])
	part.keepToken(part.where(from, to), found)
	part.claim(from, to)
	if read.Kind != token.Literal && read.Kind != token.Empty {
		part.mask(from, to, found.Text.String())
	}
}

// printedAt returns the time of the log row that the offset lies in, in seconds since 1970; 0 where it is no row, or one
// whose clock has no zone.
func printedAt(text []byte, at int) float64 {
	const longest = 64 << 10
	from := bytes.LastIndexByte(text[:at], '\n') + 1
	end := len(text)
	if next := bytes.IndexByte(text[at:], '\n'); next >= 0 {
		end = at + next
	}
	if at == from || end-from > longest {
		return 0
	}
	for _, record := range logs.Parse(string(text[from:end])) {
		for _, event := range record.Events {
			if at := instantOf(event); at > 0 {
				return at
			}
		}
	}
	return 0
}

// instantOf is the time of a log event, 0 where its clock has no zone.
func instantOf(event logs.Event) float64 {
	if !event.Time.Known() || !event.Time.Zoned {
		return 0
	}
	return float64(event.Time.Time.UnixMicro()) / 1e6
}

// tokenOf takes a token into the registry.
func (run *run) tokenOf(raw string, read token.Token, origin Origin, name string) Token {
	found := Token{Read: read, Guess: family.OfToken(read), Origin: origin, Name: name, Masked: read.Kind != token.JWT && maskInside().MatchString(raw)}
	if read.Kind == token.Literal || read.Kind == token.Empty {
		return found
	}
	sent, _ := token.Clean(raw)
	found.Text = run.take(secretKind(found), sent)
	return found
}

// mostSightings is how many times of one token are kept.
const mostSightings = 50

// maskInside and maskBehind match what people write over a token that they do not want to show. The one character "…" is
// what viewers shorten with, behind a good part of the token.
var (
	maskInside = lazy.Regexp(`\.{3,}|\*{3,}|[xX]{6,}|•{3,}|[<\[](?i:redacted|token|jwt|signature|payload|removed|hidden)|^.{0,39}…`)
	maskBehind = lazy.Regexp(`^\.*(?:\*{2,}|[<\[](?i:redacted|token|jwt|signature|payload|removed|hidden|\.\.\.)|\.{3}|•{3})`)
)

func (run *run) keepToken(where Where, found Token) {
	if isClientSecret(found) {
		run.keepClientSecret(where, found)
		return
	}
	same := found.Text.String() + "\x00" + string(found.Origin) + "\x00" + found.Name
	if found.Text.IsZero() {
		same = found.Read.Literal + string(found.Origin)
		if found.Read.Decoded {
			same = ""
		}
	}
	if run.moment > 0 {
		found.Seen = []float64{run.moment}
	}
	at, again := run.seen[string(KindToken)+"\x00"+same]
	run.add(KindToken, where, tokenSummary(found), same, found)
	if before, ok := run.tokenAt(at); again && same != "" && ok && len(before.Seen) < mostSightings {
		before.Seen = append(before.Seen, found.Seen...)
		run.result.Pieces[at].Data = before
	}
}

func (run *run) tokenAt(index int) (Token, bool) {
	if index >= len(run.result.Pieces) {
		return Token{}, false
	}
	found, ok := run.result.Pieces[index].Data.(Token)
	return found, ok
}
