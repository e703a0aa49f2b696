package logs

import (
	"encoding/binary"
	"math/bits"
)

// seen remembers which records were read, so that a part of a log that stands in the file twice counts once. It holds
// the newest records only: what lies further apart than seenMost records of interest is not recognised again.
type seen struct {
	young, old seenSet
}

const seenMost = 1 << 18

// seenSet is an open-addressing set of hashes; 0 marks an empty place.
type seenSet struct {
	places []uint64
	count  int
}

// add takes a record and reports whether it was there before.
func (seen *seen) add(hash uint64) bool {
	if hash == 0 {
		hash = 1
	}
	if seen.young.has(hash) || seen.old.has(hash) {
		return true
	}
	if seen.young.count >= seenMost {
		seen.old = seen.young
		seen.young = seenSet{}
	}
	seen.young.put(hash)
	return false
}

func (set *seenSet) has(hash uint64) bool {
	if len(set.places) == 0 {
		return false
	}
	mask := uint64(len(set.places) - 1)
	for i := hash & mask; set.places[i] != 0; i = (i + 1) & mask {
		if set.places[i] == hash {
			return true
		}
	}
	return false
}

func (set *seenSet) put(hash uint64) {
	if set.count*2 >= len(set.places) {
		old := set.places
		set.places = make([]uint64, max(1024, 2*len(old)))
		set.count = 0
		for _, one := range old {
			if one != 0 {
				set.put(one)
			}
		}
	}
	mask := uint64(len(set.places) - 1)
	i := hash & mask
	for set.places[i] != 0 {
		i = (i + 1) & mask
	}
	set.places[i] = hash
	set.count++
}

// recent remembers the newest runs of queries behind refreshes, so that a line that stands in the log twice in a row, or
// nearly so, counts once. A copy further away needs no care: the copy of its refresh is known as one, so nothing behind
// it is counted.
type recent struct{ hashes [1 << 12]uint64 }

// add takes a run and reports whether it is a copy.
func (recent *recent) add(row *row, name []byte) bool {
	hash := rowHash(row, name)
	place := &recent.hashes[hash>>52]
	if *place == hash {
		return true
	}
	*place = hash
	return false
}

// repeats counts the rows of --jsonl that stand in a log twice, of any function: each has an execution id of its own. Only
// the first repeatsMost rows are remembered, which takes no time to speak of. Behind them those that matter are, and the
// first ones are looked for only where a copy was met before.
type repeats struct{ rows seenSet }

const repeatsMost = 1 << 13

// add takes a row and reports whether it is a copy.
func (repeats *repeats) add(row *row, name []byte) bool {
	hash := rowHash(row, name)
	if repeats.rows.has(hash) {
		return true
	}
	if !repeats.full() {
		repeats.rows.put(hash)
	}
	return false
}

func (repeats *repeats) full() bool { return repeats.rows.count >= repeatsMost }

func rowHash(row *row, name []byte) uint64 {
	return mix(mix(row.id, uint64(row.at)), ends(name)^uint64(row.flags)<<40) | 1
}

// hashOfID is made where the id was read, while it lies in the cache. It is 0 for an empty id only.
func hashOfID(id []byte) uint64 {
	if len(id) == 0 {
		return 0
	}
	return ends(id) | 1
}

// ends mixes the first and the last eight bytes of a text with its length: ids are random, so that is all that differs.
func ends(b []byte) uint64 {
	if len(b) >= 8 {
		return mix(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[len(b)-8:])) + uint64(len(b))
	}
	n := uint64(len(b))
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xe7037ed1a0b428db)
	return high ^ low
}

// hasher is FNV-1a, 64 bits, with a final mix because the low bits choose the place.
type hasher uint64

func newHasher() hasher { return 14695981039346656037 }

func (hash hasher) bytes(b []byte) hasher {
	for _, c := range b {
		hash = (hash ^ hasher(c)) * 1099511628211
	}
	return (hash ^ 0xff) * 1099511628211
}

func (hash hasher) text(s string) hasher {
	for i := 0; i < len(s); i++ {
		hash = (hash ^ hasher(s[i])) * 1099511628211
	}
	return (hash ^ 0xff) * 1099511628211
}

func (hash hasher) number(n int64) hasher {
	for range 8 {
		hash = (hash ^ hasher(n&0xff)) * 1099511628211
		n >>= 8
	}
	return hash
}

func (hash hasher) sum() uint64 {
	n := uint64(hash)
	n ^= n >> 32
	return n * 0x9e3779b97f4a7c15
}

// replay recognises text lines that stand in a log twice. Text has no ids, and two equal lines in one second are usual;
// but after the clock has gone back, as it does where `--history` prints again what was printed before, an equal line
// with an equal time counts as the same, as often as it stood there before.
type replay struct {
	newest int64 // newest time so far
	round  int32 // how often the clock went back
	lines  map[uint64]*replayed
}

type replayed struct {
	round          int32
	before, during int32 // how often it stood there up to the round before, and in this round
}

const maxReplay = 200000

// isCopy takes a line of a given time and reports whether it is a copy.
func (replay *replay) isCopy(hash uint64, at int64) bool {
	if replay.lines == nil {
		replay.lines = map[uint64]*replayed{}
	}
	one := replay.lines[hash]
	if one == nil {
		if len(replay.lines) >= maxReplay {
			clear(replay.lines)
		}
		replay.lines[hash] = &replayed{round: replay.round, during: 1}
		return false
	}
	if one.round != replay.round {
		one.before = max(one.before, one.during)
		one.during, one.round = 0, replay.round
	}
	one.during++
	return at <= replay.newest && one.during <= one.before
}
