package verdict

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"convex-auth-doctor/steps/family"
)

// Miss is one way in which two texts that should be equal are not.
type Miss string

// The ways, in the order in which they are looked for.
const (
	MissQuotes     Miss = "quotes"        // quotation marks around it
	MissBlank      Miss = "blank"         // a blank, tab or line break before or behind it
	MissInvisible  Miss = "invisible"     // a character that nobody sees (zero width, soft hyphen, byte order mark)
	MissDiscovery  Miss = "discovery-url" // the address of the discovery document or key set in place of the issuer
	MissScheme     Miss = "scheme"        // http, https, none, or one written in capitals
	MissSlash      Miss = "slash"         // slashes at the end; Convex does not mind them
	MissCase       Miss = "letter-case"   // small and capital letters
	MissPort       Miss = "default-port"  // the port that the scheme has anyway
	MissWWW        Miss = "www"           // www. in front
	MissCloudSite  Miss = "cloud-site"    // .convex.cloud in place of .convex.site
	MissAuthSuffix Miss = "auth-suffix"   // /auth or /api/auth at the end
	MissLookAlike  Miss = "look-alike"    // letters of another alphabet that look the same, or punycode
	MissInstance   Miss = "instance"      // the same family or domain, another instance
	MissOther      Miss = "other"         // nothing of the above explains it
)

// Range is a piece of a text, in characters (runes) from 0; To is behind it. From == To is the place where something is
// missing.
type Range struct{ From, To int }

// Span is one place where two texts differ: what stands there in the first and in the second.
type Span struct{ A, B Range }

// NearMiss says how two texts differ.
type NearMiss struct {
	Equal   bool   // letter for letter
	Matches bool   // Convex takes them for equal all the same
	Misses  []Miss // what has to be undone to make them equal, the fewest that do; empty when Equal
	Spans   []Span // the places, for an aligned display; empty when Equal
}

// Near reports whether only slips keep the texts apart: no other instance and nothing unexplained.
func (near NearMiss) Near() bool {
	for _, miss := range near.Misses {
		if miss == MissInstance || miss == MissOther {
			return false
		}
	}
	return !near.Equal
}

// Slips returns what is wrong with one text by itself, whatever it is compared with: quotation marks or blanks around it,
// characters that nobody sees, letters that only look like others.
func Slips(text string) []Miss {
	var slips []Miss
	for _, one := range []evening{{MissQuotes, trimQuotes}, {MissBlank, strings.TrimSpace}, {MissInvisible, dropInvisible}, {MissLookAlike, lookAlike}} {
		if len(text) <= longestCompared && one.undo(text) != text {
			slips = append(slips, one.miss)
		}
	}
	return slips
}

// CompareIssuer compares a token's iss with the domain or issuer of a stored entry, or with that of a discovery
// document; Matches is true when the entry would match.
func CompareIssuer(iss, stored string) NearMiss {
	near := compareTexts(iss, stored, issuerEvenings)
	near.Matches = MatchIssuer(iss, stored)
	if len(near.Misses) == 1 && near.Misses[0] == MissOther && related(iss, stored) {
		near.Misses[0] = MissInstance
	}
	return near
}

// CompareAudience compares one value of aud with an applicationID; Convex takes only equal texts.
func CompareAudience(value, applicationID string) NearMiss {
	near := compareTexts(value, applicationID, audienceEvenings)
	near.Matches = near.Equal
	return near
}

// related reports whether two issuers belong to one family or one registrable domain.
func related(a, b string) bool {
	one, other := family.OfIssuer(a), family.OfIssuer(b)
	switch family.Relation(one, other) {
	case family.SameInstance, family.OtherInstance:
		return true
	}
	return one.Host != "" && registrable(one.Host) != "" && registrable(one.Host) == registrable(other.Host)
}

// evening undoes one difference.
type evening struct {
	miss Miss
	undo func(string) string
}

var issuerEvenings = []evening{
	{MissQuotes, trimQuotes}, {MissBlank, strings.TrimSpace}, {MissInvisible, dropInvisible}, {MissDiscovery, cutDocument},
	{MissScheme, cutAnyScheme}, {MissSlash, func(text string) string { return strings.TrimRight(text, "/") }},
	{MissCase, strings.ToLower}, {MissPort, cutDefaultPort}, {MissWWW, cutWWW}, {MissCloudSite, siteOfCloud},
	{MissAuthSuffix, cutAuth}, {MissLookAlike, lookAlike},
}

var audienceEvenings = []evening{
	{MissQuotes, trimQuotes}, {MissBlank, strings.TrimSpace}, {MissInvisible, dropInvisible}, {MissCase, strings.ToLower},
	{MissSlash, func(text string) string { return strings.TrimRight(text, "/") }}, {MissScheme, cutAnyScheme}, {MissLookAlike, lookAlike},
}

// longestCompared bounds the texts that are looked at closely, in bytes; issuers are far shorter.
const longestCompared = 4096

// compareTexts finds the fewest evenings, at most four, that make the texts equal.
func compareTexts(a, b string, evenings []evening) NearMiss {
	if a == b {
		return NearMiss{Equal: true}
	}
	if len(a) > longestCompared || len(b) > longestCompared {
		return NearMiss{Misses: []Miss{MissOther}, Spans: differences(a, b)}
	}
	near := NearMiss{Misses: []Miss{MissOther}, Spans: differences(a, b)}
	for size := 1; size <= 4; size++ {
		if chosen := chooseEvenings(a, b, evenings, size); chosen != nil {
			near.Misses = chosen
			break
		}
	}
	return near
}

// chooseEvenings tries every choice of size evenings, in their order.
func chooseEvenings(a, b string, evenings []evening, size int) []Miss {
	for i, one := range evenings {
		evenA, evenB := one.undo(a), one.undo(b)
		if evenA == a && evenB == b {
			continue // it undoes nothing here
		}
		if size == 1 {
			if evenA == evenB {
				return []Miss{one.miss}
			}
			continue
		}
		if rest := chooseEvenings(evenA, evenB, evenings[i+1:], size-1); rest != nil {
			return append([]Miss{one.miss}, rest...)
		}
	}
	return nil
}

func trimQuotes(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune("\"'`“”‘’«»", r) })
}

func dropInvisible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || r == 0x034f || r == 0x3164 || r == 0xffa0 || r >= 0xfe00 && r <= 0xfe0f {
			return -1
		}
		return r
	}, text)
}

func cutDocument(text string) string {
	if i := strings.Index(text, "/.well-known/"); i >= 0 {
		return text[:i]
	}
	return text
}

func cutAnyScheme(text string) string {
	if i := strings.Index(text, "://"); i >= 0 && i <= 5 && strings.EqualFold("https"[:min(i, 5)], text[:i]) {
		return text[i+3:]
	}
	return text
}

// hostEnd returns where the host of an issuer begins and ends, its port included.
func hostEnd(text string) (from, to int) {
	if i := strings.Index(text, "://"); i >= 0 {
		from = i + 3
	}
	if i := strings.IndexAny(text[from:], "/?#"); i >= 0 {
		return from, from + i
	}
	return from, len(text)
}

func cutDefaultPort(text string) string {
	from, to := hostEnd(text)
	for _, port := range []string{":443", ":80"} {
		if host := strings.TrimSuffix(text[from:to], port); host != text[from:to] {
			return text[:from] + host + text[to:]
		}
	}
	return text
}

func cutWWW(text string) string {
	from, _ := hostEnd(text)
	return text[:from] + strings.TrimPrefix(text[from:], "www.")
}

func siteOfCloud(text string) string {
	from, to := hostEnd(text)
	if host := strings.TrimSuffix(text[from:to], ".convex.cloud"); host != text[from:to] {
		return text[:from] + host + ".convex.site" + text[to:]
	}
	return text
}

func cutAuth(text string) string {
	bare := strings.TrimRight(text, "/")
	for _, suffix := range []string{"/api/auth", "/auth"} {
		if cut := strings.TrimSuffix(bare, suffix); cut != bare {
			return cut
		}
	}
	return text
}

// lookAlike writes a text with the Latin letters that its characters look like, and punycode as what it stands for.
func lookAlike(text string) string {
	if strings.Contains(strings.ToLower(text), "xn--") {
		from, to := hostEnd(text)
		if host, err := idna.ToUnicode(text[from:to]); err == nil {
			text = text[:from] + host + text[to:]
		}
	}
	return strings.Map(latin, text)
}

// twins are characters that look like the Latin character of the same place (Unicode TR 39, those that occur in names).
const (
	twins      = "аесорхуіѕјԁһӏԛԝвкмнтгАВЕКМНОРСТУХІЅЈαοερνικτυγηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıſɡɑօսոհցյո‐‑‒–—−․‥⁄∕：。．"
	twinsLatin = "aecopxyisjdhlqwbkmhtrABEKMHOPCTYXISJaoepvikruynwABEZHIKMNOPTYXisgaounhgjn------..//:.."
)

var latinOf = func() map[rune]rune {
	to := []rune(twinsLatin)
	table := make(map[rune]rune, len(to))
	for i, r := range []rune(twins) {
		table[r] = to[i]
	}
	return table
}()

func latin(r rune) rune {
	if plain, ok := latinOf[r]; ok {
		return plain
	}
	if r >= 0xff01 && r <= 0xff5e { // full-width forms
		return r - 0xff01 + '!'
	}
	return r
}
