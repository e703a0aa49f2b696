package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/token"
)

// shape tries the forms of JSON objects that are known, in order, and reports whether one of them took the object.
func (run *run) shape(one object, where Where, name string) bool {
	for _, take := range []func(object, Where, string) bool{
		run.harShape, run.exchangeShape, run.frameShape, run.logShape, run.errorShape, run.identityShape, run.keySetShape,
		run.discoveryShape, run.providerShape, run.decodedPair, run.decodedShape, run.packageShape, run.envShape,
	} {
		if take(one, where, name) {
			return true
		}
	}
	return false
}

// logShape recognises a row of `npx convex logs --jsonl` and an event of a log stream.
func (run *run) logShape(one object, where Where, _ string) bool {
	if !one.has("udfType") && !one.has("topic") && !one.has("_topic") && !one.has("resourceLogs") && !(one.has("_time") && one.has("data")) && !(one.has("kind") && one.has("identifier")) {
		return false
	}
	events, ok := logs.ParseJSON(one.raw)
	if !ok {
		return false
	}
	run.addEvents(where, events)
	for _, event := range events {
		run.moment = instantOf(event)
		run.eventTexts(event, where)
	}
	run.moment = 0
	return true
}

// eventTexts looks for messages and identities in what a log event says.
func (run *run) eventTexts(event logs.Event, where Where) {
	for _, text := range []string{event.Message, event.Error} {
		if text == "" {
			continue
		}
		if identity, ok := identityOf(text); ok {
			identity.Function = event.Function
			run.keepIdentity(where, identity)
			continue
		}
		if worthLooking(text) {
			part := run.inner(text, where, "")
			part.function = event.Function
			part.scan()
			part.secrets()
			part.messages()
			part.done()
		}
	}
}

// errorShape recognises the body of a refused request: {"code": …, "message": …} (B 2.1, 3.41).
func (run *run) errorShape(one object, where Where, _ string) bool {
	code, message := one.text("code"), one.text("message")
	if code == "" || message == "" && !one.has("trace") {
		return false
	}
	text := code + ": " + message + "\n" + one.text("trace")
	if path := one.get("path"); len(path) > 0 && path[0] == '[' { // a validator's issue: "appAuth 0 domain Required"
		text = pathText(path) + " " + message
	}
	part := run.inner(text, where, "message")
	part.scan()
	part.secrets()
	hits := part.messages()
	part.providerLists(hits)
	part.done()
	for _, member := range one.members {
		switch member.name {
		case "code", "message", "trace":
		default:
			run.walkMember(member, below(where, member.name))
		}
	}
	return len(hits) > 0
}

// pathText joins the members of a JSON path as older versions of the CLI print it.
func pathText(path []byte) string {
	var words []string
	eachElement(path, func(_ int, element []byte) {
		if isText(element) {
			words = append(words, unquote(element))
		} else {
			words = append(words, string(element))
		}
	})
	return strings.Join(words, " ")
}

// identityShape recognises an identity as getUserIdentity() returns it.
func (run *run) identityShape(one object, where Where, _ string) bool {
	if !one.has("tokenIdentifier") || !isText(one.get("tokenIdentifier")) {
		return false
	}
	identity := Identity{}
	for _, member := range one.members {
		identity.Names = append(identity.Names, member.name)
		text := string(member.value)
		if isText(member.value) {
			text = unquote(member.value)
		}
		identity.Claims = append(identity.Claims, Claim{member.name, run.hide(cutText(text, 500))})
	}
	run.keepIdentity(where, identity)
	return true
}

// decodedPair recognises an object that holds a decoded token: {"header": {…}, "payload": {…}} and its like.
func (run *run) decodedPair(one object, where Where, _ string) bool {
	var header, payload []byte
	for _, member := range one.members {
		if len(member.value) == 0 || member.value[0] != '{' {
			continue
		}
		switch member.name {
		case "header", "token_header", "jwt_header", "tokenHeader":
			header = member.value
		case "payload", "token_payload", "jwt_payload", "tokenPayload", "claims", "decoded":
			payload = member.value
		}
	}
	named := header != nil && payload != nil
	if !named {
		for _, member := range one.members {
			if member.name == "token_payload" || member.name == "token_header" || member.name == "jwt_payload" || member.name == "jwt_header" {
				named = named || len(member.value) > 1 && member.value[0] == '{'
			}
		}
	}
	if !named || header != nil && !looksLikeHeader(newObject(header)) && !(payload != nil && looksLikePayload(newObject(payload), 1)) {
		return false
	}
	run.keepDecoded(where, header, payload)
	for _, member := range one.members {
		if !bytes.Equal(member.value, header) && !bytes.Equal(member.value, payload) {
			run.walkMember(member, below(where, member.name))
		}
	}
	return true
}

// decodedShape recognises a decoded header or payload that stands alone, as jwt.io shows them.
func (run *run) decodedShape(one object, where Where, name string) bool {
	switch {
	case looksLikeHeader(one):
		run.flushHeader()
		run.header, run.headerAt = bytes.Clone(one.raw), where
		return true
	case looksLikePayload(one, payloadMembers(name)):
		header := run.header
		if header != nil {
			run.header, where = nil, joined(run.headerAt, where)
		}
		run.keepDecoded(where, header, one.raw)
		return true
	}
	return false
}

// payloadMembers returns how many members of a payload must be there: one is enough where the name says what it is.
func payloadMembers(name string) int {
	switch strings.ToLower(name) {
	case "payload", "token_payload", "claims", "sessionclaims":
		return 1
	}
	return 2
}

func joined(from, to Where) Where {
	from.EndLine = max(to.Line, to.EndLine)
	if from.EndLine <= from.Line {
		from.EndLine = 0
	}
	return from
}

// looksLikeHeader tells a JOSE header from a key, which has alg and kid as well.
func looksLikeHeader(one object) bool {
	if isText(one.get("alg")) && isText(one.get("enc")) && len(one.members) <= 12 {
		return true // an encrypted token may repeat claims in its header (RFC 7519 section 5.3)
	}
	if one.has("kty") || one.has("iss") || one.has("sub") || one.has("issuer") || one.has("jwks") || len(one.members) > 12 {
		return false
	}
	if one.has("kid") && isNull(one.get("kid")) {
		return true
	}
	if !isText(one.get("alg")) {
		return one.has("kid") && isText(one.get("typ")) && len(one.members) <= 4
	}
	alg := one.text("alg")
	return len(alg) <= 12 && (one.has("typ") || one.has("kid") || one.has("enc") || one.has("cat") || len(one.members) == 1)
}

// looksLikePayload reports whether an object holds at least so many of the claims that tokens have.
func looksLikePayload(one object, least int) bool {
	if one.has("kty") || one.has("domain") || one.has("applicationID") || one.has("jwks_uri") || one.has("tokenIdentifier") {
		return false
	}
	count := 0
	for _, name := range registeredClaims {
		if one.has(name) {
			count++
		}
	}
	return count >= least || count > 0 && count == len(one.members) // nothing but registered claims
}

// registeredClaims are claims that hardly any other JSON has.
var registeredClaims = []string{"iss", "sub", "aud", "exp", "iat", "nbf", "azp", "sid", "jti"}

// keepDecoded keeps a token of which only the decoded view was seen.
func (run *run) keepDecoded(where Where, header, payload []byte) {
	read := token.FromDecoded(header, payload)
	found := run.tokenOf("", read, OriginDecoded, "")
	run.keepToken(where, found)
}

// flushHeader keeps a decoded header to which no payload came.
func (run *run) flushHeader() {
	if run.header == nil {
		return
	}
	header := run.header
	run.header = nil
	run.keepDecoded(run.headerAt, header, nil)
}
