package keys

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// ClientJWT is Apple's client secret: a token that the app's owner signs with a key from Apple's developer pages. It is
// decoded and not verified, because nobody but Apple has the public half.
type ClientJWT struct {
	Alg, Kid string
	Issuer   string // the team
	Subject  string // the Services ID, which is the client id
	Audience string
	Issued   time.Time // zero when absent
	Expires  time.Time // zero when absent
}

// ReadClientJWT decodes a client secret. ok is false when the text is no token.
func ReadClientJWT(text string) (jwt ClientJWT, ok bool) {
	parts := strings.Split(strings.TrimSpace(text), ".")
	if len(parts) != 3 {
		return jwt, false
	}
	var header struct{ Alg, Kid string }
	var payload struct {
		Iss, Sub string
		Aud      json.RawMessage
		Iat, Exp *float64
	}
	if !readPart(parts[0], &header) || !readPart(parts[1], &payload) {
		return jwt, false
	}
	jwt = ClientJWT{Alg: header.Alg, Kid: header.Kid, Issuer: payload.Iss, Subject: payload.Sub}
	if json.Unmarshal(payload.Aud, &jwt.Audience) != nil {
		var list []string
		if json.Unmarshal(payload.Aud, &list) == nil && len(list) == 1 {
			jwt.Audience = list[0]
		}
	}
	jwt.Issued, jwt.Expires = moment(payload.Iat), moment(payload.Exp)
	return jwt, true
}

func readPart(part string, into any) bool {
	plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	return err == nil && json.Unmarshal(plain, into) == nil
}

// moment reads a NumericDate (RFC 7519 section 2); one outside the years that people write is none.
func moment(seconds *float64) time.Time {
	if seconds == nil || !(*seconds > 0 && *seconds < 1e11) {
		return time.Time{}
	}
	return time.Unix(int64(*seconds), 0).UTC()
}
