package token

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// How long the end of a token has to be, in characters, to be told from any other text with a dot: a signature of ES256
// or EdDSA has 86, and a piece of JSON this long is not printable by chance.
const (
	shortestSignature = 80
	shortestTail      = 16
)

// isTail reports whether the parts of a text are the end of a token that was cut off in front: the end of a JSON object,
// and a signature. Where the cut went through the payload, nobody knows at which of four characters a group begins.
func isTail(parts []string) bool {
	if len(parts) != 2 || len(parts[1]) < shortestSignature || len(parts[0]) < shortestTail {
		return false
	}
	if foreign := func(r rune) bool { return r >= 0x80 || !tokenByte(byte(r)) }; strings.IndexFunc(parts[1], foreign) >= 0 {
		return false
	}
	for skip := range 4 {
		decoded, err := base64.RawURLEncoding.DecodeString(parts[0][skip:])
		unprintable := func(r rune) bool { return r < ' ' || r > '~' }
		if err == nil && bytes.HasSuffix(decoded, []byte("}")) && bytes.IndexFunc(decoded, unprintable) < 0 {
			return true
		}
	}
	return false
}
