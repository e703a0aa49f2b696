package evidence

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// A server's own credential may be a JWT as well: the client secret of Sign in with Apple (P 1.32), the assertion of
// private_key_jwt (RFC 7523 section 2.2), an API key. No client sends such a thing to Convex, so it is a key here and no
// token, unless it was seen on its way there.

// sentToConvex reports a place where only what Convex gets stands.
func sentToConvex(origin Origin) bool {
	return origin == OriginAuthorization || origin == OriginAuthenticate
}

// isClientSecret tells a client secret from a user's token: by the name beside it, or by its own claims.
func isClientSecret(found Token) bool {
	if sentToConvex(found.Origin) || found.Read.Kind != token.JWT && found.Read.Kind != token.Cut {
		return false
	}
	return namesSecret(found.Name) || found.Guess.ClientSecret()
}

// namesSecret reports the name of a variable, parameter or member that holds a server's credential: AUTH_APPLE_SECRET,
// clientSecret, client_assertion, SUPABASE_SERVICE_ROLE_KEY, apikey.
func namesSecret(name string) bool {
	words := nameWords(name)
	for i, word := range words {
		switch word {
		case "secret", "secrets", "assertion", "apikey":
			return true
		case "key":
			if i > 0 && i == len(words)-1 && keyOf[words[i-1]] {
				return true
			}
		}
	}
	return false
}

// keyOf are the words before "key" with which the names of credentials end. Other keys are those of storage and caches.
var keyOf = map[string]bool{"api": true, "anon": true, "role": true, "service": true, "supabase": true, "private": true, "signing": true, "server": true, "client": true}

// nameWords takes a name apart at its marks and its humps, in small letters.
func nameWords(name string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				end()
			}
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		default:
			end()
			continue
		}
		word.WriteByte(c)
	}
	end()
	return words
}

// clientSecretKey is the key that a client secret is.
func clientSecretKey(found Token) Key {
	return Key{Kind: ClientSecret, Text: found.Text, Name: found.Name}
}

// clientSecretSummary names a client secret in one line.
func clientSecretSummary(found Token) string {
	words := []string{string(ClientSecret) + " (JWT)"}
	if found.Name != "" {
		words = append(words, clean.Short(found.Name, 40))
	}
	if alg, state := found.Read.Header.String("alg"); state == token.OK {
		words = append(words, clean.Short(alg, 12))
	}
	if by := issuedBy(found.Guess); by != "" {
		words = append(words, by)
	}
	return strings.Join(words, " · ")
}

// keepClientSecret keeps it as a key. A decoded view shows no secret.
func (run *run) keepClientSecret(where Where, found Token) {
	same := found.Text.String()
	if found.Text.IsZero() {
		same = ""
	}
	run.add(KindKey, where, clientSecretSummary(found), same, clientSecretKey(found))
}

// listedTokens turns the tokens that are values of a list of environment variables into keys: what a deployment or a build
// is given is a credential of its own (TURSO_AUTH_TOKEN, PINATA_JWT) and no user's token. A variable that is called a token
// and nothing else may be one that somebody put there to try it.
func (run *run) listedTokens() {
	type place struct {
		name string
		line int
	}
	listed := map[place]bool{}
	for _, piece := range run.result.Pieces {
		env, ok := piece.Data.(deploy.Env)
		if !ok || env.Part() {
			continue
		}
		for _, v := range env.Vars {
			listed[place{v.Name, v.Line}] = true
		}
	}
	if len(listed) == 0 {
		return
	}
	for i, piece := range run.result.Pieces {
		found, ok := piece.Data.(Token)
		if ok && found.Origin == OriginText && found.Read.Kind == token.JWT && found.Name != "" && listed[place{found.Name, piece.Where.Line}] {
			run.result.Pieces[i].Kind, run.result.Pieces[i].Summary, run.result.Pieces[i].Data = KindKey, tidy(clientSecretSummary(found)), clientSecretKey(found)
		}
	}
}

// secretKind is the kind under which a token is registered: its label says what it is.
func secretKind(found Token) secret.Kind {
	switch {
	case isClientSecret(found):
		return secret.ClientSecret
	case found.Read.Kind == token.Opaque && found.Origin == OriginCookie:
		return secret.Cookie
	}
	return secret.Token
}
