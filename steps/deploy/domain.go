package deploy

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// domainShape is what the text of `domain` in auth.config says: a variable with something behind it, or a value.
type domainShape struct {
	variable string // "CONVEX_SITE_URL", "" for a value
	suffix   string // what is appended to the variable, without a trailing slash
	value    string // the value, without quotes
	unclear  bool   // an expression that this does not read
}

var (
	envRead     = lazy.Regexp(`(?:process\.env|\benv|import\.meta\.env|Deno\.env)(?:\.get\(\s*["'\x60]|\.|\[\s*["'\x60])([A-Za-z_][A-Za-z0-9_]*)(?:["'\x60]\s*[\])])?!?`)
	plainSuffix = lazy.Regexp(`^\s*\)?\s*(?:\+|\.concat\()\s*["'\x60]([^"'\x60]*)["'\x60]\s*\)?`)
	templateEnd = lazy.Regexp(`^\s*(?:\?\?[^}]*|\|\|[^}]*)?\}([^\x60$]*)\x60?`)
	stringValue = lazy.Regexp(`^["'\x60]([^"'\x60$]*)["'\x60]$`)
)

// readDomain reads the text of a domain: source code, or the value that it comes to.
func readDomain(text string) domainShape {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), ","))
	for _, suffix := range []string{" as string", "!"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, suffix))
	}
	at := envRead().FindStringSubmatchIndex(text)
	if at == nil {
		if quoted := stringValue().FindStringSubmatch(text); quoted != nil {
			return domainShape{value: quoted[1]}
		}
		if bareName().MatchString(text) && capsName().MatchString(text) {
			return domainShape{variable: text}
		}
		if strings.ContainsAny(text, "()`${};=") || strings.Contains(text, " ") && !strings.Contains(text, "://") {
			return domainShape{unclear: true}
		}
		return domainShape{value: text}
	}
	shape := domainShape{variable: text[at[2]:at[3]]}
	rest := text[at[1]:]
	if plain := plainSuffix().FindStringSubmatch(rest); plain != nil {
		shape.suffix = plain[1]
	} else if strings.HasPrefix(text, "`") {
		if end := templateEnd().FindStringSubmatch(rest); end != nil {
			shape.suffix = end[1]
		}
	}
	shape.suffix = strings.TrimSuffix(shape.suffix, "/")
	return shape
}

// sameIssuer compares two issuers as the deployment selects a provider: one trailing slash is ignored, https:// is assumed
// when the scheme is missing (P 2.10).
func sameIssuer(a, b string) bool { return normalIssuer(a) == normalIssuer(b) }

func normalIssuer(s string) string {
	s = strings.TrimSuffix(s, "/")
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	return s
}

var (
	sourceComment = lazy.Regexp(`(?s)/\*.*?\*/`)
	lineComment   = lazy.Regexp(`(?m)(^|[^:"'\x60])//[^\n]*$`)
	entryObject   = lazy.Regexp(`(?s)\{[^{}]*?(?:\$\{[^{}]*\}[^{}]*?)*\bdomain\s*:(?:[^{}]|\$\{[^{}]*\})*\}`)
	domainMember  = lazy.Regexp(`\bdomain\s*:\s*((?:\x60[^\x60]*\x60|"[^"]*"|'[^']*'|[^,}\n])+)`)
	audMember     = lazy.Regexp(`\bapplicationID\s*:\s*["'\x60]([^"'\x60]*)["'\x60]`)
	typeMember    = lazy.Regexp(`\btype\s*:\s*["'\x60]([^"'\x60]*)["'\x60]`)
)

// withoutComments removes the comments of TypeScript source; an address is no comment.
func withoutComments(source string) string {
	return lineComment().ReplaceAllString(sourceComment().ReplaceAllString(source, ""), "$1")
}

// ReadAuthConfig reads the provider entries of plainly written auth.config source: literals and environment variables. It
// is for a pasted file; a project's file is evaluated by the authconfig package.
func ReadAuthConfig(source string) []AuthEntry {
	var entries []AuthEntry
	for _, object := range entryObject().FindAllString(withoutComments(clip(source)), 64) {
		entry := AuthEntry{}
		if found := domainMember().FindStringSubmatch(object); found != nil {
			entry.Domain = strings.TrimSpace(found[1])
		}
		if found := audMember().FindStringSubmatch(object); found != nil {
			entry.ApplicationID = found[1]
		}
		if found := typeMember().FindStringSubmatch(object); found != nil {
			entry.Type = found[1]
		}
		entries = append(entries, entry)
	}
	return entries
}

// clip bounds the source that is looked through; no configuration is longer.
func clip(source string) string {
	const longest = 256 << 10
	return source[:min(len(source), longest)]
}

var (
	exportList  = lazy.Regexp(`\bexport\s*(?:const|let|var)?\s*\{([^}]*)\}`)
	exportNames = lazy.Regexp(`\bexport\s+(?:async\s+)?(?:const|let|var|function)\s+([A-Za-z_$][A-Za-z0-9_$]*)`)
)

// ReadExports returns the names that a module exports, as far as plain source says it.
func ReadExports(source string) []string {
	source = withoutComments(clip(source))
	var names []string
	for _, found := range exportList().FindAllStringSubmatch(source, -1) {
		for _, item := range strings.Split(found[1], ",") {
			// `signIn: enter` exports enter, `signIn as enter`, too; `signIn = x` exports signIn.
			item = strings.TrimSpace(item)
			if _, renamed, ok := strings.Cut(item, ":"); ok {
				item = renamed
			}
			if _, renamed, ok := strings.Cut(item, " as "); ok {
				item = renamed
			}
			item, _, _ = strings.Cut(item, "=")
			if item = strings.TrimSpace(item); item != "" {
				names = append(names, item)
			}
		}
	}
	for _, found := range exportNames().FindAllStringSubmatch(source, -1) {
		names = append(names, found[1])
	}
	return names
}

var (
	anyDefault    = lazy.Regexp(`\bexport\s+default\b`)
	defaultExport = lazy.Regexp(`\bexport\s+default\s+([A-Za-z_$][A-Za-z0-9_$]*)|\bexport\s*\{[^}]*\bas\s+default\b`)
	addsRoutes    = lazy.Regexp(`\.addHttpRoutes\s*\(|\bauth\.http\s*\(|\.registerRoutes\s*\(|\.addRoutes\s*\(`)
	importLine    = lazy.Regexp(`\bimport\s+(type\s+)?(?:[^"'\x60;]*?\bfrom\s*)?["']([^"']+)["']|\brequire\s*\(\s*["']([^"']+)["']`)
)

// ReadRouter says what convex/http.ts does, as far as plain source says it.
func ReadRouter(source string) (adds, isDefault Answer) {
	source = withoutComments(clip(source))
	adds, isDefault = No, No
	if addsRoutes().MatchString(source) {
		adds = Yes
	}
	if defaultExport().MatchString(source) || anyDefault().MatchString(source) {
		isDefault = Yes
	}
	return adds, isDefault
}

// envReads returns the variables that source reads, each once.
func envReads(source string) []string {
	var names []string
	for _, found := range envRead().FindAllStringSubmatch(withoutComments(clip(source)), -1) {
		if !slices.Contains(names, found[1]) {
			names = append(names, found[1])
		}
	}
	return names
}

// imports returns the modules that source imports for more than their types.
func imports(source string) []string {
	var modules []string
	for _, found := range importLine().FindAllStringSubmatch(withoutComments(clip(source)), -1) {
		if found[1] == "" {
			modules = append(modules, orElse(found[2], found[3]))
		}
	}
	return modules
}
