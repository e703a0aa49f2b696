package secret

import (
	"cmp"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Guard returns out as it may leave the program: where a secret stands in it, its label stands there instead. What cannot
// be replaced, as a secret broken over lines, is a *LeakError, and then nothing is returned.
func (registry *Registry) Guard(out []byte) ([]byte, error) {
	if registry.Check(out) == nil {
		return out, nil
	}
	registry.mutex.Lock()
	text := string(out)
	longestFirst := func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) }
	raws := slices.SortedFunc(maps.Keys(registry.byRaw), longestFirst) // a secret can stand in another one
	for _, hidden := range []func(raw string) string{
		func(raw string) string { return raw },
		func(raw string) string { return strings.ReplaceAll(raw, "\n", `\n`) },
		withoutPublicParts, // last: where it was replaced, the whole is not found any more
	} {
		for _, raw := range raws {
			if !searched(raw) {
				continue
			}
			for _, form := range encodings(hidden(raw)) {
				text = strings.ReplaceAll(text, form, registry.byRaw[raw].label)
			}
		}
	}
	registry.mutex.Unlock()
	if err := registry.Check([]byte(text)); err != nil {
		return nil, err
	}
	return []byte(text), nil
}

// LeakError says that text which was about to leave the program holds a secret. It names the label only.
type LeakError struct{ Label string }

func (leak *LeakError) Error() string {
	return "nothing was written: the text would have held " + leak.Label +
		"; please report this as a fault of convex-auth-doctor"
}

const (
	// shortest is the length in bytes below which a value is too common to look for ("true", "convex").
	shortest = 8
	// run is how many characters of a long secret in a row count as a leak of it. Pieces are cut at multiples of run,
	// so any 2*run-1 characters in a row hold one whole piece.
	run = 20
)

// needles maps what to look for to the label of its secret.
type needles struct {
	whole  map[string]string // shorter secrets, looked for one by one
	pieces map[string]string // pieces of exactly run bytes, looked for by sliding over the text
}

// Check scans out for every secret ever taken in: as it is, in base64, URL-encoded, reversed by lines, and split over
// lines or decorated with quotes and bars. It returns a *LeakError for the first that it finds, else nil.
func (registry *Registry) Check(out []byte) error {
	registry.mutex.Lock()
	defer registry.mutex.Unlock()
	if len(registry.byRaw) == 0 {
		return nil
	}
	if registry.needles == nil {
		registry.needles = registry.collect()
	}
	text := withoutPublishable(string(out))
	for _, form := range []string{text, joined(text), joined(reversedLines(text))} {
		if label := registry.needles.find(form); label != "" {
			return &LeakError{label}
		}
	}
	return nil
}

func (registry *Registry) collect() *needles {
	found := &needles{whole: map[string]string{}, pieces: map[string]string{}}
	for raw, one := range registry.byRaw {
		if !searched(raw) {
			continue
		}
		for _, form := range encodings(withoutPublicParts(raw)) {
			found.add(form, one.label)
			found.add(joined(form), one.label)
		}
	}
	return found
}

// searched reports whether raw is looked for in what leaves the program. Short values are too common, and so are words of
// prose: the value column of a table can say "Convex deployment".
func searched(raw string) bool {
	if len(raw) < shortest {
		return false
	}
	if onlyMarker(raw) {
		return false
	}
	words := strings.Fields(raw)
	if len(words) < 2 {
		return true
	}
	for _, word := range words {
		if len(word) >= run || strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'’.,:;()") != "" {
			return true
		}
	}
	return false
}

// onlyMarker reports a PEM of which nothing was kept but what all keys share: the BEGIN line, and the name of the algorithm.
func onlyMarker(raw string) bool {
	_, rest, begins := strings.Cut(raw, "-----BEGIN ")
	label, body, ends := strings.Cut(rest, "-----")
	body, _, _ = strings.Cut(body, "-----END")
	return begins && ends && len(label) < run && len(strings.TrimSpace(body)) < 21+shortest
}

func (found *needles) add(form, label string) {
	if len(form) < 2*run {
		if len(form) >= shortest {
			found.whole[form] = label
		}
		return
	}
	for i := 0; i+run <= len(form); i += run {
		if piece := form[i : i+run]; !isName(piece) {
			found.pieces[piece] = label
		}
	}
}

// isName reports a piece of the name of a variable: two lines of a list that were pasted as one are a value with a name in it.
func isName(piece string) bool {
	return strings.Contains(piece, "_") && strings.Trim(piece, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

func (found *needles) find(text string) string {
	for form, label := range found.whole {
		if strings.Contains(text, form) {
			return label
		}
	}
	if len(found.pieces) == 0 {
		return ""
	}
	for i := 0; i+run <= len(text); i++ {
		if label, ok := found.pieces[text[i:i+run]]; ok {
			return label
		}
	}
	return ""
}

// encodings returns the forms in which a secret can hide. Base64 depends on where in a group of three bytes the secret
// begins, so each of the three alignments is cut to the characters that do not depend on its neighbours.
func encodings(raw string) []string {
	forms := []string{raw, url.QueryEscape(raw), url.PathEscape(raw)}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for skip := 0; skip < 3; skip++ {
			encoded := encoding.EncodeToString(append(make([]byte, skip), raw...))
			from, to := []int{0, 2, 3}[skip], len(encoded)-2
			if to-from >= shortest {
				forms = append(forms, encoded[from:to])
			}
		}
	}
	return forms
}

// joined drops what a line break, a quoted mail or a frame puts between two halves of a secret.
func joined(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '"', '\'', '>', '|', '│', '\\':
			return -1
		}
		return r
	}, text)
}

func reversedLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return strings.Join(lines, "\n")
}
