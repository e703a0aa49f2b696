// Package deploytest makes lists of environment variables for tests: those of a healthy production deployment of each
// generation, to be changed by a test. Its keys are made on the spot and are nobody's.
package deploytest

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"sync"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/keys"
)

// Pair is a private key as it is stored, with the key set that belongs to it.
type Pair struct{ PEM, JWKS string }

func pair(key any) Pair {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return Pair{text, keys.Read(text).Public.JSON()}
}

// Ed25519 returns the pair that belongs to a number: the same number gives the same pair.
func Ed25519(number byte) Pair {
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = number + byte(i)
	}
	return pair(ed25519.NewKeyFromSeed(seed))
}

var rsaPairs = [2]func() Pair{sync.OnceValue(newRSA), sync.OnceValue(newRSA)}

func newRSA() Pair {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return pair(key)
}

// RSA returns one of two pairs.
func RSA(number int) Pair { return rsaPairs[number%2]() }

// PairOf returns one of two pairs of the kind that a generation signs with, in the form in which its CLI stores it.
func PairOf(gen deploy.Generation, number int) Pair {
	if gen.Algorithm() != keys.RS256 {
		return Ed25519(byte(number + 1))
	}
	one := RSA(number)
	if gen == deploy.GenO { // every line break is a blank (P 1.29)
		one.PEM = strings.ReplaceAll(strings.TrimSpace(one.PEM), "\n", " ")
	}
	return one
}

// List is a list of variables in order.
type List struct {
	Head   string // what stands above it
	names  []string
	values map[string]string
}

// What stands above the lists, as the CLI prints it.
const (
	ProdHead = "$ npx convex env list --prod\n✔ Environment variables (on prod deployment happy-otter-123):\n"
	DevHead  = "$ npx convex env list\n✔ Environment variables (on dev deployment brave-cat-456):\n"
)

// Healthy is the production list of a working app of a generation, which signs in with GitHub.
func Healthy(gen deploy.Generation) *List {
	list := &List{Head: ProdHead, values: map[string]string{}}
	key := PairOf(gen, 0)
	list.Set("AUTH_GITHUB_ID", "Ov23liAbCdEfGhIjKl").Set("AUTH_GITHUB_SECRET", strings.Repeat("0123456789abcdef", 3)[:40])
	if gen != deploy.GenO {
		list.Set("AUTH_SECRET_ENCRYPTION_KEY", "V1n3Xo0pQm8aZ6uYtR5sK2jH7gF4dC9bL0eW1qI8oPA")
	}
	list.Set("JWKS", key.JWKS).Set("JWT_PRIVATE_KEY", key.PEM)
	if gen == deploy.GenB {
		return list.Set("APP_URL", "https://app.example.com")
	}
	return list.Set("SITE_URL", "https://app.example.com")
}

// Set sets a variable.
func (list *List) Set(name, value string) *List {
	if _, there := list.values[name]; !there {
		list.names = append(list.names, name)
	}
	list.values[name] = value
	return list
}

// Drop takes variables out.
func (list *List) Drop(names ...string) *List {
	for _, name := range names {
		delete(list.values, name)
	}
	return list
}

// Text writes the list as `convex env list` does (P 1.41).
func (list *List) Text() string {
	text := list.Head
	for _, name := range list.names {
		value, there := list.values[name]
		switch {
		case !there:
		case strings.Contains(value, "\n"), len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"':
			text += name + "='" + value + "'\n"
		default:
			text += name + "=" + value + "\n"
		}
	}
	return text
}

// Secrets are the values that no output may show.
func (list *List) Secrets() []string {
	var all []string
	for _, name := range []string{"AUTH_GITHUB_SECRET", "AUTH_SECRET_ENCRYPTION_KEY"} {
		if value := list.values[name]; value != "" {
			all = append(all, value)
		}
	}
	if key := list.values["JWT_PRIVATE_KEY"]; len(key) > 100 && strings.Contains(key, "PRIVATE KEY") {
		all = append(all, strings.NewReplacer("\n", "", " ", "").Replace(key)[60:90])
	}
	return all
}
