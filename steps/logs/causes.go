package logs

import (
	"fmt"
	"sort"
	"strconv"
	"time"

	"convex-auth-doctor/steps/ids"
)

// candidate is a cause that something in the log speaks for.
type candidate struct {
	cause      ids.Cause
	confidence Confidence
	why        string
	lines      []int64 // of the log, that show it
	groups     []*group
	question   Question
	traffic    bool // it is a fault of the refresh traffic itself
}

// picture is the log in numbers, for the rules.
type picture struct {
	*analysis
	loops     []foundLoop
	pairs     int
	succeeded int
	failed    int
	looping   int // refreshes in loops
}

func (analysis *analysis) picture() picture {
	made := picture{analysis: analysis, loops: analysis.loops(), pairs: analysis.totals.pairs, failed: analysis.totals.failed}
	made.succeeded = analysis.totals.known - made.failed
	for _, one := range made.loops {
		made.looping += one.pairs
	}
	return made
}

// mostlyFails reports whether most refreshes failed. Where a format does not show results, those count as good that say
// nothing else.
func (picture *picture) mostlyFails() bool { return picture.failed*2 > picture.pairs }

// mostlyThrow reports whether most refreshes end with an error of a function, such as a key that cannot be read. An ended
// session gives an empty result instead (P 4.4).
func (picture *picture) mostlyThrow() bool { return picture.totals.threw*2 > picture.pairs }

// allFail reports whether no refresh succeeded, of at least three.
func (picture *picture) allFail() bool {
	return picture.pairs >= 3 && picture.failed == picture.pairs
}

// candidates applies all rules (P 4E). The order is that of the nearest to the root: what a text proves comes first.
func (picture *picture) candidates() []candidate {
	var found []candidate
	for _, rule := range []func() []candidate{
		picture.shortLife, picture.corrupted, picture.reused, picture.stale, picture.storage, picture.refused, picture.proxy,
		picture.deniedPage, picture.unstableFetch, picture.duplicateClients, picture.silentFailure, picture.sessionRequests,
		picture.notRefreshed, picture.unexplainedLoop, picture.bigBursts,
	} {
		found = append(found, rule()...)
	}
	order := map[Confidence]int{Proved: 0, Likely: 1, Possible: 2}
	sort.SliceStable(found, func(i, j int) bool { return order[found[i].confidence] < order[found[j].confidence] })
	return unique(found)
}

// unique keeps the strongest candidate of each cause.
func unique(all []candidate) []candidate {
	seen := map[ids.Cause]bool{}
	kept := all[:0]
	for _, one := range all {
		if !seen[one.cause] {
			seen[one.cause] = true
			kept = append(kept, one)
		}
	}
	return kept
}

// text returns the groups of known texts, with their number.
func (picture *picture) text(kinds ...string) (all []*group, count int) {
	for _, kind := range kinds {
		for _, one := range picture.groups.of(kind) {
			all = append(all, one)
			count += one.count
		}
	}
	return all, count
}

// shortLife: the token's life is at or below the leeway (P 4.7, B 3.20, 3.21).
func (picture *picture) shortLife() []candidate {
	if texts, n := picture.text(textImmediately, textTooShort); n > 0 {
		return []candidate{{cause: ids.TokenLifetimeTooShort, confidence: Proved, groups: texts, question: askLife, traffic: true,
			why: "The client says that it refetches at once because the token lives no longer than its leeway."}}
	}
	life, leeway, known := picture.lifeAndLeeway()
	if !known || picture.pairs < 2 {
		return nil
	}
	if life <= leeway {
		return []candidate{{cause: ids.TokenLifetimeTooShort, confidence: Proved, lines: picture.firstLines(), question: askLife, traffic: true,
			why: fmt.Sprintf("The token lives %s, and the client asks for a new one %s before its end.", life, leeway)}}
	}
	return nil
}

// corrupted: what is stored as refresh token is none.
func (picture *picture) corrupted() []candidate {
	texts, n := picture.text(textCorrupted, textCorruptedDebug)
	why := "The deployment could not read the refresh token that it was given."
	if n == 0 {
		// A single mismatch is a leftover of an older session; many are a second writer of the stored value.
		if texts, n = picture.text(textSessionMismatch); n < 3 && n*2 < picture.pairs || n == 0 {
			return nil
		}
		why = "The refresh token's second half does not belong to its first: something else writes the stored value."
	}
	return []candidate{{cause: ids.RefreshTokenCorrupted, confidence: Proved, groups: texts, why: why, question: askStored, traffic: true}}
}

// reused: a refresh token was used again outside of its window (P 6D, LOG-REUSE: now and then is no fault).
func (picture *picture) reused() []candidate {
	texts, n := picture.text(textReuse, textReuseEvent)
	_, dead := picture.text(textExpiredRefresh, textInvalidRefresh)
	perSession := picture.sessions.named() > 0 && n > picture.sessions.named()
	if n < 2 || !perSession && n < 3 && n*5 < picture.pairs {
		return nil
	}
	if n*20 < picture.pairs && len(picture.loops) == 0 && !perSession {
		return nil
	}
	confidence, other := Likely, Possible
	if dead >= n && picture.mostlyFails() {
		confidence, other = Possible, Likely
	}
	return []candidate{
		{cause: ids.RefreshTokenReuseRace, confidence: confidence, groups: texts, question: askReuse, traffic: true,
			why: fmt.Sprintf("A refresh token was used again outside of its reuse window, %s.", times(n))},
		{cause: ids.StaleTokenInStorage, confidence: other, groups: texts, question: askStored, traffic: true,
			why: "The same dead refresh token is sent again, as after a restored tab or a device backup."},
	}
}

// stale: the client keeps a refresh token that has ended. One expired session is the normal way out.
func (picture *picture) stale() []candidate {
	texts, n := picture.text(textExpiredRefresh, textInvalidRefresh)
	if n < 3 || !picture.mostlyFails() && len(picture.loops) == 0 {
		return nil
	}
	return []candidate{{cause: ids.StaleTokenInStorage, confidence: Likely, groups: texts, question: askStored, traffic: true,
		why: fmt.Sprintf("The client sends a refresh token that has ended, %s, and does not drop it.", times(n))}}
}

// storage: nothing can be kept between page loads.
func (picture *picture) storage() []candidate {
	if texts, n := picture.text(textNoLocalStorage, textStorageFailed); n > 0 {
		return []candidate{{cause: ids.RefreshStorageUnavailable, confidence: Proved, groups: texts, question: askStorage, traffic: true,
			why: "The client says that it cannot use its storage."}}
	}
	signIns := picture.pairing.signIns
	if signIns < 3 || picture.succeeded > 0 || picture.pairs > picture.failed {
		return nil
	}
	made := candidate{cause: ids.RefreshStorageUnavailable, confidence: Possible, lines: picture.pairing.signLines, question: askStorage, traffic: true,
		why: fmt.Sprintf("The log has %d sign-ins and no successful refresh: nothing seems to survive a page load.", signIns)}
	nulls, n := picture.text(GroupNullIdentity)
	if span, ok := picture.span(); n >= 3 && picture.identityComesAndGoes() || ok && span > picture.period() && signIns >= 5 {
		made.confidence, made.groups = Likely, nulls
	}
	return []candidate{made}
}

// identityComesAndGoes reports whether functions were seen with and without identity.
func (picture *picture) identityComesAndGoes() bool {
	return picture.identity.user > 0 && picture.identity.unknown > 0 || picture.groups.count(GroupIdentity) > 0
}

// proxy: the app's own auth route fails and is tried again (P 4.8, 4E).
func (picture *picture) proxy() []candidate {
	if texts, n := picture.text(textProxyRefresh); n > 0 {
		made := candidate{cause: ids.RefreshProxyRetries, confidence: Likely, groups: texts, question: askProxy, traffic: true,
			why: "The client says that the refresh through the app's own auth route failed."}
		if n > 1 {
			made.confidence = Proved
		}
		return []candidate{made}
	}
	for _, one := range picture.groups.of(GroupProxyStatus) {
		if one.count >= 3 && isProxyRoute(one.key.function) && isRetrying(one.gaps) {
			return []candidate{{cause: ids.RefreshProxyRetries, confidence: Likely, groups: []*group{one}, question: askProxy, traffic: true,
				why: fmt.Sprintf("%s was answered with %d, %s, soon after one another.", one.key.function, one.status, times(one.count))}}
		}
	}
	size, _ := picture.tries.usual()
	first, second := picture.tries.gaps[0].mean(), picture.tries.gaps[1].mean()
	if size != 3 || picture.mostlyFails() || len(picture.loops) > 0 {
		return nil
	}
	made := candidate{cause: ids.RefreshProxyRetries, confidence: Possible, lines: picture.tries.lines, question: askProxy, traffic: true,
		why: "Refreshes come in threes, as when a proxy's answer is lost and the client tries twice more."}
	if first >= 400_000 && first <= 1_200_000 && second >= 1_400_000 && second <= 3_500_000 {
		made.confidence = Likely
		made.why = "Refreshes come in threes, half a second and two seconds apart: the times at which the client tries again."
	}
	return []candidate{made}
}

// isProxyRoute reports the routes that a proxy for refreshes has: POST /api/auth, or whatever the app chose that ends so.
func isProxyRoute(function string) bool {
	return len(function) > 5 && function[:5] == "POST " && (function[len(function)-5:] == "/auth" || function[len(function)-6:] == "/auth/")
}

// isRetrying reports whether most distances lie below 3.5 s, or that times are not known.
func isRetrying(gaps []int64) bool {
	near := 0
	for _, gap := range gaps {
		if gap <= 3_500_000 {
			near++
		}
	}
	return near*2 >= len(gaps)
}

// firstLines are the lines of the first refreshes.
func (picture *picture) firstLines() []int64 {
	var lines []int64
	for _, one := range picture.pairList {
		lines = append(lines, one.start().line)
	}
	return lines[:min(len(lines), 3)]
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// seconds writes a number of microseconds as a person says it.
func seconds(micros int64) string {
	return time.Duration(micros * int64(time.Microsecond)).Round(10 * time.Millisecond).String()
}
