package logs

import (
	"encoding/binary"
	"strconv"
)

// row is what the fast reader keeps of every record: enough for counting, bursts and the timeline. The few records that
// say more have their events beside it.
type row struct {
	at     int64  // microseconds since 1970, or of the clock's reading where no zone was written; see flagTimed
	name   span   // function, in the chunk's data
	id     uint64 // hash of the execution id, or of the request id where a format has none; 0 none
	line   uint32 // line within the chunk, from 0
	bytes  int32  // length of the result, -1 not seen
	events uint32 // index of the first event
	count  uint16 // number of events
	flags  flags
	format uint8 // index into formats
}

// span is a piece of a chunk's data.
type span struct{ from, to uint32 }

// flags are the facts of a row that take one bit each.
type flags uint32

const (
	flagTimed       flags = 1 << iota // the time could be read
	flagNoDate                        // only a time of day
	flagNoYear                        // no year
	flagCoarse                        // written in whole seconds
	flagQuery                         // types; none of them: not seen
	flagMutation                      //
	flagAction                        //
	flagHTTP                          //
	flagExecution                     // a function has ended
	flagConsole                       // console lines
	flagFailed                        // the execution failed
	flagCached                        // answered from the cache
	flagFresh                         // not answered from the cache
	flagSocket                        // called over a WebSocket
	flagNotSocket                     // called otherwise
	flagUser                          // identityType user
	flagUnknown                       // identityType unknown
	flagIdentity                      // run_reason identityChange
	flagOtherReason                   // any other run_reason
	flagFirstRun                      // run_reason initialSubscription
	flagLoose                         // a line that is no record of a function
)

// formats numbers the formats for row.format.
var formats = []Format{
	FormatCLIText, FormatCLIJSON, FormatDashboard, FormatWebhook, FormatAxiom, FormatDatadog, FormatOTLP, FormatV1,
	FormatBrowser, FormatOther,
}

// places in formats
const (
	indexCLIText   = 0
	indexCLIJSON   = 1
	indexDashboard = 2
	indexWebhook   = 3
	indexDatadog   = 5
	indexBrowser   = 8
	indexOther     = 9
)

// maxDeployments is how many deployments of one log are named.
const maxDeployments = 8

func formatIndex(format Format) uint8 {
	for i, one := range formats {
		if one == format {
			return uint8(i)
		}
	}
	return uint8(len(formats) - 1)
}

// rowOf says the same of an event as the fast reader says of its record.
func rowOf(event *Event) (found flags, at int64) {
	if event.Time.Known() {
		found |= flagTimed
		at = event.Time.Time.UnixMicro()
		if event.Time.NoDate {
			found |= flagNoDate
		}
		if event.Time.NoYear {
			found |= flagNoYear
		}
		if event.Time.Resolution >= 1e9 {
			found |= flagCoarse
		}
	}
	found |= udfFlag(event.UdfType)
	switch event.Kind {
	case KindExecution:
		found |= flagExecution
	case KindError: // printed in place of the end
		found |= flagExecution | flagFailed
	case KindConsole:
		found |= flagConsole
	case KindPreamble, KindNotice, "":
		found |= flagLoose
	}
	if event.Success == No {
		found |= flagFailed
	}
	switch event.Cached {
	case Yes:
		found |= flagCached
	case No:
		found |= flagFresh
	}
	return found | callerFlag(event.Caller) | identityFlag(event.IdentityType) | reasonFlag(event.RunReason), at
}

func udfFlag(udf UdfType) flags {
	switch udf {
	case Query:
		return flagQuery
	case Mutation:
		return flagMutation
	case Action:
		return flagAction
	case HTTPAction:
		return flagHTTP
	}
	return 0
}

func callerFlag(caller string) flags {
	switch caller {
	case "":
		return 0
	case CallerSyncWorker:
		return flagSocket
	}
	return flagNotSocket
}

func identityFlag(identity string) flags {
	switch identity {
	case "user":
		return flagUser
	case "unknown":
		return flagUnknown
	}
	return 0
}

func reasonFlag(reason string) flags {
	switch reason {
	case "":
		return 0
	case "identityChange":
		return flagIdentity
	case "initialSubscription":
		return flagOtherReason | flagFirstRun
	}
	return flagOtherReason
}

// microsOf reads a JSON number as microseconds, where one unit of it is scale microseconds.
func microsOf(raw []byte, scale int64) (int64, bool) {
	// Digits, a dot, up to six more digits: what Convex writes. All else takes the slow way.
	whole, i := int64(0), 0
	if len(raw) >= 8 && digits(raw[:8], 0) == 8 {
		whole, i = eightDigits(raw), 8
	}
	for ; i < len(raw) && isDigit(raw[i]); i++ {
		if i >= 13 {
			return slowMicros(raw, scale)
		}
		whole = whole*10 + int64(raw[i]-'0')
	}
	if i == 0 {
		return slowMicros(raw, scale)
	}
	micros := whole * scale
	if i == len(raw) {
		return micros, true
	}
	if raw[i] != '.' {
		return slowMicros(raw, scale)
	}
	unit := scale
	for i++; i < len(raw); i++ {
		unit /= 10
		if !isDigit(raw[i]) || unit == 0 {
			return slowMicros(raw, scale)
		}
		micros += int64(raw[i]-'0') * unit
	}
	return micros, true
}

// eightDigits returns the number that the first eight bytes write, which are digits: at first neighbours are added up,
// then pairs of them, then fours.
func eightDigits(raw []byte) int64 {
	w := binary.LittleEndian.Uint64(raw) & 0x0f0f0f0f0f0f0f0f
	w = w * (10<<8 + 1) >> 8 & 0x00ff00ff00ff00ff
	w = w * (100<<16 + 1) >> 16 & 0x0000ffff0000ffff
	return int64(w * (10000<<32 + 1) >> 32)
}

func slowMicros(raw []byte, scale int64) (int64, bool) {
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, false
	}
	stamp := unixStamp("", n*float64(scale))
	if stamp.Time.IsZero() {
		return 0, false
	}
	return stamp.Time.UnixMicro(), true
}
