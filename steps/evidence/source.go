package evidence

import (
	"bytes"
	"sort"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
)

// largestSource is how much source text is taken apart; auth.config has some hundred bytes.
const largestSource = 64 << 10

// sources finds source text of auth.config: `providers: [ … ]`, and single entries that were pasted without it. Values
// that are no literals stay as they are written; evaluating them is the work of package authconfig.
func (part *part) sources() {
	behind := -1
	part.eachKey(anchorsOf(anchorProviders), func(at, to int) {
		if at < behind || string(part.masked[at:to]) != "providers" || at > 0 && tokenByte(part.masked[at-1]) {
			return
		}
		if at > 0 && part.masked[at-1] == '"' { // a name in quotes is that of JSON, but for an object that is exported
			if at--; !isExported(part.masked[max(0, at-200):at]) {
				return
			}
		}
		if part.covered(at) {
			return
		}
		behind = max(behind, part.sourceAt(at))
	})
	part.looseEntries(behind)
}

// exportBefore matches what stands before an object that a source file exports.
var exportBefore = lazy.Regexp(`(?:^|[\s;])(?:export\s+default|module\.exports\s*=|export\s*=)\s*\(?\s*$`)

// isExported reports whether the text before a member's name ends with the export of the object that it is in.
func isExported(before []byte) bool {
	brace := bytes.LastIndexByte(before, '{')
	return brace >= 0 && len(bytes.TrimSpace(before[brace+1:])) == 0 && exportBefore().Match(before[:brace])
}

// sourceRange returns the text around an offset that can belong to one source file: the whole text when it is short,
// else what stands between two lines that cannot be source.
func (part *part) sourceRange(at int) (from, to int) {
	if len(part.masked) <= largestSource/2 {
		from, to = 0, len(part.masked)
	} else {
		from, to = max(0, at-largestSource/4), min(len(part.masked), at+largestSource/4)
		from, _ = part.lineRange(from)
		_, to = part.lineRange(to)
	}
	if fence := bytes.LastIndex(part.masked[from:at], []byte("```")); fence >= 0 {
		_, end := part.lineRange(from + fence)
		from = min(end+1, at)
	}
	if fence := bytes.Index(part.masked[at:to], []byte("```")); fence >= 0 {
		to = at + fence
	}
	return from, to
}

// lexed is the source text that was taken apart last. Several lists in one text are read from the same tokens.
type lexed struct {
	from, to int
	text     string
	tokens   []jslex.Token
}

// tokensAt returns the tokens of the text around an offset.
func (part *part) tokensAt(at int) *lexed {
	if one := part.lexed; one != nil && one.from <= at && (at < one.to-largestSource/8 || at < one.to && one.to == len(part.masked)) {
		return one
	}
	from, to := part.sourceRange(at)
	text := string(part.masked[from:to])
	part.lexed = &lexed{from, to, text, jslex.Lex(text, jslex.Options{})}
	return part.lexed
}

// sourceAt reads the list of providers that begins at an offset and returns the offset behind it, or -1.
func (part *part) sourceAt(at int) int {
	source := part.tokensAt(at)
	tokens := source.tokens
	i := sort.Search(len(tokens), func(i int) bool { return tokens[i].Start+source.from >= at })
	if i == len(tokens) || tokens[i].Start+source.from != at || tokens[i].Kind != jslex.Ident && tokens[i].Kind != jslex.String {
		return -1
	}
	open := i + 1
	for open < len(tokens) && tokens[open].Text != "[" && open < i+16 && tokens[open].Text != "," && tokens[open].Text != ";" && tokens[open].Text != "}" {
		open++
	}
	if open >= len(tokens) || tokens[open].Text != "[" {
		return -1
	}
	closing := tokens[open].Pair
	if closing < 0 {
		closing = min(len(tokens)-1, open+500) // it was cut off
	}
	reader := sourceReader{text: source.text, tokens: tokens}
	entries := reader.entries(open, closing)
	end := source.from + tokens[closing].End
	near := string(part.masked[max(source.from, at-2000):min(source.to, end+400)])
	exported := strings.Contains(near, "export default") || strings.Contains(near, "AuthConfig") || strings.Contains(near, "module.exports")
	if !exported && (len(entries) == 0 || onlyExpressions(entries)) || otherSetup(near[:min(len(near), at-max(source.from, at-2000))]) {
		return -1
	}
	for n := range entries {
		entries[n].Line += part.first + part.lineOf(source.from) - 1
		if part.inside {
			entries[n].Line = 0
		}
	}
	from, to := part.sourceLines(source.from, source.to, at, end, source.from+outermost(tokens, i))
	part.keepSource(from, to, at, end, entries, reader.variables(from-source.from, to-source.from), tokens[open].Pair >= 0 && exported)
	return end
}

// onlyExpressions reports whether no entry is written out.
func onlyExpressions(entries []Provider) bool {
	for _, entry := range entries {
		if entry.Address().State != Expression || entry.ApplicationID.State != NotSeen {
			return false
		}
	}
	return true
}

// setupCall matches the call of another library whose argument has a list of providers too, up to that list.
var setupCall = lazy.Regexp(`\b(?:convexAuth|betterAuth|NextAuth|SvelteKitAuth|SolidAuth|defineAuth|defineConvexAuth|createAuth|Auth)\(\s*(?:[\w$.]+,\s*)?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*$`)

// otherSetup reports whether the list of providers behind this text is that of another library's setup: ways to sign
// in, not issuers.
func otherSetup(before string) bool { return setupCall().MatchString(before) }

// codeLine matches a line that can belong to the source around a list of providers.
var codeLine = lazy.Regexp("^[ \\t]*(?:$|import\\b|export\\b|const\\b|let\\b|var\\b|if\\b|else\\b|for\\b|function\\b|return\\b|throw\\b|type\\b|async\\b|module\\.|//|/\\*|\\*|[})\\]({\\[]|\\.\\.\\.|[\\w$.\"']+\\??[ \\t]*(?:[=(:,]|\\+=)|[\"'`][^\"'`]*[\"'`],?$|satisfies\\b|as\\b)")

// statement matches a line that may be the first of a source, or one that follows on a whole statement. "Hello, this is my config:"
// looks like a line of source, too, but no statement begins so.
var statement = lazy.Regexp("^[ \\t]*(?:$|(?:import|export|const|let|var|if|else|for|function|throw|type|interface|async|class|satisfies|as|declare)\\b|module\\.|//|/\\*|\\*|[\"'`]use |[\\w$.]+\\()")

// closing matches a line that begins with what ends something.
var closing = lazy.Regexp(`^[ \t]*[})\];]`)

// sourceLines narrows a range to the lines of source around the list of providers: what was pasted before and behind it
// is no source. The outermost bracket around the list closes at closed.
func (part *part) sourceLines(from, to, at, end, closed int) (int, int) {
	first, _ := part.lineRange(at)
	begin := first // the topmost line that a statement may begin with
	for first > from {
		start, stop := part.lineRange(first - 1)
		line := part.masked[start:stop]
		if !codeLine().Match(line) || bytes.IndexByte(line, blot) >= 0 {
			break
		}
		first = start
		if statement().Match(line) {
			begin = first
		}
	}
	first = begin
	_, last := part.lineRange(end)
	for last < to {
		start, stop := part.lineRange(last + 1)
		line := part.masked[min(start, len(part.masked)):stop]
		if start <= last || !codeLine().Match(line) || bytes.IndexByte(line, blot) >= 0 || envLike(line) || start > closed && !statement().Match(line) && !closing().Match(line) {
			break
		}
		last = stop
	}
	if first = max(first, from); at-first > 4000 { // one long line: source text of a bundle, or a log
		first = at
	}
	if last = min(last, to); last-end > 4000 {
		last = end
	}
	return first, last
}

func envLike(line []byte) bool {
	name, only := envName(line)
	return name || only
}

// outermost returns the offset at which the outermost bracket around a token closes; that of the token itself when none is around it,
// and the end of the text when one is not closed.
func outermost(tokens []jslex.Token, i int) int {
	closed := tokens[i].End
	for k := i - 1; k >= 0; k-- {
		if one := tokens[k]; one.Kind == jslex.Punct && (one.Text == "{" || one.Text == "(" || one.Text == "[") {
			if one.Pair < 0 {
				return tokens[len(tokens)-1].End
			}
			if one.Pair > i {
				closed = max(closed, tokens[one.Pair].End)
			}
		}
	}
	return closed
}

// keepSource keeps the text as source, and its entries as a list.
func (part *part) keepSource(from, to, at, end int, entries []Provider, variables []string, whole bool) {
	source := part.hide(shown(string(part.masked[from:to])))
	summary := "auth.config source · " + prose.Count(len(entries), "entry")
	if len(variables) > 0 {
		summary += " · reads " + strings.Join(variables, ", ")
	}
	where := part.where(at, end)
	line := 0
	if !part.inside {
		line = part.first + part.lineOf(from)
	}
	part.add(KindAuthConfig, where, cutShort(summary), source, AuthConfig{Source: source, Line: line, Entries: entries, Variables: variables, Whole: whole})
	part.keepProviders(where, Providers{Origin: FromSource, Entries: entries, Whole: whole && !hasExpression(entries)})
	part.claim(from, to)
}

func hasExpression(entries []Provider) bool {
	for _, entry := range entries {
		if entry.Address().State == Expression {
			return true
		}
	}
	return false
}

// looseEntries finds single entries: an object, or a line, with a domain or issuer beside applicationID.
func (part *part) looseEntries(behind int) {
	part.eachKey(anchorsOf(anchorApplicationID, anchorCustomJWT), func(at, end int) {
		if at < behind || part.covered(at) || bytes.IndexByte(part.masked[at:end], ' ') >= 0 { // with a blank it is the dashboard's label
			return
		}
		from, to := part.entryAround(at)
		text := string(part.masked[from:to])
		if !strings.Contains(text, "domain") && !strings.Contains(text, "issuer") {
			return
		}
		reader := sourceReader{text: text, tokens: jslex.Lex(text, jslex.Options{})}
		entry, ok := reader.entry(0, len(reader.tokens))
		if state := entry.Address().State; !ok || !entry.likely() || state == Expression || state == None {
			return
		}
		entry.infer()
		entry.Line += part.first + part.lineOf(from) - 1
		if part.inside {
			entry.Line = 0
		}
		origin := FromSource
		if part.masked[from] != '{' {
			origin = FromProse
		}
		part.keepProviders(part.where(from, to), Providers{Origin: origin, Entries: []Provider{entry}})
		part.claim(from, to)
		behind = to
	})
}

// entryAround returns the object around an offset, or the lines around it where there is no brace.
func (part *part) entryAround(at int) (from, to int) {
	window := part.masked[max(0, at-1500):at]
	if open := bytes.LastIndexByte(window, '{'); open >= 0 && bytes.IndexByte(window[open:], '}') < 0 {
		from = max(0, at-1500) + open
		return from, from + objectEnd(string(part.masked[from:min(len(part.masked), at+2000)]), 0)
	}
	from, _ = part.lineRange(at)
	for lines := 0; lines < 3 && from > 0; lines++ {
		previous, end := part.lineRange(from - 1)
		if len(bytes.TrimSpace(part.masked[previous:end])) == 0 {
			break
		}
		from = previous
	}
	_, to = part.lineRange(at)
	for lines := 0; lines < 3 && to < len(part.masked); lines++ {
		start, end := part.lineRange(to + 1)
		if start <= to || len(bytes.TrimSpace(part.masked[start:end])) == 0 {
			break
		}
		to = end
	}
	return max(from, at-800), min(to, at+800)
}
