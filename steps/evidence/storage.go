package evidence

import (
	"regexp"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// storageName recognises a name of localStorage or of a cookie (P 2.20, 2.21; providers.md 1-6, 9.4).
type storageName struct {
	form   func() *regexp.Regexp
	use    string
	cookie bool
	family ids.Family
}

var storageNames = []storageName{
	{lazy.Regexp(`^__Host-__convexAuthJWT(?:_(.+))?$`), "jwt", true, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__Host-__convexAuthRefreshToken(?:_(.+))?$`), "refresh token", true, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__Host-__convexAuthOAuthVerifier(?:_(.+))?$`), "verifier", true, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__convexAuthJWT(?:_(.+))?$`), "jwt", false, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__convexAuthRefreshToken(?:_(.+))?$`), "refresh token", false, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__convexAuthOAuthVerifier(?:_(.+))?$`), "verifier", false, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__convexAuthServerStateFetchTime(?:_?(.+))?$`), "other", false, ids.FamilyConvexAuth},
	{lazy.Regexp(`^__Host-[a-z0-9-]+(?:OAuth(?:state|pkce|nonce)|RedirectTo)$`), "verifier", true, ids.FamilyConvexAuth},
	{lazy.Regexp(`^(?:__Secure-)?better-auth[._-]convex_jwt$`), "jwt", true, ids.FamilyBetterAuth},
	{lazy.Regexp(`^(?:__Secure-)?better-auth[._-]session_(?:token|data)$`), "session", true, ids.FamilyBetterAuth},
	{lazy.Regexp(`^better-auth_(?:cookie|session_data)$`), "session", false, ids.FamilyBetterAuth},
	{lazy.Regexp(`^(?:__Secure-)?(?:[a-z-]+\.)?convex[_-]jwt$`), "jwt", true, ids.FamilyBetterAuth},
	{lazy.Regexp(`^__session(?:_[A-Za-z0-9_-]+)?$`), "jwt", true, ids.FamilyClerk},
	{lazy.Regexp(`^__(?:client(?:_uat)?|clerk_db_jwt|clerk_handshake|refresh)(?:_[A-Za-z0-9_-]+)?$`), "session", true, ids.FamilyClerk},
	{lazy.Regexp(`^wos-session$`), "session", true, ids.FamilyWorkOS},
	{lazy.Regexp(`^workos-access-token$`), "jwt", true, ids.FamilyWorkOS},
	{lazy.Regexp(`^workos-has-session$`), "other", true, ids.FamilyWorkOS},
	{lazy.Regexp(`^workos:refresh-token(?::.*)?$`), "refresh token", false, ids.FamilyWorkOS},
	{lazy.Regexp(`^workos:.*$`), "other", false, ids.FamilyWorkOS},
	{lazy.Regexp(`^@@auth0spajs@@.*$`), "jwt", false, ids.FamilyAuth0},
	{lazy.Regexp(`^(?:__session|appSession)(?:\.\d)?$`), "session", true, ids.FamilyAuth0},
	{lazy.Regexp(`^sb-[a-z0-9]+-auth-token(?:\.\d)?$`), "session", false, ids.FamilySupabase},
}

// storageItem recognises a name.
func storageItem(name string) (StorageItem, bool) {
	if len(name) < 7 || len(name) > 300 {
		return StorageItem{}, false
	}
	for _, known := range storageNames {
		if groups := known.form().FindStringSubmatch(name); groups != nil {
			item := StorageItem{Name: name, Use: known.use, Cookie: known.cookie, Family: string(known.family), Value: "not seen"}
			if len(groups) > 1 {
				item.Namespace = groups[1]
			}
			return item, true
		}
	}
	return StorageItem{}, false
}

// storage finds names of localStorage items and cookies with their values, as the browser's storage page, JSON dumps and
// document.cookie show them.
func (part *part) storage() {
	behind := 0
	part.eachKey(storageAnchors, func(at, _ int) {
		if at < behind {
			return
		}
		from, to := wordAround(part.masked, at)
		name := strings.TrimRight(string(part.masked[from:to]), ".:")
		item, ok := storageItem(name)
		if !ok || part.covered(from) {
			return
		}
		behind = to
		value, start := part.valueBehind(from + len(name))
		if value == "" && start < 0 && !strings.Contains(name, "convexAuth") && !strings.HasPrefix(name, "@@") && !strings.Contains(name, "better-auth") {
			return // the name alone says little
		}
		part.keepItem(from, max(to, start+len(value)), item, value)
	})
}

// wordAround returns the range of the name around an offset.
func wordAround(text []byte, at int) (from, to int) {
	in := func(c byte) bool {
		return tokenByte(c) && c != '=' && c != '/' && c != '+' || c == '@' || c == ':' || c == '$'
	}
	for from = at; from > 0 && in(text[from-1]) && at-from < 200; from-- {
	}
	for to = at; to < len(text) && in(text[to]) && to-at < 300; to++ {
	}
	return from, to
}

// behindName matches what stands between the name of an item and its value.
var behindName = lazy.Regexp("^\\\\?[\"'`]?\\s{0,4}(?:[=:,]|=>|\\t|  +|\\n)\\s{0,4}\\\\?[\"'`]?")

// valueBehind returns the value behind a name, and the offset at which it begins, or -1.
func (part *part) valueBehind(at int) (string, int) {
	rest := part.masked[at:min(len(part.masked), at+8192)]
	gap := behindName().Find(rest)
	if gap == nil {
		return "", -1
	}
	rest = rest[len(gap):]
	end := 0
	for end < len(rest) && (tokenByte(rest[end]) || strings.IndexByte("|%:*$~ ", rest[end]) >= 0 && rest[end] != ' ' || rest[end] == blot || rest[end] == ' ' && end+1 < len(rest) && rest[end+1] == blot) {
		end++
	}
	return string(rest[:end]), at + len(gap)
}

// keepItem notes a storage item and takes its value into the registry.
func (part *part) keepItem(from, to int, item StorageItem, value string) {
	switch lower := strings.ToLower(value); {
	case strings.IndexByte(value, blot) >= 0, strings.HasPrefix(value, "token "):
		item.Value = "token"
	case value == "":
		if item.Value = "not seen"; to > from+len(item.Name)+1 {
			item.Value = "empty"
		}
	case lower == "dummy", lower == "undefined", lower == "null", lower == "true", lower == "false", lower == "1", lower == "0":
		item.Value = lower
	case len(value) >= 12:
		item.Value = "other"
		kind := secret.Cookie
		if item.Use == "refresh token" {
			kind = secret.RefreshToken
			item.Value = "token"
			if strings.Count(value, "|") != 1 && item.Family == string(ids.FamilyConvexAuth) && !strings.Contains(value, "%7C") {
				item.Value = "other" // P 2.18: exactly one bar
			}
		}
		text := part.take(kind, value)
		if at := to - len(value); at > from {
			part.mask(at, to, text.String())
		}
		if item.Use == "jwt" || item.Use == "session" && item.Cookie {
			origin := OriginStorage
			if item.Cookie {
				origin = OriginCookie
			}
			if read := token.Decode(value); read.Kind != token.Empty {
				part.keepToken(part.where(from, to), part.tokenOf(value, read, origin, item.Name))
			}
		}
	default:
		item.Value = "other"
	}
	part.items = append(part.items, item)
	if part.itemsAt.Line == 0 && part.itemsAt.Path == "" {
		part.itemsAt = part.where(from, to)
	}
	part.claim(from, to)
}

// flushItems makes one piece of all storage items of the text.
func (part *part) flushItems() {
	if len(part.items) == 0 {
		return
	}
	names := make([]string, 0, len(part.items))
	seen := map[string]bool{}
	for _, item := range part.items {
		if !seen[item.Name] {
			seen[item.Name] = true
			names = append(names, item.Name)
		}
	}
	summary := "storage · " + prose.Count(len(names), "name") + " · " + strings.Join(names, ", ")
	part.add(KindStorage, part.itemsAt, cutShort(summary), strings.Join(names, ","), Storage{part.items})
}
