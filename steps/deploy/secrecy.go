package deploy

import (
	"net/url"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/secret"
)

// publicNames are variables whose value everybody may see, because the app publishes it or it says nothing by itself.
var publicNames = map[string]bool{
	nameSite: true, nameApp: true, nameSecondary: true, nameAltOrigins: true, namePrefix: true, nameCustomSite: true,
	nameAuthSite: true, nameIOSApps: true, nameIOSPaths: true, nameAndroid: true, nameChange: true, nameContact: true,
	nameExpires: true, nameTotal: true, nameInactive: true, nameLogLevel: true, nameLogSecrets: true,
	nameConvexSite: true, nameConvexURL: true, "CONVEX_DEPLOYMENT": true, "CONVEX_URL": true, "CONVEX_SELF_HOSTED_URL": true,
	"CLERK_JWT_ISSUER_DOMAIN": true, "CLERK_FRONTEND_API_URL": true, "CLERK_ISSUER_URL": true, "AUTH0_DOMAIN": true,
	"BETTER_AUTH_URL": true, "NODE_ENV": true, "AUTH_URL": true, "AUTH_PASSWORD_EMAIL_VERIFICATION": true,
}

var (
	// secretShape is a value that is a secret wherever it stands: keys and tokens with a form of their own.
	secretShape = lazy.Regexp(`^(?:eyJ[A-Za-z0-9_\-]{8,}\.|GOCSPX-|(?:sk|rk|ssk)_(?:test|live)_|sk-|whsec_|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA[A-Z0-9]{12}|AIza|re_[A-Za-z0-9]|phx_|SG\.|ntn_|secret_|(?:prod|dev|preview|project):[^|]*\|)`)
	// secretName is a name that says so.
	secretName = lazy.Regexp(`(?i)(?:^|_)(?:SECRETS?|PRIVATE|PASSWORD|PASSWD|PASS|PWD|TOKENS?|KEYS?|CREDENTIALS?|DSN|WEBHOOK|COOKIE|SALT|SEED|SIGNATURE|CERT|PEM|AUTHORIZATION|CONNECTION|DATABASE|MONGODB|REDIS|POSTGRES)(?:_|$)|APIKEY`)
	// publicKeyName is a name with KEY in it for something that is meant to be public.
	publicKeyName = lazy.Regexp(`(?:^|_)(?:PUBLISHABLE_KEY|PUBLIC_KEY|ANON_KEY|SITE_KEY|KEY_ID|TEAM_ID|CLIENT_ID|TENANT_ID)$`)

	// plainWord is a value that is a word, a number, a switch, a host or an address: nothing that keeps a door.
	plainWord   = lazy.Regexp(`^(?:[a-z]{1,20}(?:[ \-_][a-z]{1,20}){0,4}|[A-Z][a-z]{1,20}(?: [A-Za-z]{1,20}){0,4}|[A-Z_]{1,24}|-?[0-9]{1,15}(?:\.[0-9]{1,6})?|[0-9]{1,4}(?:ms|s|m|h|d)|v?[0-9]+\.[0-9]+\.[0-9]+|(?i:[a-z0-9](?:[a-z0-9\-]{0,30}\.)+[a-z]{2,12})(?::[0-9]+)?|[a-z0-9._+\-]{1,40}@(?:[a-z0-9\-]{1,40}\.)+[a-z]{2,12}|/[a-z0-9/_\-*,]{0,60})$`)
	publishable = lazy.Regexp(`^pk_(?:test|live)_[A-Za-z0-9+/=$_\-]+$`)
)

// classify keeps raw in v: as plain text when it is public by the name and the kind of the variable, else as a secret.
// A value that looks like a secret is one under any name: IDs and secrets get swapped.
func classify(v *Variable, raw string, registry *secret.Registry) {
	if v.Name == nameJWKS || v.Name == nameV2JWKS {
		if public, removed, ok := publicJWKS(raw, registry); ok {
			v.Value, v.Removed = public, removed
			return
		}
	}
	trimmed := strings.TrimSpace(raw)
	if origin, rest, ok := splitURL(trimmed); ok && !isSecretShape(trimmed) {
		if rest == "" || publicPath(v.Name, rest) {
			v.Value = raw
			return
		}
		// Only what follows the host is kept as a secret: the host of a deployment stands in every output.
		at := strings.Index(raw, origin) + len(origin)
		v.Value = raw[:at]
		v.Secret = registry.Take(kindOf(v.Name, rest), raw[at:])
		return
	}
	if isPublic(v.Name, trimmed) {
		v.Value = raw
		return
	}
	v.Secret = registry.Take(kindOf(v.Name, trimmed), raw)
}

var (
	plainPath   = lazy.Regexp(`^/[A-Za-z0-9/_.\-]{0,80}$`)
	digitsOfIDs = lazy.Regexp(`[0-9]{5,}`)
)

// publicPath reports whether the path of a URL may be shown: web hooks carry their secret there.
func publicPath(name, rest string) bool {
	if publicNames[name] || strings.HasSuffix(name, "_ISSUER") {
		return !strings.ContainsAny(rest, "?#")
	}
	return plainPath().MatchString(rest) && !looksRandom(rest) && !digitsOfIDs().MatchString(rest) &&
		!secretName().MatchString(name) && !strings.Contains(name, "HOOK")
}

// isPublic decides for a value that is neither a URL nor a key set. When in doubt it is a secret.
func isPublic(name, value string) bool {
	if isSecretShape(value) {
		return false
	}
	bare, _ := withoutBrowserPrefix(name)
	if publicNames[bare] {
		return !strings.Contains(value, "-----") && len(value) <= 8192
	}
	if provider, part, ok := splitProviderName(bare); ok {
		switch part {
		case "SECRET", "KEY", "PRIVATE_KEY":
			return false
		case "ISSUER":
			return isPlainWord(value)
		}
		return looksLikeID(provider, part, value)
	}
	if publishable().MatchString(value) {
		return true
	}
	if publicKeyName().MatchString(bare) && len(value) <= 64 {
		return strings.HasSuffix(value, ".apps.googleusercontent.com") || !looksRandom(value) || len(value) <= 40 && !strings.Contains(value, "=")
	}
	return !secretName().MatchString(bare) && isPlainWord(value)
}

// looksLikeID reports whether value has the form of the id that this provider gives out. An id of an unknown provider is
// public unless it is long and random: then it may be the secret that stands in the wrong place.
func looksLikeID(provider, part, value string) bool {
	if part == "TEAM_ID" || part == "KEY_ID" || part == "TENANT_ID" {
		return len(value) <= 40
	}
	if shape, ok := providerShapeOf(provider); ok && shape.id != nil {
		return shape.id.MatchString(value) || isPlainWord(value)
	}
	return len(value) <= 24 || !looksRandom(value)
}

// isSecretShape reports whether value has the form of a secret. Its beginning tells, but for a key.
func isSecretShape(value string) bool {
	return strings.Contains(value, "-----BEGIN ") || secretShape().MatchString(value[:min(len(value), 80)])
}

// isPlainWord reports whether value is a word, a number or a host.
func isPlainWord(value string) bool { return len(value) <= 160 && plainWord().MatchString(value) }

// looksRandom reports whether value mixes letters and digits without a separator over a long run.
func looksRandom(value string) bool {
	for _, run := range strings.FieldsFunc(value, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '/' || r == ':' }) {
		if len(run) >= 16 && strings.ContainsAny(run, "0123456789") && strings.ContainsAny(strings.ToLower(run), "abcdefghijklmnopqrstuvwxyz") {
			return true
		}
	}
	return false
}

// splitURL cuts an http(s) URL after its host. ok is false for other texts and for URLs with a user name or password.
func splitURL(value string) (origin, rest string, ok bool) {
	if !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "https://") || strings.ContainsAny(value, "@, \t\n") {
		return "", "", false
	}
	parsed, err := url.Parse(value)
	if err != nil || parsed.Host == "" {
		return "", "", false
	}
	at := strings.Index(value, "//") + 2
	if end := strings.IndexAny(value[at:], "/?#"); end >= 0 {
		at += end
	} else {
		at = len(value)
	}
	origin, rest = value[:at], value[at:]
	if strings.Trim(rest, "/") == "" {
		return value, "", true
	}
	return origin, rest, true
}

// kindOf names a secret by its variable, and by its form where the name says nothing.
func kindOf(name, value string) secret.Kind {
	_, part, _ := splitProviderName(name)
	switch {
	case strings.Contains(value, "-----BEGIN ") || strings.HasSuffix(name, "PRIVATE_KEY"):
		return secret.PrivateKey
	case name == nameEncryption || name == "BETTER_AUTH_SECRET" || name == "AUTH_SECRET" || strings.Contains(name, "ENCRYPTION"):
		return secret.Encryption
	case strings.Contains(name, "DEPLOY_KEY") || strings.Contains(name, "DEPLOYMENT_TOKEN") || strings.HasSuffix(name, "ADMIN_KEY"):
		return secret.DeployKey
	case part == "SECRET" || strings.HasSuffix(name, "_SECRET") || strings.HasPrefix(value, "GOCSPX-"):
		return secret.ClientSecret
	case strings.Contains(name, "API_KEY") || strings.HasSuffix(name, "_KEY"):
		return secret.APIKey
	case strings.Contains(name, "TOKEN") || strings.HasPrefix(value, "eyJ"):
		return secret.Token
	}
	return secret.Value
}

// privateMember is a private member of a JSON Web Key (RFC 7518 sections 6.2.2, 6.3.2, 6.4.1) with its value, also where
// the shell ate the quotes or the text is escaped once more.
var privateMember = lazy.Regexp(`([{,\s]\\*["'“”]?(d|p|q|dp|dq|qi|k|r|t)\\*["'“”]?\s*:\s*\\*["'“”]?)([A-Za-z0-9+/_\-=]+)`)

// publicJWKS returns a key set without the values of private members, which go into registry. ok is false when the text
// is no key set, or when something private may be left in it.
func publicJWKS(raw string, registry *secret.Registry) (public string, removed []string, ok bool) {
	if !strings.ContainsAny(raw, "{[") || strings.Contains(raw, "-----") || !strings.Contains(raw, "kty") && !strings.Contains(raw, "keys") {
		return "", nil, false
	}
	seen := map[string]bool{}
	public = privateMember().ReplaceAllStringFunc(raw, func(member string) string {
		parts := privateMember().FindStringSubmatch(member)
		registry.Take(secret.PrivateKey, parts[3])
		if !seen[parts[2]] {
			seen[parts[2]] = true
			removed = append(removed, parts[2])
		}
		return parts[1] + "(removed)"
	})
	for _, member := range removed {
		if member == "d" { // the exponent or the seed may stand a second time under another spelling
			return public, removed, !strings.Contains(public, "PRIVATE")
		}
	}
	return public, removed, true
}
