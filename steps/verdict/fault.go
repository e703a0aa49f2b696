package verdict

import (
	"strconv"
	"strings"

	"convex-auth-doctor/steps/messages"
)

// fault is one failed check: the reason, what clients are told, and the reason in words.
type fault struct {
	reason Reason
	err    *Error
	why    string
	unseen string // not empty: no fault, but a document that was not looked at
}

func (broken *fault) outcome() Outcome {
	return Outcome{Error: broken.err, Reason: broken.reason, Why: broken.why}
}

// unauthenticated is a refusal of class 401, worded alike everywhere.
func unauthenticated(message messages.Message, values ...string) *Error {
	return worded(message.Code, message.Say(values...), 401, 0)
}

func worded(code, text string, status, wsClose int) *Error {
	return &Error{Code: code, Message: text, Dev: text, Prod: text, HTTPStatus: status, WSClose: wsClose, Stable: len(text)}
}

// internal is an error without a code: HTTP 500, and over the WebSocket the close code 1011 (B 2.2, 3.6).
func internal() *Error {
	return worded(messages.BackendInternal.Code, messages.BackendInternal.Text, 500, 1011)
}

// reword gives an error the two wordings and picks the one of this deployment (B 2.5).
func (err *Error) reword(dev, prod string, redact bool) *Error {
	err.Dev, err.Prod, err.Message = dev, prod, dev
	if redact {
		err.Message = prod
	}
	err.Stable = len(err.Message)
	return err
}

// Text returns the message of a deployment that hides details from its clients (redact), or of one that does not.
func (err *Error) Text(redact bool) string {
	if redact {
		return err.Prod
	}
	return err.Dev
}

// noProvider is the answer to a token that no entry matches (B 2.8).
func noProvider(stored []Provider, redact bool) *Error {
	dev := messages.BackendNoProviders.Text
	if len(stored) > 0 {
		dev = messages.BackendNoProviderMatches.Say("providers", listProviders(stored))
	}
	return unauthenticated(messages.BackendNoProviderRedacted).reword(dev, messages.BackendNoProviderRedacted.Text, redact)
}

func listProviders(stored []Provider) string {
	var out strings.Builder
	for i, provider := range stored {
		if i > 0 {
			out.WriteString(", ")
		}
		app := "none"
		if provider.ApplicationID != nil {
			app = *provider.ApplicationID
		}
		if provider.Kind == KindCustomJWT {
			out.WriteString(messages.BackendProviderCustomJWT.Say("issuer", provider.Issuer, "app", app))
		} else {
			out.WriteString(messages.BackendProviderOIDC.Say("domain", provider.Domain, "app", app))
		}
	}
	return out.String()
}

// discoveryError is the answer when an OIDC document could not be had or read (B 2.9).
func discoveryError(iss string) *Error {
	return worded(messages.BackendDiscoveryFailed.Code, messages.BackendDiscoveryFailed.Say("issuer", iss), 400, 0)
}

// discoveryAnswer is the answer when an issuer's server answered something else than a document (B 2.9, 3.6).
func discoveryAnswer(iss string, got answer) *Error {
	status, wsClose := 400, 0
	switch {
	case got.status == 401:
		status = 401
	case got.status == 403:
		status = 403
	case got.status == 404:
		status, wsClose = 404, 1000
	case got.status == 421 || got.status == 425 || got.status == 429:
		status, wsClose = got.status, 1013
	case got.status >= 500 && got.status <= 599:
		status, wsClose = 503, 1013
	}
	text := messages.BackendDiscoveryAnswer.Say("issuer", iss, "status", statusText(got.status, "<unknown status code>"),
		"body", strings.ToValidUTF8(string(got.body), "\uFFFD"))
	return worded(messages.BackendDiscoveryAnswer.Code, text, status, wsClose)
}

// notDecoded is the answer to a customJwt token that cannot be read or verified (B 2.12). head is nil when the header
// cannot be read.
func notDecoded(head *header, redact bool) *Error {
	if head == nil || !head.hasKid {
		return unauthenticated(messages.BackendKidMissing)
	}
	dev := messages.BackendKidNotFound.Say("kid", head.kid)
	return unauthenticated(messages.BackendKidNotFoundRedacted).reword(dev, messages.BackendKidNotFoundRedacted.Text, redact)
}

// notFetched is the answer when the key set of a customJwt entry could not be fetched (B 2.17). The words of the error
// are those of a network library.
func notFetched(url, detail string) *Error {
	err := unauthenticated(messages.BackendJWKSUnreachable, "url", url, "error", detail)
	before, _, _ := strings.Cut(messages.BackendJWKSUnreachable.Text, "{error}")
	err.Stable = len(before) - len("{url}") + len(url)
	return err
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func dataURLError() *Error { return unauthenticated(messages.BackendJWKSDataURL) }

func keySetStatus(url string, status int) *Error {
	return unauthenticated(messages.BackendJWKSStatus, "url", url, "status", statusText(status, "Unknown"))
}

func keySetType(url string, got answer) *Error {
	said := got.contentType
	if !got.hasType {
		said = "unknown"
	}
	return unauthenticated(messages.BackendJWKSContentType, "type", said, "url", url)
}

func keySetContent(url string) *Error {
	return unauthenticated(messages.BackendJWKSUnparseable, "url", url)
}
