package wire

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// The backend looks top-level domains up in a copy of IANA's list (crate tld 2.36.0), the public suffix list here is a
// little newer. These are the names on which the two differ.
const (
	onlyBackend = " bentley dabur dunlop kerrylogistics lancaster lipsy pramerica redstone "
	onlyHere    = " hotel merck onion xn--mgb2ddes xn--mgba3a4fra xn--mgbai9a5eva00b xn--mgberp4a5d4a87g xn--mgbqly7c0a67fbc" +
		" xn--mgbqly7cvafr xn--mgbtf8fl xn--mix082f xn--nnx388a "
)

// EndsWithTLD reports whether a host, as ParseURL gives it, is localhost or ends in a known top-level domain (B 4.22).
func EndsWithTLD(host string) bool {
	if host == "localhost" {
		return true
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return false
	}
	label := host[dot+1:]
	if label == "" || strings.ContainsAny(label, " []") {
		return false
	}
	switch {
	case strings.Contains(onlyBackend, " "+label+" "):
		return true
	case strings.Contains(onlyHere, " "+label+" "):
		return false
	}
	// Two labels in front, because a rule such as *.ck names a label below the top-level domain.
	_, icann := publicsuffix.PublicSuffix("a.a." + label)
	return icann
}
