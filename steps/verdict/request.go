package verdict

import (
	"encoding/json"
	"time"

	"convex-auth-doctor/steps/secret"
)

// Configuration is what the deployment knows about sign-in.
type Configuration struct {
	// Export is the default export of auth.config as JSON.stringify writes it, {"providers":[…]}. It goes through the
	// push first. Not used when Stored is set.
	Export json.RawMessage
	// Stored is the rows already stored, in stored order, when that order is known (an order that grew over several
	// pushes differs from that of the file, B 1.12).
	Stored []Provider
	// Redact says that the deployment hides details from clients, as production deployments do (B 2.4).
	Redact bool
}

// Request is one question: what does the deployment answer for this token at this time, given these documents?
type Request struct {
	Configuration Configuration
	Token         secret.Text
	Now           time.Time // the deployment's clock; the backend cuts it to whole seconds (B 1.3)
	Documents     Documents
	Trace         bool // fill Verdict.Trace
}

// Documents are what the issuer's addresses answer.
type Documents struct {
	// ByURL has the answers by address, as DocumentURL and DiscoveryURL write it.
	ByURL map[string]Document
	// Unseen says that an address which is not in ByURL was not looked at. Otherwise it cannot be reached.
	Unseen bool
}

// Document is one HTTP answer. Redirects are not followed by whoever fetched it: the verdict follows them. The body is
// what is left when a Content-Encoding was undone, as the backend's client does with gzip: that header is not looked at.
type Document struct {
	Status      int
	Headers     []Header // one per header line, in order
	Body        []byte
	Unreachable string // not empty: there was no answer, and this is why (DNS, TLS, refused, ...)
}

// Header is one line of a document's header. Names compare without case.
type Header struct{ Name, Value string }
