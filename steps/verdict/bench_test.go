package verdict

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkVerdict compares a whole verdict with a bare verification of the same token's signature in the same run:
// verdict/ready is to do at least 0.8 of bare.
func BenchmarkVerdict(b *testing.B) {
	for _, kind := range []struct {
		name string
		make func(testing.TB, string) *app
	}{{"oidc", oidcApp}, {"customJwt", customApp}} {
		request := kind.make(b, RS256).request()
		prepared := Prepare(request.Configuration, request.Documents)
		if got := prepared.Decide(request.Token, request.Now); !got.Accepted {
			b.Fatalf("the token is refused: %s", got.Why)
		}
		token := request.Token.Reveal()
		dot := strings.LastIndexByte(token, '.')
		signature, _ := base64.RawURLEncoding.DecodeString(token[dot+1:])
		key := &testKeys().rsa.PublicKey
		bare := func() {
			hash := sha256.Sum256([]byte(token[:dot]))
			if rsa.VerifyPKCS1v15(key, crypto.SHA256, hash[:], signature) != nil {
				b.Fatal("not valid")
			}
		}
		b.Run(kind.name+"/bare", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bare()
			}
		})
		b.Run(kind.name+"/ready", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				prepared.Decide(request.Token, request.Now)
			}
		})
		// The two by turns, and of each the median, so that what else the machine does falls on neither.
		b.Run(kind.name+"/ready-for-each-bare", func(b *testing.B) {
			var bareTimes, readyTimes []time.Duration
			for b.Loop() {
				start := time.Now()
				bare()
				middle := time.Now()
				prepared.Decide(request.Token, request.Now)
				bareTimes = append(bareTimes, middle.Sub(start))
				readyTimes = append(readyTimes, time.Since(middle))
			}
			slices.Sort(bareTimes)
			slices.Sort(readyTimes)
			middle := len(bareTimes) / 2
			b.ReportMetric(float64(bareTimes[middle])/float64(readyTimes[middle]), "verdicts/bare")
		})
		b.Run(kind.name+"/whole", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Decide(request)
			}
		})
	}
}
