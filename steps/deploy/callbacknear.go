package deploy

import (
	"slices"
	"strings"
)

// callbacks returns what is registered, each with the provider that it is meant for. An id that no variable and no code has
// is a slip of the one that it resembles: GitHub, gihub. An address without any id goes to a provider of which nothing is
// registered yet.
func (c *checker) callbacks() []Callback {
	configured := c.configuredProviders()
	if len(configured) == 0 {
		return c.in.Callbacks
	}
	resolved := slices.Clone(c.in.Callbacks)
	has := map[string]bool{}
	for i, one := range resolved {
		if one.Provider == "" || slices.Contains(configured, one.Provider) {
			has[one.Provider] = true
			continue
		}
		if near := nearestProvider(one.Provider, configured); near != "" {
			resolved[i].Provider = near
			has[near] = true
		}
	}
	for i, one := range resolved {
		if one.Provider != "" {
			continue
		}
		for _, provider := range configured {
			if strings.HasSuffix(strings.TrimRight(one.URL, "/"), "/"+provider) || !has[provider] {
				resolved[i].Provider = provider
				break
			}
		}
	}
	return resolved
}

// nearestProvider returns the id that differs least from a written one, "" where none is near: by its letters' case, or by
// one slip in every three letters, two at most.
func nearestProvider(written string, ids []string) string {
	lower := strings.ToLower(written)
	if otherProviders[lower] && !slices.Contains(ids, lower) {
		return ""
	}
	best, distance := "", 3
	for _, id := range ids {
		limit := min(2, len(id)/3)
		if d := levenshtein(lower, strings.ToLower(id), limit); d <= limit && d < distance {
			best, distance = id, d
		}
	}
	return best
}

// otherProviders are ids of Auth.js that resemble another one and are no slip of it.
var otherProviders = map[string]bool{"gitlab": true, "github": true, "line": true, "twitch": true, "twitter": true, "zoom": true, "zoho": true, "okta": true,
	"slack": true, "box": true, "vk": true, "kakao": true, "naver": true, "notion": true, "discord": true}

// isCallbackPath reports the path of a callback address, or one that was meant to be: below the routes of sign-in, or on a
// host of Convex, a slip in the word callback, or the address at which a sign-in begins.
func isCallbackPath(path string, onConvex bool) bool {
	if strings.Contains(path, "/callback") {
		return true
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i, part := range parts {
		if !onConvex && (i == 0 || parts[i-1] != "auth") {
			continue
		}
		if levenshtein(part, "callback", 2) <= 2 || (part == "signin" || part == "sign-in") && i == len(parts)-2 {
			return true
		}
	}
	return false
}
