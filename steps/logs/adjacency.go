package logs

// Text lines have no request id (P 4.9). A refresh there is the mutation's line or lines, and with --success the line of
// the action behind it. The oldest waiting mutation belongs to the next action.

const (
	// reach is how long an action may end after its mutation, in microseconds.
	reach = 30_000_000
	// beforeReach is how long an action's line may stand before its mutation's, for copies in the wrong order.
	beforeReach = 2_000_000
)

func (pairing *pairing) addAdjacent(sign sign) {
	pairing.expire(sign.moment)
	event := sign.event
	ended := event.Kind == KindExecution || event.Kind == KindError
	switch {
	case isStore(event.Function) && ended:
		pairing.storeEnded(sign)
	case isStore(event.Function):
		pairing.storePrinted(sign)
	case ended:
		pairing.actionEnded(sign)
	case sign.failure: // printed by the action: it belongs to the mutation that waits for it
		if one := pairing.newest(func(one *half) bool { return true }); one != nil {
			one.take(sign)
			pairing.judge(one, sign.moment)
		}
	}
}

// storePrinted takes a console line of the mutation.
func (pairing *pairing) storePrinted(sign sign) {
	_, hasSession := sessionOf(sign.event.Message)
	kind := storeKind(sign.event.Message)
	var one *half
	switch {
	case kind != "": // the first line of a call, unless its arguments were printed before
		one = pairing.newest(func(one *half) bool { return one.open > 0 && one.implied && kind == "refreshSession" })
	case hasSession:
		one = pairing.newest(func(one *half) bool { return one.open > 0 && one.session == "" })
	default:
		one = pairing.newest(func(one *half) bool { return one.open > 0 })
		if one == nil {
			one = pairing.newest(func(one *half) bool { return true })
		}
	}
	if one == nil {
		if kind == "" && !hasSession && !sign.failure {
			return
		}
		one = pairing.begin(sign.moment)
		one.open = 1
	}
	one.take(sign)
	pairing.judge(one, sign.moment)
}

// storeEnded takes the line that says that a mutation has ended, well or not.
func (pairing *pairing) storeEnded(sign sign) {
	one := pairing.oldest(func(one *half) bool { return one.open > 0 })
	if one == nil {
		one = pairing.begin(sign.moment)
	}
	one.open = 0
	one.take(sign)
	one.end(sign)
	if len(pairing.loneTimes) > 0 {
		lone := pairing.loneTimes[0]
		pairing.loneTimes = pairing.loneTimes[1:]
		one.action, one.actionError = lone.moment, lone.failed
		pairing.judge(one, sign.moment)
		pairing.close(one)
		return
	}
	pairing.judge(one, sign.moment)
}

// actionEnded takes the line that says that the action has ended.
func (pairing *pairing) actionEnded(sign sign) {
	one := pairing.oldest(func(one *half) bool { return one.stores > 0 && !one.isOther })
	if one == nil {
		one = pairing.oldest(func(one *half) bool { return one.refresh && !one.isOther })
	}
	if one == nil {
		if other := pairing.oldest(func(one *half) bool { return one.isOther }); other != nil {
			pairing.close(other)
			return
		}
		if len(pairing.loneTimes) < maxOpen {
			pairing.loneTimes = append(pairing.loneTimes, loneAction{sign.moment, sign.event.Success == No})
		}
		return
	}
	one.take(sign)
	one.end(sign)
	pairing.judge(one, sign.moment)
	pairing.close(one)
}

// begin opens a half for a mutation.
func (pairing *pairing) begin(now moment) *half {
	if len(pairing.open) >= maxOpen {
		pairing.close(pairing.open[0])
	}
	one := newHalf()
	one.store = now
	pairing.open = append(pairing.open, one)
	return one
}

func (pairing *pairing) close(one *half) {
	for i, other := range pairing.open {
		if other == one {
			pairing.open = append(pairing.open[:i], pairing.open[i+1:]...)
			break
		}
	}
	if one.pair == nil && !one.isOther && one.stores > 0 {
		pairing.lone++
	}
}

func (pairing *pairing) oldest(fits func(*half) bool) *half {
	for _, one := range pairing.open {
		if fits(one) {
			return one
		}
	}
	return nil
}

func (pairing *pairing) newest(fits func(*half) bool) *half {
	for i := len(pairing.open) - 1; i >= 0; i-- {
		if fits(pairing.open[i]) {
			return pairing.open[i]
		}
	}
	return nil
}

// expire closes what has waited too long.
func (pairing *pairing) expire(now moment) {
	for len(pairing.open) > 0 {
		age, ok := pairing.open[0].store.distance(now)
		if !ok || age >= 0 && age <= reach {
			break
		}
		pairing.close(pairing.open[0])
	}
	for len(pairing.loneTimes) > 0 {
		age, ok := pairing.loneTimes[0].moment.distance(now)
		if !ok || age >= 0 && age <= beforeReach {
			break
		}
		pairing.loneTimes = pairing.loneTimes[1:]
	}
}
