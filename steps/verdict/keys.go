package verdict

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// The bounds of an RSA key in bits (B 1.34, 1.45). ring rounds the length up to whole bytes before it compares.
const (
	leastBits = 2048
	mostBits  = 8192
)

// verifier verifies signatures with one key.
type verifier interface {
	verify(signingInput string, signature []byte) bool
}

// rsaVerifier is RSASSA-PKCS1-v1_5 with SHA-256.
type rsaVerifier struct {
	key   *rsa.PublicKey // nil when the exponent is more than crypto/rsa takes
	n, e  *big.Int
	bytes int // the length of a signature
}

// newRSA returns a verifier, or nil when the backend refuses the key. n and e are big-endian.
func newRSA(n, e []byte, roundUp bool) verifier {
	modulus, exponent := new(big.Int).SetBytes(n), new(big.Int).SetBytes(e)
	bits := modulus.BitLen()
	least := bits
	if roundUp {
		least = (bits + 7) / 8 * 8
	}
	if least < leastBits || bits > mostBits || modulus.Bit(0) == 0 {
		return nil
	}
	if exponent.Bit(0) == 0 || exponent.BitLen() > 33 || exponent.Cmp(big.NewInt(3)) < 0 {
		return nil
	}
	made := &rsaVerifier{n: modulus, e: exponent, bytes: (bits + 7) / 8}
	if exponent.BitLen() <= 31 {
		made.key = &rsa.PublicKey{N: modulus, E: int(exponent.Int64())}
	}
	return made
}

func (with *rsaVerifier) verify(signingInput string, signature []byte) bool {
	if len(signature) != with.bytes {
		return false
	}
	if with.key != nil {
		return jwt.SigningMethodRS256.Verify(signingInput, signature, with.key) == nil
	}
	return with.verifyLong(signingInput, signature)
}

// sha256Prefix is the DER of the DigestInfo in front of a SHA-256 hash (RFC 8017 9.2).
var sha256Prefix = []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}

// verifyLong verifies with an exponent of 32 or 33 bits (RFC 8017 8.2.2), which crypto/rsa does not take.
func (with *rsaVerifier) verifyLong(signingInput string, signature []byte) bool {
	s := new(big.Int).SetBytes(signature)
	if s.Cmp(with.n) >= 0 {
		return false
	}
	found := s.Exp(s, with.e, with.n).FillBytes(make([]byte, with.bytes))
	hash := sha256.Sum256([]byte(signingInput))
	want := make([]byte, with.bytes)
	want[1] = 1
	tail := len(want) - len(sha256Prefix) - len(hash)
	for i := 2; i < tail-1; i++ {
		want[i] = 0xff
	}
	copy(want[tail:], sha256Prefix)
	copy(want[tail+len(sha256Prefix):], hash[:])
	return string(found) == string(want)
}

// ecVerifier is ECDSA with P-256 and SHA-256; a signature is r and s, 32 bytes each.
type ecVerifier struct{ key *ecdsa.PublicKey }

// newEC returns a verifier, or nil when x and y are no point of P-256. As in the backend it is their concatenation that
// has to be 64 bytes long, and the key's crv is not looked at (C8).
func newEC(x, y []byte) verifier {
	point := append(append([]byte{4}, x...), y...)
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return nil
	}
	return ecVerifier{key}
}

func (with ecVerifier) verify(signingInput string, signature []byte) bool {
	return jwt.SigningMethodES256.Verify(signingInput, signature, with.key) == nil
}

// edVerifier is EdDSA with Ed25519.
type edVerifier struct{ key ed25519.PublicKey }

func (with edVerifier) verify(signingInput string, signature []byte) bool {
	return jwt.SigningMethodEdDSA.Verify(signingInput, signature, with.key) == nil
}
