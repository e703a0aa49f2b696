package logs

// pairing joins the signs of a refresh: by request id where the format has one, else by adjacency (P 4.1 to 4.4, 4.9).
type pairing struct {
	byRequest map[string]*half
	order     []string // request ids, oldest first
	open      []*half  // of text lines, oldest first
	loneTimes []loneAction
	queue     []*pair     // found and not yet counted: a later line may still say more
	found     func(*pair) // a new pair
	more      func(*pair) // a further sign of it
	signIns   int
	signLines []int64 // of the first sign-ins
	lone      int     // auth:store calls that say nothing and whose action was not seen
}

// loneAction is an action line for which no mutation was seen yet.
type loneAction struct {
	moment moment
	failed bool
}

const (
	maxRequests = 4096
	maxOpen     = 64
	// settle is how long after a pair's last sign a further line can still belong to it, in microseconds.
	settle = 3_000_000
)

func newPairing(found, more func(*pair)) pairing {
	return pairing{byRequest: map[string]*half{}, found: found, more: more}
}

// sign is what one event of an auth function tells.
type sign struct {
	moment  moment
	event   *Event
	failure bool // it holds a text with which a refresh fails
}

// add takes an event of auth:signIn or auth:store.
func (pairing *pairing) add(sign sign) {
	event := sign.event
	if key := requestOf(event); key != "" {
		pairing.addByRequest(key, sign)
		return
	}
	pairing.addAdjacent(sign)
}

// requestOf returns what an action and its mutations have in common: the request, or the action's execution. "" where a
// format has neither; the dashboard's four characters are too few, and browsers show a request only with an error.
func requestOf(event *Event) string {
	switch {
	case event.Format == FormatDashboard || event.Format == FormatBrowser:
		return ""
	case event.RequestID != "":
		return event.RequestID
	case isStore(event.Function):
		return event.ParentExecutionID
	}
	return event.ExecutionID
}

func (pairing *pairing) addByRequest(key string, sign sign) {
	event := sign.event
	one := pairing.byRequest[key]
	if one == nil {
		if len(pairing.order) >= maxRequests {
			pairing.drop(pairing.order[0])
			pairing.order = pairing.order[1:]
		}
		one = newHalf()
		one.requestID = key
		pairing.byRequest[key] = one
		pairing.order = append(pairing.order, key)
	}
	one.take(sign)
	if event.Kind == KindExecution {
		one.end(sign)
	}
	pairing.judge(one, sign.moment)
}

// drop forgets a request.
func (pairing *pairing) drop(requestID string) {
	if one := pairing.byRequest[requestID]; one != nil && one.pair == nil && !one.isOther && one.stores > 0 {
		pairing.lone++
	}
	delete(pairing.byRequest, requestID)
}

func newHalf() *half { return &half{storeBytes: -1, actionBytes: -1} }

// take reads the console lines of the mutation.
func (half *half) take(sign sign) {
	event := sign.event
	if event.Kind == KindConsole && isStore(event.Function) {
		switch kind := storeKind(event.Message); {
		case kind == "refreshSession":
			half.refresh, half.implied = true, false
		case kind != "":
			half.other, half.signing = true, half.signing || isSigningIn(kind)
		}
		if session, ok := sessionOf(event.Message); ok {
			half.session, half.implied, half.refresh = session, !half.refresh, true
		}
		if half.store.line == 0 {
			half.store = sign.moment
		}
	}
	if sign.failure {
		half.failureText = true
	}
}

// end reads the end of the mutation or of the action.
func (half *half) end(sign sign) {
	event := sign.event
	failed := event.Success == No
	if isStore(event.Function) {
		half.stores++
		half.store = sign.moment
		half.storeError = half.storeError || failed
		if event.ReturnBytes >= 0 {
			half.storeBytes = event.ReturnBytes
		}
		return
	}
	half.action = sign.moment
	half.actionError = half.actionError || failed
	if event.ReturnBytes >= 0 {
		half.actionBytes = event.ReturnBytes
	}
	if event.Caller != "" {
		half.caller = event.Caller
	}
}

// judge makes a pair of the half as soon as it is known to be a refresh, and keeps the pair up to date.
func (pairing *pairing) judge(half *half, now moment) {
	switch half.verdict() {
	case No:
		half.isOther = true
		if !half.isSignIn && (half.signing || !half.other && half.stores > 1) {
			half.isSignIn = true
			pairing.signIns++
			if len(pairing.signLines) < 3 {
				pairing.signLines = append(pairing.signLines, now.line)
			}
		}
		return
	case NotSeen:
		return
	}
	if half.pair == nil {
		half.pair = &pair{}
		half.fill(now)
		pairing.enqueue(half.pair)
		pairing.found(half.pair)
		return
	}
	half.fill(now)
	pairing.more(half.pair)
}

// enqueue puts a new pair into the queue, by time as far as rows of the same moment stand out of order.
func (pairing *pairing) enqueue(one *pair) {
	queue := append(pairing.queue, one)
	for i := len(queue) - 1; i > 0; i-- {
		late, ok := one.start().distance(queue[i-1].start())
		if !ok || late <= 0 || late > backStep {
			break
		}
		queue[i-1], queue[i] = queue[i], queue[i-1]
	}
	pairing.queue = queue
}

// isSigningIn reports the calls of auth:store that make a session (P 4.1).
func isSigningIn(kind string) bool {
	switch kind {
	case "signIn", "verifyCodeAndSignIn", "credentialsSignIn":
		return true
	}
	return false
}

func (half *half) fill(now moment) {
	made := half.pair
	made.store, made.action = half.store, half.action
	made.failed, made.marked, made.threw = half.outcome(), half.refresh, half.storeError || half.actionError
	made.session, made.caller, made.requestID = half.session, half.caller, half.requestID
	made.storeBytes, made.actionBytes = half.storeBytes, half.actionBytes
	made.ended = now
}

// settled hands out the pairs to which nothing can be added any more; all says that the log has ended.
func (pairing *pairing) settled(now moment, all bool, count func(*pair)) {
	n := 0
	for _, one := range pairing.queue {
		age, ok := one.ended.distance(now)
		if !all && ok && age >= 0 && age < settle && len(pairing.queue)-n < 256 || !all && !ok && len(pairing.queue)-n < 8 {
			break
		}
		count(one)
		n++
	}
	pairing.queue = append(pairing.queue[:0], pairing.queue[n:]...)
}

// finish gives up waiting: what is still open has lost its other half.
func (pairing *pairing) finish() {
	for _, requestID := range pairing.order {
		pairing.drop(requestID)
	}
	pairing.order = nil
	for _, one := range pairing.open {
		if one.pair == nil && !one.isOther && one.stores > 0 {
			pairing.lone++
		}
	}
	pairing.open = nil
}
