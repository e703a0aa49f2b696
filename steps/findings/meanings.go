package findings

import (
	"slices"
	"sync"

	"convex-auth-doctor/steps/ids"
)

// reading is one cause that a message can have, with how far the message alone carries.
type reading struct {
	cause ids.Cause
	grade Grade
}

func proves(cause ids.Cause) reading   { return reading{cause, Proved} }
func suggests(cause ids.Cause) reading { return reading{cause, Likely} }
func allows(cause ids.Cause) reading   { return reading{cause, Possible} }

// meanings says for each message (by its id in package messages) which causes it has, the likeliest first. A message
// that stands for several faults proves none of them; one that names its fault proves it. Messages that are not listed
// mean nothing by themselves; one with an empty list says something that people ask about, and no cause. The tables stand in
// one file a speaker; they are joined when a message is first met, so that a start without a paste does not pay for them.
var meanings = sync.OnceValue(func() map[string][]reading {
	joined := map[string][]reading{}
	for _, table := range []map[string][]reading{
		backendMeanings(), pushMeanings(), clientMeanings(), convexAuthMeanings(), betterAuthMeanings(), providerMeanings(),
		clerkMeanings(), auth0Meanings(), workOSMeanings(), joseMeanings(), passkeyMeanings(), browserMeanings(), appMeanings(),
	} {
		for id, causes := range table {
			if _, twice := joined[id]; twice {
				panic("findings: the meaning of " + id + " stands twice")
			}
			joined[id] = causes
		}
	}
	return joined
})

// Meant returns the causes that a message stands for in the case, the likeliest first: those of the table, unless the case
// says more. There are none where the message was not seen, or means nothing there.
func (set Set) Meant(message string) []ids.Cause {
	var causes []ids.Cause
	for _, finding := range set.All {
		if finding.Rule == ids.Rule("message-"+message) && finding.Cause != "" && !slices.Contains(causes, finding.Cause) {
			causes = append(causes, finding.Cause)
		}
	}
	return causes
}
