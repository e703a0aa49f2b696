package keys

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
)

// PublicKey is the public half of a key as members of a JSON Web Key, in base64url without padding.
type PublicKey struct{ Kty, Crv, X, Y, N, E string }

func publicOf(key any) PublicKey {
	encode := base64.RawURLEncoding.EncodeToString
	switch key := key.(type) {
	case ed25519.PublicKey:
		return PublicKey{Kty: "OKP", Crv: "Ed25519", X: encode(key)}
	case *rsa.PublicKey:
		return PublicKey{Kty: "RSA", N: encode(key.N.Bytes()), E: encode(big.NewInt(int64(key.E)).Bytes())}
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		if err != nil {
			return PublicKey{}
		}
		half := (len(point) - 1) / 2
		return PublicKey{Kty: "EC", Crv: key.Curve.Params().Name, X: encode(point[1 : 1+half]), Y: encode(point[1+half:])}
	}
	return PublicKey{}
}

// IsZero reports whether there is no key.
func (key PublicKey) IsZero() bool { return key == PublicKey{} }

// Equal reports whether both are the same key. Leading zero bytes of a modulus or an exponent do not count, because the
// backend trims them (B 1.34).
func (key PublicKey) Equal(other PublicKey) bool {
	if key.Kty != other.Kty || key.Crv != other.Crv {
		return false
	}
	same := func(a, b string) bool {
		return strings.TrimLeft(bytesOf(a), "\x00") == strings.TrimLeft(bytesOf(b), "\x00")
	}
	if key.Kty == "RSA" {
		return key.N != "" && same(key.N, other.N) && same(key.E, other.E)
	}
	return key.X != "" && bytesOf(key.X) == bytesOf(other.X) && bytesOf(key.Y) == bytesOf(other.Y)
}

// bytesOf decodes base64url leniently; what does not decode stands for itself.
func bytesOf(s string) string {
	plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return s
	}
	return string(plain)
}

// Bits returns the length of an RSA modulus, or 0.
func (key PublicKey) Bits() int {
	if key.Kty != "RSA" {
		return 0
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(key.N, "="))
	if err != nil {
		return 0
	}
	return new(big.Int).SetBytes(raw).BitLen()
}

// Thumbprint returns the first 12 characters of the key's RFC 7638 thumbprint: enough for a person to compare two keys.
func (key PublicKey) Thumbprint() string {
	var canonical any
	switch key.Kty {
	case "RSA":
		canonical = struct {
			E   string `json:"e"`
			Kty string `json:"kty"`
			N   string `json:"n"`
		}{key.E, key.Kty, key.N}
	case "OKP":
		canonical = struct {
			Crv string `json:"crv"`
			Kty string `json:"kty"`
			X   string `json:"x"`
		}{key.Crv, key.Kty, key.X}
	case "EC":
		canonical = struct {
			Crv string `json:"crv"`
			Kty string `json:"kty"`
			X   string `json:"x"`
			Y   string `json:"y"`
		}{key.Crv, key.Kty, key.X, key.Y}
	default:
		return ""
	}
	text, err := json.Marshal(canonical)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:])[:12]
}

// JSON returns the key set that belongs in the variable JWKS: this one key, in the form the libraries' CLIs write
// (P 1.9, 1.29).
func (key PublicKey) JSON() string {
	switch key.Kty {
	case "RSA":
		return `{"keys":[{"use":"sig","kty":"RSA","n":"` + key.N + `","e":"` + key.E + `"}]}`
	case "OKP":
		return `{"keys":[{"use":"sig","crv":"` + key.Crv + `","x":"` + key.X + `","kty":"OKP"}]}`
	}
	return ""
}
