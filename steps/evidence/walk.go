package evidence

import (
	"strconv"
	"strings"
)

// member is one member of a JSON object.
type member struct {
	name  string
	value []byte
}

// object is a JSON object whose members have been listed.
type object struct {
	raw     []byte
	members []member
	telling bool // it has a member whose name some shape asks for
}

// telling are the names of which every known shape has at least one. An object without them is only walked through.
var telling = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range strings.Fields("log request startedDateTime type udfType topic _topic resourceLogs _time kind code tokenIdentifier keys kty issuer jwks_uri " +
		"providers domain applicationID domain_or_issuer applicationId application_id header payload token_header token_payload jwt_header jwt_payload claims decoded alg kid iss sub aud exp iat nbf azp sid jti " +
		"dependencies devDependencies peerDependencies packages") {
		names[name] = true
	}
	return names
}()

func newObject(raw []byte) object {
	one := object{raw: raw}
	eachMember(raw, func(name string, value []byte) {
		one.members = append(one.members, member{name, value})
		one.telling = one.telling || telling[name] || len(name) > 3 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'A' && name[1] <= 'Z'
	})
	return one
}

// get returns the value of a member, or nil.
func (one object) get(name string) []byte {
	for i := len(one.members) - 1; i >= 0; i-- {
		if one.members[i].name == name {
			return one.members[i].value
		}
	}
	return nil
}

func (one object) has(name string) bool { return one.get(name) != nil }

// text returns a member that is a string.
func (one object) text(name string) string { return unquote(one.get(name)) }

// walk looks at a JSON value: objects by their shape, strings as texts of their own. name is the member that holds the
// value. It reports whether the value as a whole was recognised.
func (run *run) walk(value []byte, where Where, name string) bool {
	switch value[0] {
	case '"':
		run.jsonText(value, where, name)
	case '{':
		return run.walkObject(value, where, name)
	case '[':
		return run.walkArray(value, where, name)
	}
	return false
}

func (run *run) walkObject(value []byte, where Where, name string) bool {
	one := newObject(value)
	if one.telling && run.shape(one, where, name) {
		return true
	}
	recognised := false
	for _, member := range one.members {
		if run.walkMember(member, below(where, member.name)) {
			recognised = true
		}
	}
	return recognised
}

// walkMember looks at one member: at its name where that tells something, and at its value.
func (run *run) walkMember(member member, where Where) bool {
	switch member.value[0] {
	case '{', '[':
		return run.walk(member.value, where, member.name)
	case '"':
		if len(member.value) > 2 || strings.EqualFold(member.name, "authorization") {
			return run.namedText(member, where)
		}
	}
	return false
}

func (run *run) walkArray(value []byte, where Where, name string) bool {
	if run.providerArray(value, where, name) {
		return true
	}
	recognised := false
	eachElement(value, func(index int, element []byte) {
		if element[0] == '"' || element[0] == '{' || element[0] == '[' {
			place := where
			place.Path = where.Path + "[" + strconv.Itoa(index) + "]"
			if run.walk(element, place, name) {
				recognised = true
			}
		}
	})
	return recognised
}

// below returns the place of a member.
func below(where Where, name string) Where {
	if where.Path != "" {
		where.Path += "."
	}
	where.Path += name
	return where
}

// namedText looks at a member whose value is a string: the name can say what the value is.
func (run *run) namedText(one member, where Where) bool {
	text := unquote(one.value)
	if item, ok := storageItem(one.name); ok {
		part := run.inner(one.name+"="+text, where, "")
		part.scan()
		part.bareTokens()
		value := string(part.masked[min(len(part.masked), len(one.name)+1):])
		part.keepItem(0, len(part.text), item, value)
		part.flushItems()
		part.done()
		return true
	}
	if strings.EqualFold(one.name, "authorization") {
		part := run.inner("authorization: "+text, where, "")
		part.scan()
		part.secrets()
		part.done()
		return true
	}
	if !worthLooking(text) {
		return false
	}
	before := len(run.result.Pieces)
	run.innerText(text, where, one.name)
	return len(run.result.Pieces) > before
}

// jsonText looks at a JSON string as a text of its own.
func (run *run) jsonText(value []byte, where Where, name string) {
	text := unquote(value)
	if !worthLooking(text) {
		return
	}
	run.innerText(text, where, name)
}

func (run *run) innerText(text string, where Where, name string) {
	if len(text) > 64 && !printable([]byte(text)) {
		return
	}
	if trimmed := strings.TrimSpace(text); len(trimmed) > 1 && (trimmed[0] == '{' || trimmed[0] == '[') && strings.Count(where.Path, "»") < 8 {
		raw := []byte(trimmed)
		if end := jsonValue(raw, 0, 0); end == len(raw) { // JSON inside a JSON string
			where.Path += "»"
			run.walk(raw, where, name)
			return
		}
	}
	run.inner(text, where, name).recognise()
}

// worthLooking drops strings in which no recogniser can find anything: numbers, ids, single words.
func worthLooking(text string) bool {
	if len(text) < 8 {
		return false
	}
	if strings.ContainsAny(text, " :=\n|@{") {
		return true
	}
	return strings.Contains(text, "eyJ") || strings.Contains(text, "k_") || strings.Contains(text, "ZXlK") || strings.ContainsAny(text, ".") && strings.Contains(text, "convex") || len(text) < 60 && strings.ContainsAny(text, "_") || len(text) < 48 && isCode(text)
}

// isCode reports one word in camel case, as error codes are.
func isCode(text string) bool {
	humps := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			humps++
		case c >= 'a' && c <= 'z':
		default:
			return false
		}
	}
	return humps >= 2
}
