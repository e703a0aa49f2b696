package findings

import (
	"encoding/json"
	"net/url"
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/verdict"
)

// documents are the discovery document and the key sets that were taken in, at the addresses where Convex would look. A
// document that was pasted without status and headers counts as one that is served well.
func (v *view) documents(t evidence.Token, providers []verdict.Provider) verdict.Documents {
	documents := verdict.Documents{ByURL: map[string]verdict.Document{}, Unseen: true}
	iss, _ := t.Read.Payload.String("iss")
	jwksURI := ""
	answered := v.answeredIntakes()
	for _, discovery := range v.discoveries {
		if !answered[discovery.Item.Intake] {
			documents.ByURL[wellknown.OpenIDAddress(iss)] = jsonDocument(discovery.Data.Raw)
			jwksURI = discovery.Data.JWKSURI
		}
	}
	for _, answer := range v.answers() {
		if answer.Kind != wellknown.OpenID {
			continue
		}
		at := answer.URL
		if at == "" {
			at = wellknown.OpenIDAddress(iss)
		}
		put(documents.ByURL, at, answer)
		var body struct {
			JWKSURI string `json:"jwks_uri"`
		}
		if at == wellknown.OpenIDAddress(iss) && json.Unmarshal(answer.Exchange.Body, &body) == nil && body.JWKSURI != "" {
			jwksURI = body.JWKSURI
		}
	}
	presumed := func() {
		if jwksURI == "" && strings.HasPrefix(iss, "http") {
			// The key set was taken in without the discovery document: that it names the set is presumed.
			jwksURI = wellknown.JWKSAddress(iss)
			text, _ := json.Marshal(map[string]string{"issuer": iss, "jwks_uri": jwksURI})
			if _, known := documents.ByURL[wellknown.OpenIDAddress(iss)]; !known {
				documents.ByURL[wellknown.OpenIDAddress(iss)] = jsonDocument(text)
			}
		}
	}
	everywhere := func(keep func(address string)) {
		if presumed(); jwksURI != "" {
			keep(jwksURI)
		}
		for _, provider := range providers {
			if provider.Kind == verdict.KindCustomJWT {
				keep(provider.JWKS)
			}
		}
	}
	for _, set := range v.keySets {
		if !answered[set.Item.Intake] {
			everywhere(func(address string) { documents.ByURL[address] = jsonDocument(set.Data.Raw) })
		}
	}
	for _, answer := range v.answers() {
		switch {
		case answer.Kind != wellknown.JWKS:
		case answer.URL == "":
			everywhere(func(address string) { put(documents.ByURL, address, answer) })
		default:
			put(documents.ByURL, answer.URL, answer)
			if answer.URL == wellknown.JWKSAddress(iss) {
				presumed()
			}
		}
	}
	return documents
}

// answers are the answers of servers for a discovery document or a key set, in the order of taking in.
func (v *view) answers() []deploy.Document {
	var list []deploy.Document
	for _, item := range v.Items {
		switch data := item.Piece.Data.(type) {
		case deploy.IssuerAnswer:
			list = append(list, data.Document)
		case deploy.Document:
			if status := data.Exchange.Status(); (data.Kind == wellknown.OpenID || data.Kind == wellknown.JWKS) && (status > 0 || data.Exchange.Failure != "") {
				list = append(list, data)
			}
		}
	}
	return list
}

// answeredIntakes are the intakes with an issuer's answers to a discovery document or a key set: there the bodies are known by
// these.
func (v *view) answeredIntakes() map[int]bool {
	known := map[int]bool{}
	for _, item := range v.Items {
		if _, ok := item.Piece.Data.(deploy.IssuerAnswer); ok {
			known[item.Intake] = true
		}
	}
	return known
}

// put stores an answer, with the redirects that led to it, as the backend would get it.
func put(byURL map[string]verdict.Document, address string, answer deploy.Document) {
	exchange := answer.Exchange
	if len(exchange.Hops) == 0 {
		byURL[address] = verdict.Document{Unreachable: exchange.Failure}
		return
	}
	for i, hop := range exchange.Hops {
		document := verdict.Document{Status: hop.Status}
		for _, field := range hop.Fields {
			document.Headers = append(document.Headers, verdict.Header{Name: field.Name, Value: field.Value})
		}
		if i == len(exchange.Hops)-1 {
			_, typed := hop.Header("Content-Type")
			if document.Status == 200 && !exchange.BodySeen && !exchange.IsHTML() {
				return // headers alone do not tell what the document says
			}
			if len(hop.Fields) == 0 && !typed {
				document.Headers = jsonDocument(nil).Headers // only the status was pasted
			}
			document.Body = exchange.Body
		}
		byURL[address] = document
		if i+1 < len(exchange.Hops) {
			if address = next(address, hop.URL, exchange.Hops[i+1].URL, document); address == "" {
				return
			}
		}
	}
}

// next is the address of the answer behind a redirect: what the text says, else where Location leads.
func next(address, asked, told string, document verdict.Document) string {
	if told != "" && told != asked {
		return told
	}
	for _, header := range document.Headers {
		if strings.EqualFold(header.Name, "Location") {
			base, err := url.Parse(address)
			if err != nil {
				return ""
			}
			if target, err := base.Parse(header.Value); err == nil {
				return target.String()
			}
		}
	}
	return ""
}

func jsonDocument(body []byte) verdict.Document {
	return verdict.Document{Status: 200, Headers: []verdict.Header{{Name: "Content-Type", Value: "application/json"}}, Body: body}
}
