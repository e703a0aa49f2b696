package verdict

import (
	"encoding/base64"
	"strings"
)

var strictBase64 = base64.RawURLEncoding.Strict()

// decodeStrict is base64url without padding, blanks or left-over bits, as biscuit reads it (B 1.6).
func decodeStrict(text string) ([]byte, bool) { return decodeWith(strictBase64, text) }

// decodeLoose is decodeStrict but for left-over bits, which openidconnect ignores (B 1.26, C18).
func decodeLoose(text string) ([]byte, bool) { return decodeWith(base64.RawURLEncoding, text) }

func decodeWith(encoding *base64.Encoding, text string) ([]byte, bool) {
	if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(text, '\r') >= 0 { // encoding/base64 skips them
		return nil, false
	}
	out, err := encoding.DecodeString(text)
	return out, err == nil
}
