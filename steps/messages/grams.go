package messages

// grams finds where one of many folded words may stand, in one pass. It knows of each word only gramLength characters in
// a row, the ones that the fewest other words have, so the table is small and quick to make; who asks compares the rest.
type grams struct {
	seen [1 << (hashBits - 6)]uint64 // one bit for each hash that occurs
	uses map[uint32][]use
}

const (
	gramLength = 5
	gramMask   = 1<<(6*gramLength) - 1
	hashBits   = 16
)

// codes numbers the folded characters from 1.
var codes = func() (table [256]uint8) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c] = c - 'a' + 1
	}
	for c := byte('0'); c <= '9'; c++ {
		table[c] = c - '0' + 27
	}
	return table
}()

func hash(gram uint32) uint32 { return gram * 0x9e3779b1 >> (32 - hashBits) }

// each calls visit with every gram of a folded word and its offset.
func each(word string, visit func(gram uint32, offset int)) {
	var gram uint32
	for i := 0; i < len(word); i++ {
		gram = (gram<<6 | uint32(codes[word[i]])) & gramMask
		if i >= gramLength-1 {
			visit(gram, i-gramLength+1)
		}
	}
}

// newGrams makes the table of words; of each, the rarest gram is chosen.
func newGrams(words []use, text func(use) string) *grams {
	made := &grams{uses: make(map[uint32][]use, len(words))}
	counts := make([]uint16, 1<<hashBits)
	for _, one := range words {
		each(text(one), func(gram uint32, _ int) { counts[hash(gram)]++ })
	}
	for _, one := range words {
		var best uint32
		fewest, at := ^uint16(0), 0
		each(text(one), func(gram uint32, offset int) {
			if count := counts[hash(gram)]; count < fewest {
				best, fewest, at = gram, count, offset
			}
		})
		one.offset += at
		made.uses[best] = append(made.uses[best], one)
		bit := hash(best)
		made.seen[bit>>6] |= 1 << (bit & 63)
	}
	return made
}

// scan calls report for each use of a gram that stands in the folded text, with the offset of its first character.
func (found *grams) scan(folded []byte, report func(one use, start int)) {
	var gram uint32
	for i, c := range folded {
		gram = (gram<<6 | uint32(codes[c])) & gramMask
		bit := hash(gram)
		if found.seen[bit>>6]&(1<<(bit&63)) == 0 {
			continue
		}
		for _, one := range found.uses[gram] {
			report(one, i-gramLength+1)
		}
	}
}
