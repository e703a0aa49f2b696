package logs

import (
	"fmt"

	"convex-auth-doctor/steps/ids"
)

// refused: refreshes succeed, and the deployment refuses the new token: issuer, audience or key (P 4E). A refused token
// leaves no line on the server (B 2.29), so only a browser's console proves it.
func (picture *picture) refused() []candidate {
	if picture.pairs > 0 && picture.mostlyFails() {
		return nil
	}
	if texts, n := picture.text(textNoProviders); n > 0 && picture.pairs > 0 {
		return []candidate{{cause: ids.AuthConfigMissingOrNotPushed, confidence: Proved, groups: texts, question: askConsole, traffic: true,
			why: "Refreshes succeed, and the deployment says that it has no auth provider at all."}}
	}
	if texts, n := picture.text(textNoProvider); n > 0 && picture.pairs > 0 {
		return []candidate{
			{cause: ids.IssuerMismatch, confidence: Likely, groups: texts, question: askConsole, traffic: true,
				why: "Refreshes succeed, and the deployment refuses each new token: Convex Auth always sets the audience, so its issuer is not the configured one."},
			{cause: ids.AuthConfigMissingOrNotPushed, confidence: Possible, groups: texts, question: askConsole,
				why: "In production the text is the same when no provider is configured."},
			{cause: ids.AudienceMismatch, confidence: Possible, groups: texts, question: askConsole,
				why: "The text is the same when the applicationID is not \"convex\"."},
		}
	}
	if texts, n := picture.text(textOIDCClaim, textUnknownKey); n > 0 && picture.pairs > 0 {
		return []candidate{
			{cause: ids.KeyPairMismatch, confidence: Likely, groups: texts, question: askConsole, traffic: true,
				why: "Refreshes succeed, and the deployment refuses each new token: JWKS does not belong to JWT_PRIVATE_KEY."},
			{cause: ids.SigningKeyJWKSMismatch, confidence: Possible, groups: texts, question: askConsole,
				why: "The text is the same when JWKS holds several keys and the token names none."},
		}
	}
	user, unknown := picture.identities()
	if !picture.comeInThrees() || user > 0 {
		return nil
	}
	why := "Each page load refreshes three times, as a client does whose new token is refused. The log does not show with which identity queries run."
	if unknown > 0 {
		why = "Each page load refreshes three times, successfully, and queries still run without identity: the new token seems to be refused."
	}
	var open []candidate
	for _, cause := range []ids.Cause{ids.IssuerMismatch, ids.KeyPairMismatch, ids.AudienceMismatch} {
		open = append(open, candidate{cause: cause, confidence: Possible, lines: picture.tries.lines, question: askConsole, traffic: unknown > 0, why: why})
	}
	return open
}

// comeInThrees reports refreshes that come three at a time where a page load makes one: a client whose new token is refused
// asks so often (P 4E, B 3.14), and so does one whose proxy loses the answers (P 4.8). Tabs that were opened together
// refresh so as well, but at the end of each token's life only.
func (picture *picture) comeInThrees() bool {
	return picture.tries.inThrees() && len(picture.loops) == 0 && picture.options.Tabs < 3 &&
		(!picture.tries.atCadence(picture.period().Microseconds()) || picture.options.oneTab())
}

// identities counts queries that ran with the identity of a user and without: by their rows, or where a format has no
// identity by what they printed of it.
func (picture *picture) identities() (user, unknown int) {
	return picture.identity.user + picture.groups.count(GroupIdentity), picture.identity.unknown + picture.groups.count(GroupNullIdentity)
}

// deniedPage: the page's queries throw for this user, and the client mounts its provider anew each time (P 4E, P 5 R4).
func (picture *picture) deniedPage() []candidate {
	slots := picture.bursts.slots
	if len(picture.loops) == 0 || picture.mostlyFails() || slots.pairs < 3 || slots.failed*5 < slots.pairs*3 {
		return nil
	}
	return []candidate{{cause: ids.SessionRefetchLoop, confidence: Likely, lines: slots.failedAt, question: askRenders, traffic: true,
		why: fmt.Sprintf("Queries fail right behind %d of %d refreshes: a page that throws for this user seems to mount its provider again and again.", slots.failed, slots.pairs)}}
}

// unstableFetch: between two tokens the client is signed out for a moment, as when fetchAccessToken is another function
// at each render (P 4E, P 5 32).
func (picture *picture) unstableFetch() []candidate {
	slots := picture.bursts.slots
	if len(picture.loops) == 0 || picture.mostlyFails() || slots.pairs < 3 || slots.flipped*2 < slots.pairs {
		return nil
	}
	return []candidate{{cause: ids.SessionRefetchLoop, confidence: Likely, lines: picture.firstLines(), question: askRenders, traffic: true,
		why: fmt.Sprintf("Behind %d of %d refreshes the same query runs without identity and then with it: the client drops its token and sets it anew.", slots.flipped, slots.pairs)}}
}

// duplicateClients: refreshes come in twos (P 4E).
func (picture *picture) duplicateClients() []candidate {
	if picture.mostlyFails() {
		return nil
	}
	twos := 0
	var lines []int64
	for _, one := range picture.loops {
		if one.twos {
			twos += one.pairs
			lines = append(lines, one.lines...)
		}
	}
	if twos > 0 && twos*2 >= picture.looping {
		return []candidate{{cause: ids.RefreshDuplicateClients, confidence: Likely, lines: lines[:min(len(lines), 4)], question: askSockets, traffic: true,
			why: "The refreshes come in twos, less than a second apart, and succeed: two auth clients of one tab."}}
	}
	size, groups := picture.twos.usual()
	if picture.twos.onlyTwice() {
		size = 2
	}
	if len(picture.loops) > 0 || size != 2 || picture.options.Tabs > 1 {
		return nil
	}
	made := candidate{cause: ids.RefreshDuplicateClients, confidence: Likely, lines: picture.twos.lines, question: askSockets, traffic: true,
		why: fmt.Sprintf("Refreshes come in twos, less than a second apart, %s: two auth clients of one tab.", times(groups))}
	if groups < 3 || picture.twos.atCadence(picture.period().Microseconds()) && !picture.options.oneTab() {
		// Two tabs that were opened together do the same for ever.
		made.confidence, made.traffic, made.question = Possible, false, askTabs
		made.why = "Refreshes come in twos: two tabs that were opened together, or two clients in one tab."
	}
	return []candidate{made}
}

// silentFailure: every refresh fails and nothing is printed, which robelest's library does at its default level (P 4E).
func (picture *picture) silentFailure() []candidate {
	looped := len(picture.loops) > 0 && picture.failed*10 >= picture.pairs*9 && picture.failed >= 3
	if !picture.allFail() && !looped || picture.mostlyThrow() {
		return nil
	}
	if _, n := picture.text(textExpiredRefresh, textInvalidRefresh, textReuse, textReuseEvent); n*2 >= picture.failed {
		return nil
	}
	return []candidate{
		{cause: ids.RefreshTokenCorrupted, confidence: Likely, lines: picture.firstLines(), question: askStored, traffic: true,
			why: fmt.Sprintf("None of %d refreshes gave a token, and no other reason is printed: what is stored seems to be no refresh token.", picture.pairs)},
		{cause: ids.StaleTokenInStorage, confidence: Possible, lines: picture.firstLines(), question: askStored, traffic: true,
			why: "An ended or foreign refresh token fails in the same way where the library prints nothing."},
	}
}

// sessionRequests: the browser asks an auth library's route on the deployment for its session in a loop (V 83, V 101).
func (picture *picture) sessionRequests() []candidate {
	if len(picture.routes.certain()) == 0 {
		return nil
	}
	var groups []*group
	for _, one := range picture.groups.of(GroupAuthRequests) {
		if isSessionRoute(one.key.function) {
			groups = append(groups, one)
		}
	}
	run := picture.routes.certain()[0]
	return []candidate{{cause: ids.SessionRefetchLoop, confidence: Likely, groups: groups, question: askRenders, traffic: true,
		why: fmt.Sprintf("The session is asked for every %s, evenly, as one client in a loop does.", seconds(run.spacing))}}
}

// notRefreshed: the client could not get a new token (B 3.13, 2.22).
func (picture *picture) notRefreshed() []candidate {
	if texts, n := picture.text(textNoNewToken); n > 0 {
		return []candidate{{cause: ids.TokenRefreshNotHandled, confidence: Likely, groups: texts, question: askFetch,
			why: "The client says that it could not fetch a new token."}}
	}
	if texts, n := picture.text(textIdentityExpired); n > 0 {
		return []candidate{{cause: ids.TokenRefreshNotHandled, confidence: Possible, groups: texts, question: askFetch,
			why: "A token ended on a live connection before the client had fetched a new one."}}
	}
	return nil
}

// unexplainedLoop: one client refreshes in a loop, all succeed, and nothing tells why.
func (picture *picture) unexplainedLoop() []candidate {
	if len(picture.loops) == 0 || picture.mostlyFails() {
		return nil
	}
	lines, ask := picture.loops[0].lines, askRenders
	if picture.loops[0].session != "" { // tabs share their session
		ask = askOtherTabs
	}
	open := []candidate{
		{cause: ids.SessionRefetchLoop, confidence: Possible, lines: lines, question: ask, traffic: true,
			why: "A provider or fetchAccessToken that is new at each render, or tabs that wake each other, make such a loop."},
		{cause: ids.RefreshDuplicateClients, confidence: Possible, lines: lines, question: askSockets, traffic: true,
			why: "Two auth clients in one tab can wake each other through the shared storage."},
		{cause: ids.RefreshProxyRetries, confidence: Possible, lines: lines, question: askProxy, traffic: true,
			why: "A proxy that loses the answer makes the client try again."},
	}
	if picture.totals.known == 0 { // text shows no results: each refresh may have failed
		open = append(open, candidate{cause: ids.RefreshTokenCorrupted, confidence: Possible, lines: lines, question: askStored, traffic: true,
			why: "This format does not show whether refreshes succeed: a stored refresh token that is none fails each time, and the client tries again."})
	}
	if _, _, known := picture.lifeAndLeeway(); !known {
		short := candidate{cause: ids.TokenLifetimeTooShort, confidence: Possible, lines: lines, question: askLife, traffic: true,
			why: "A token that lives no longer than the client's leeway is refreshed at once, again and again."}
		if even := picture.loops[0].even; even >= 0 && even < 0.1 {
			short.why = "The refreshes are perfectly even, as with a token that lives no longer than the client's leeway."
			return append([]candidate{short}, open...)
		}
		open = append(open, short)
	}
	return open
}

// usualBurst is the number of queries behind one refresh that is fine (P 6D, LOG-BURST).
const usualBurst = 15

// bigBursts: each refresh runs many queries again (seed, P 4.14 to 4.16).
func (picture *picture) bigBursts() []candidate {
	total := picture.bursts.total
	size, _ := picture.burstSize()
	if total.pairs == 0 && total.bare > 1 {
		// Without refreshes to count by, several clients can share a burst; each runs a function once.
		size = float64(total.bareFunctions) / float64(total.bare)
	}
	if len(picture.loops) > 0 || size <= usualBurst {
		return nil
	}
	var lines []int64
	for _, one := range picture.bursts.largest[:min(3, len(picture.bursts.largest))] {
		lines = append(lines, one.start.line)
	}
	return []candidate{{cause: ids.RefreshSubscriptionBurst, confidence: Likely, lines: lines, question: askTabs,
		why: fmt.Sprintf("Each refresh runs about %.0f queries again.", size)}}
}
