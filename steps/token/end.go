package token

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// signatureSizes are the lengths in bytes that signatures of an algorithm have in use (RFC 7518 sections 3.2-3.4, RFC 8037
// section 3.1): of RSA the keys of 2048, 3072 and 4096 bits.
var signatureSizes = map[string][]int{
	"HS256": {32}, "HS384": {48}, "HS512": {64}, "ES256": {64}, "ES384": {96}, "ES512": {132}, "EdDSA": {64},
	"RS256": {256, 384, 512}, "RS384": {256, 384, 512}, "RS512": {256, 384, 512},
	"PS256": {256, 384, 512}, "PS384": {256, 384, 512}, "PS512": {256, 384, 512},
}

// follower is a word that runs into a token from the text behind it, as when two pastes stand next to each other.
var follower = lazy.Regexp(`^(?:[a-z]{3,40}|[A-Z]{3,40}|[A-Z][a-z]{2,40})$`)

// SignatureEnd returns the offset in bytes behind the signature of the token in text, where a word follows it without a
// blank: "…Xp1Gcexport". It is len(text) where nothing does, or where that cannot be told.
func SignatureEnd(text string) int {
	parts := strings.Split(text, ".")
	if len(parts) != 3 || len(parts[2]) < 40 {
		return len(text)
	}
	signature := parts[2]
	switch len(signature) { // of 32, 48, 64, 96, 132, 256, 384 and 512 bytes: nearly all tokens end here
	case 43, 64, 86, 128, 176, 342, 512, 683:
		return len(text)
	}
	header, _ := decode(parts[0], HeaderPart)
	alg, _ := ReadObject(header).String("alg")
	for _, size := range signatureSizes[alg] {
		length := base64Length(size)
		if length < len(signature) && follower().MatchString(signature[length:]) && endsClean(signature[:length], size) {
			return len(text) - len(signature) + length
		}
	}
	return len(text)
}

// base64Length is how many characters n bytes have in base64 without padding.
func base64Length(n int) int { return (n*8 + 5) / 6 }

// endsClean reports whether the last character of the base64 of n bytes leaves no bit over, as every encoder writes it.
func endsClean(text string, n int) bool {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	spare := base64Length(n)*6 - n*8
	value := strings.IndexByte(alphabet, text[len(text)-1])
	return value >= 0 && value&(1<<spare-1) == 0
}
