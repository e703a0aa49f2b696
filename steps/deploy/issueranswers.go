package deploy

import (
	"bytes"
	"encoding/json"

	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/secret"
)

// IssuerAnswer is what the server of an issuer answered for its discovery document or its key set: status, headers and
// body, for judging a token. The checklist looks at those of a Convex deployment only.
type IssuerAnswer struct{ Document }

// ReadIssuerAnswers finds in a paste the answers of issuers that ReadDocuments leaves out. Each has a status or says why
// there was no answer; a body alone is none.
func ReadIssuerAnswers(text []byte, registry *secret.Registry) []IssuerAnswer {
	var found []IssuerAnswer
	for _, part := range response.Split(text) {
		if _, ok := readDocument(part, wellknown.Unknown); ok {
			continue
		}
		exchange := response.Parse(part.Text)
		document := Document{URL: part.URL, Exchange: exchange}
		if document.URL == "" {
			document.URL = exchange.First().URL
		}
		document.Kind = issuerDocument(document)
		if document.Kind != wellknown.Unknown && (exchange.Status() > 0 || exchange.Failure != "" && document.URL != "") {
			found = append(found, IssuerAnswer{document.withoutSecrets(registry)})
		}
	}
	return found
}

// issuerDocument tells the two documents by their address (OpenID Connect Discovery section 4, and where this family of
// servers puts its keys), else by what they say.
func issuerDocument(document Document) wellknown.Kind {
	if kind := wellknown.KindOf(document.URL); kind == wellknown.OpenID || kind == wellknown.JWKS {
		return kind
	}
	body := bytes.TrimSpace(document.Exchange.Body)
	if kindOfBody(body) == wellknown.OpenID {
		return wellknown.OpenID
	}
	var set struct{ Keys []json.RawMessage }
	if json.Unmarshal(body, &set) == nil && set.Keys != nil {
		return wellknown.JWKS
	}
	return wellknown.Unknown
}
