package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
)

// token is TOKEN: it is decoded only, and compared with the generation and auth.config (P 2.13-2.16).
func (c *checker) token() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if len(c.in.Tokens) == 0 {
		return one(unseen(pasteToken))
	}
	var rows []Row
	for _, token := range c.in.Tokens {
		rows = append(rows, c.judgeToken(token).about(token.Label))
	}
	return rows
}

func (c *checker) judgeToken(token Token) Row {
	alg := string(c.gen.Algorithm())
	issuer := c.issuer()
	switch {
	case alg != "" && token.Alg != alg:
		return fail(ids.UnsupportedSigningAlgorithm, fmt.Sprintf("alg is %s but this version signs %s.", show(token.Alg, 20), alg)).because(ids.KeyAlgorithmMismatch).compare(alg, show(token.Alg, 20)).
			fix("The token is of another version or another library: sign in anew and look at the new token.")
	case len(token.Aud) == 0 || !slices.Contains(token.Aud, "convex"):
		return fail(ids.AudienceMismatch, "aud is not ‘convex’.").compare("convex", orElse(show(strings.Join(token.Aud, ", "), 80), "absent"))
	case len(token.Aud) > 1:
		return fail(ids.MultipleAudiences, "aud has more than one value, and Convex refuses that.").compare("convex", show(strings.Join(token.Aud, ", "), 80))
	}
	if row, wrong := c.judgeTokenIssuer(token, issuer); wrong {
		return row
	}
	if shape := c.subject(); shape != "" && (shape == "user|session") != (strings.Count(token.Sub, "|") == 1) {
		return fail(ids.WrongTokenKind, "sub has another form than this version's.").compare(shape, subjectShape(token.Sub)).
			fix("The token is of another version: sign in anew.")
	}
	if !c.in.Now.IsZero() && token.Exp > 0 && float64(c.in.Now.Unix()) >= token.Exp {
		return warn("Expired (normal for an old copy).").compare("exp ahead", "exp passed")
	}
	if alg == "" {
		return unseen("package.json: what the token has to be depends on the library")
	}
	return pass("Token fits.").compare(orElse(issuer, "<site>"+c.suffix()), show(token.Iss, 120))
}

// judgeTokenIssuer compares iss with the generation's issuer and with what auth.config trusts.
func (c *checker) judgeTokenIssuer(token Token, issuer string) (Row, bool) {
	host := hostOf(token.Iss)
	expected := orElse(issuer, "<site>"+c.suffix())
	if c.gen.Covered() {
		switch {
		case isConvexHost(host) == "cloud":
			return fail(ids.ConvexCloudVsSiteURL, "iss is on .convex.cloud.").compare(expected, show(token.Iss, 120)), true
		case issuer != "" && !sameIssuer(token.Iss, issuer) && hostOf(issuer) != host:
			return fail(ids.WrongOrUnreachableDeployment, "iss is another deployment's.").compare(issuer, show(token.Iss, 120)).
				fix("The token is of another deployment, or a custom domain changed the issuer: sign in anew on the production app."), true
		case isConvexHost(host) != "" && pathOf(token.Iss) != c.suffix():
			return fail(ids.IssuerMismatch, "iss has another path than this version's.").compare(expected, show(token.Iss, 120)).
				fix("The token is of another version: sign in anew."), true
		}
	}
	var trusted []string
	for _, entry := range c.entries() {
		shape := readDomain(entry.Domain)
		value := shape.value
		if shape.variable == nameConvexSite {
			value = orElse(c.site, "https://"+host) + shape.suffix
		}
		if value == "" {
			return Row{}, false
		}
		if sameIssuer(value, token.Iss) {
			return Row{}, false
		}
		trusted = append(trusted, value)
	}
	if len(trusted) == 0 {
		return Row{}, false
	}
	if best, _ := c.bestEntry(c.entries()); c.gen.Covered() && best.State == Fail {
		return after("AUTHCFG-DOMAIN", "auth.config trusts another issuer than the tokens'."), true
	}
	return fail(ids.IssuerMismatch, fmt.Sprintf("iss is %s but config trusts %s.", show(token.Iss, 120), show(join(trusted), 160))).compare(show(join(trusted), 160), show(token.Iss, 120)).
		fix("Change auth.config.ts and deploy it.", c.domainCode(), "npx convex deploy"), true
}

// subject returns the form of sub: user and session in O and A0, the user alone later (P 0).
func (c *checker) subject() string {
	switch c.gen {
	case GenO, GenA0:
		return "user|session"
	case GenA1, GenA2, GenB:
		return "user"
	}
	return ""
}

func subjectShape(sub string) string {
	switch {
	case sub == "":
		return "absent"
	case strings.Contains(sub, "|"):
		return "user|session"
	}
	return "user"
}

// defaultLeeway is how many seconds before its end a client asks for a new token (P 4.5).
const defaultLeeway = 10

// tokenLife is TOKEN-LIFE.
func (c *checker) tokenLife() []Row {
	if len(c.in.Tokens) == 0 {
		return one(unseen(pasteToken))
	}
	leeway := c.in.App.Leeway
	if leeway == 0 {
		leeway = defaultLeeway
	}
	var rows []Row
	for _, token := range c.in.Tokens {
		life := token.Exp - token.Iat
		row := pass(duration(life)).compare("an hour", duration(life))
		switch {
		case token.Exp == 0 || token.Iat == 0:
			row = unseen("a token with exp and iat")
		case life <= leeway:
			row = fail(ids.TokenLifetimeTooShort, fmt.Sprintf("≤ %.0f s: endless refresh.", leeway)).compare("an hour", duration(life)).
				fix("Make tokens live longer than the client's leeway.", "jwt: { durationMs: 1000 * 60 * 60 }   // convexAuth({ … }) in convex/auth.ts")
		case life < 300:
			row = warn("< 5 min: many refreshes.").because(ids.TokenLifetimeTooShort).compare("an hour", duration(life)).
				fix("Make tokens live for an hour.", "jwt: { durationMs: 1000 * 60 * 60 }   // convexAuth({ … }) in convex/auth.ts")
		}
		rows = append(rows, row.about(token.Label))
	}
	return rows
}

// duration writes seconds as people say them.
func duration(seconds float64) string {
	switch {
	case seconds >= 3600 && int64(seconds)%3600 == 0:
		return fmt.Sprintf("%d h", int64(seconds)/3600)
	case seconds >= 60 && int64(seconds)%60 == 0:
		return fmt.Sprintf("%d min", int64(seconds)/60)
	}
	return fmt.Sprintf("%.0f s", seconds)
}

// noToken are the words that stand in storage where a token should be.
var noToken = map[string]bool{"undefined": true, "null": true, "[object Object]": true, "": true, "true": true, "false": true, "NaN": true}

// refreshForm is REFRESH-FMT (P 2.18).
func (c *checker) refreshForm() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if len(c.in.Refresh) == 0 {
		return one(unseen("the refresh token's entry of the browser's storage or cookies; it is not shown"))
	}
	var rows []Row
	for _, one := range c.in.Refresh {
		rows = append(rows, judgeRefresh(one).about(orElse(one.Value.String(), show(one.Plain, 30))).at(one.Where))
	}
	return rows
}

func judgeRefresh(token RefreshToken) Row {
	text := orElse(token.Value.Reveal(), token.Plain)
	wrong := func(actual string) Row {
		return fail(ids.RefreshTokenCorrupted, "Corrupted.").compare("<id>|<session id>", actual).
			fix("Clear the three __convexAuth… entries and sign in again; then find what else writes that entry.")
	}
	switch {
	case text == "dummy" && token.Where == "request":
		return wrong("dummy in a request")
	case text == "dummy":
		return warn("‘dummy’ is normal in cookie mode only.").compare("<id>|<session id>, or dummy where cookies hold the token", "dummy")
	case noToken[text]:
		return wrong(show(orElse(text, "empty"), 20))
	case strings.HasPrefix(text, `"`) || strings.HasPrefix(text, "{"):
		return wrong("JSON around it")
	case strings.Count(text, "|") != 1:
		return wrong(prose.Count(strings.Count(text, "|"), "bar"))
	}
	id, session, _ := strings.Cut(text, "|")
	if strings.TrimSpace(id) == "" || strings.TrimSpace(session) == "" {
		return wrong("one half is empty")
	}
	return pass("Two ids and one bar.").compare("<id>|<session id>", "<id>|<session id>")
}

var storageKey = lazy.Regexp(`^__convexAuth(JWT|RefreshToken|OAuthVerifier|ServerStateFetchTime)_?(.*)$`)

// storageState is STORAGE-STATE (P 4.21).
func (c *checker) storageState() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if len(c.in.Storage) == 0 {
		return one(unseen("the entries of the browser's Local Storage whose names begin with __convexAuth"))
	}
	spaces, have := map[string]bool{}, map[string]bool{}
	dummy := false
	for _, item := range c.in.Storage {
		found := storageKey().FindStringSubmatch(item.Key)
		if found == nil {
			continue
		}
		have[found[1]] = true
		if found[2] != "" {
			spaces[found[2]] = true
		}
		dummy = dummy || found[1] == "RefreshToken" && item.Plain == "dummy"
	}
	wrong := func(cause ids.Cause, sentence, fix string) []Row {
		return one(fail(cause, sentence).fix(fix))
	}
	switch {
	case len(spaces) > 1:
		return wrong(ids.StaleTokenInStorage, "Two namespaces: two deployments or two spellings of the URL.", "Use one spelling of the client URL, and clear the entries of the other.")
	case dummy:
		return wrong(ids.StaleTokenInStorage, "RefreshToken is `dummy`: the value of cookie mode leaked into the browser's storage.", "Use one of the two modes: the Next.js providers together with the proxy, or ConvexAuthProvider alone.")
	case have["JWT"] && have["RefreshToken"]:
		return one(pass("Signed-in SPA client."))
	case have["OAuthVerifier"] && !have["JWT"] && !have["RefreshToken"]:
		return wrong(ids.OAuthStateCookieLost, "The OAuth round trip started and never came back with a code.", "Look at the callback: no ?code=, a cookie that Safari withheld, GitHub's iss, or a SITE_URL on another host than the one where sign-in began.")
	case len(have) == 0:
		return wrong(ids.RefreshStorageUnavailable, "No entry after a sign-in: storage is blocked, or another origin handled the code (www or not).", "Sign in and stay on one host; pass a storage where the browser has none.")
	}
	return wrong(ids.StaleTokenInStorage, "Only one of the two tokens is there.", "Clear the __convexAuth… entries and sign in again.")
}
