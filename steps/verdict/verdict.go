package verdict

// Verdict is what the deployment answers.
type Verdict struct {
	// Push is the error with which the push of the configuration is refused; then nothing else is answered.
	Push *PushError
	// Decided is false when a document that was not looked at could still matter. Outcome is then empty, and Needs,
	// Assuming and Certain say what is known.
	Decided bool
	Outcome
	// ProviderIndex is the index in stored order of the entry that was chosen, or -1.
	ProviderIndex int
	// Stored is the entries in stored order, as far as the push accepted them.
	Stored []Provider
	// Needs is the next documents (URLs) that the backend would ask for, when not Decided.
	Needs []string
	// Assuming is the outcome if the documents are as they should be, when not Decided: discovery names the token's own
	// iss; the key set holds exactly the signing key; the signature is valid.
	Assuming *Outcome
	// Certain says that no document can rescue this token: Assuming rejects it.
	Certain bool
	// Unseen repeats Documents.Unseen of the request: it decides which members the JSON form has.
	Unseen bool
	// Trace is every check in the backend's order, when the request asked for it.
	Trace []Check
}

// Outcome is accepted or rejected, and how.
type Outcome struct {
	Accepted bool
	Identity *Identity // what getUserIdentity() returns; nil when rejected
	Error    *Error    // nil when accepted, and for BackendPanic: then a client gets no answer at all
	Reason   Reason    // ReasonNone when accepted
	Why      string    // the inner reason in one plain sentence with its values; "" when accepted. Clean it to show it
}

// Error is a refusal as clients get it.
type Error struct {
	Code       string // "InvalidAuthHeader"
	Message    string // as this deployment words it, by Configuration.Redact
	Dev, Prod  string // the wording of a deployment that shows details, and of one that hides them
	HTTPStatus int
	// WSClose is the close code over the WebSocket, or 0: then the client gets an AuthError message with the text and a
	// close without a code (B 3.5, 3.6).
	WSClose int
	// Stable is the length in bytes of the part of Message that is Convex's own; what follows are words of a URL, JSON
	// or network library. It is len(Message) when all of it is Convex's.
	Stable int
}

// PushError is the answer to a push that is refused.
type PushError struct {
	Code    string
	Message string
	Stable  int    // as in Error
	Index   int    // which entry of providers is at fault, or -1
	Fact    string // "B 4.22"
	Why     string // one plain sentence
}
