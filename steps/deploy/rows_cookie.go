package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/secret"
)

// maxCookieBytes is what every browser keeps of a cookie's name and value together (P 6B COOKIE).
const maxCookieBytes = 4096

// ParseCookie reads a Set-Cookie line, with or without the name of the header. ok is false when it is none.
func ParseCookie(line string, registry *secret.Registry) (cookie Cookie, ok bool) {
	line = strings.TrimSpace(line)
	if name, rest, found := strings.Cut(line, ":"); found && strings.EqualFold(strings.TrimSpace(name), "set-cookie") {
		line = strings.TrimSpace(rest)
	}
	parts := strings.Split(line, ";")
	name, value, found := strings.Cut(parts[0], "=")
	if name = strings.TrimSpace(name); !found || name == "" || strings.ContainsAny(name, " \t") {
		return Cookie{}, false
	}
	value = strings.TrimSpace(value)
	cookie = Cookie{Name: name, Length: len(value), Value: registry.Take(secret.Cookie, value)}
	for _, part := range parts[1:] {
		if part = strings.TrimSpace(part); part != "" {
			cookie.Attributes = append(cookie.Attributes, part)
		}
	}
	return cookie, true
}

// attribute returns the setting of an attribute, and whether the cookie has it.
func (cookie Cookie) attribute(name string) (string, bool) {
	for _, one := range cookie.Attributes {
		key, setting, _ := strings.Cut(one, "=")
		if strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(setting), true
		}
	}
	return "", false
}

// cookie is COOKIE (P 2.21).
func (c *checker) cookie() []Row {
	cookies := append([]Cookie{}, c.in.Cookies...)
	for _, document := range c.in.Documents {
		for _, hop := range document.Exchange.Hops {
			for _, field := range hop.Fields {
				// The values of these are blotted out by now, and their lengths are right.
				if one, ok := ParseCookie(field.Value, &secret.Registry{}); ok && strings.EqualFold(field.Name, "set-cookie") && strings.Contains(one.Name, "Auth") {
					cookies = append(cookies, one)
				}
			}
		}
	}
	if len(cookies) == 0 {
		return one(unseen("the Set-Cookie lines of the sign-in answer"))
	}
	var rows []Row
	for _, one := range cookies {
		rows = append(rows, judgeCookie(one).about(show(one.Name, 60)))
	}
	return rows
}

// judgeCookie says what browsers do with a cookie. The value is not looked at but for its length.
func judgeCookie(cookie Cookie) Row {
	path, _ := cookie.attribute("path")
	sameSite, _ := cookie.attribute("samesite")
	age, _ := cookie.attribute("max-age")
	_, secure := cookie.attribute("secure")
	_, domain := cookie.attribute("domain")
	_, httpOnly := cookie.attribute("httponly")
	_, partitioned := cookie.attribute("partitioned")
	var reasons []string
	if strings.HasPrefix(cookie.Name, "__Host-") {
		if !secure {
			reasons = append(reasons, "__Host- needs Secure")
		}
		if path != "/" {
			reasons = append(reasons, "__Host- needs Path=/")
		}
		if domain {
			reasons = append(reasons, "__Host- allows no Domain")
		}
	}
	if strings.HasPrefix(cookie.Name, "__Secure-") && !secure {
		reasons = append(reasons, "__Secure- needs Secure")
	}
	none := strings.EqualFold(sameSite, "none")
	if none && !secure && len(reasons) == 0 {
		reasons = append(reasons, "SameSite=None needs Secure")
	}
	if size := len(cookie.Name) + cookie.Length; size > maxCookieBytes {
		reasons = append(reasons, fmt.Sprintf("%d bytes are more than 4096", size))
	}
	const options = "The attributes of the library's cookie object are below .options: pass them on as they are."
	switch {
	case len(reasons) > 0:
		return fail(ids.AuthCookieNotSet, "Browser will reject this cookie: "+join(reasons)+".").
			compare("Secure; Path=/; no Domain; at most 4096 bytes", join(reasons)).fix(options)
	case strings.Contains(cookie.Name, "RefreshToken") && !httpOnly && cookie.Length > 0 && age != "0":
		return warn("The refresh token's cookie lacks HttpOnly: scripts of the page can read it.").compare("HttpOnly", "not HttpOnly").fix(options)
	case none && partitioned:
		return warn("SameSite=None + Partitioned: iOS problem known.").because(ids.OAuthStateCookieLost)
	}
	return pass("Browsers keep this cookie.")
}
