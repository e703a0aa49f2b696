package verdict

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/verdict/serde"
	"convex-auth-doctor/steps/verdict/wire"
)

// oidcClaims is a payload as the full parse of an OIDC token reads it (openidconnect, B 1.28, 1.29).
type oidcClaims struct {
	subject string
	exp     instant
	hasExp  bool
}

// claimRule says how a claim is read.
type claimRule uint8

const (
	ruleText       claimRule = iota + 1 // a text or null
	ruleLocalized                       // the same, and once for each language: name, name#fr
	ruleBool                            // true, false or null
	ruleTexts                           // a list of texts, or null
	ruleTime                            // a number, an RFC 3339 text, or null
	ruleNeededTime                      // a number
	ruleNeededText                      // a text
	ruleIssuer                          // an absolute URL
	ruleAudience                        // a text or a list of texts
	ruleAddress                         // an object of texts
)

// tokenClaim returns how a claim that belongs to the token itself is read, 0 for any other. None of them takes a language.
func tokenClaim(name string) claimRule {
	switch name {
	case "iss":
		return ruleIssuer
	case "aud":
		return ruleAudience
	case "exp", "iat":
		return ruleNeededTime
	case "auth_time":
		return ruleTime
	case "nonce", "acr", "azp", "at_hash", "c_hash":
		return ruleText
	case "amr":
		return ruleTexts
	}
	return 0
}

// standardClaim is one of the claims about the user. A language may be put to their names with "#".
func standardClaim(name string) claimRule {
	switch name {
	case "sub":
		return ruleNeededText
	case "name", "given_name", "family_name", "middle_name", "nickname", "profile", "picture", "website":
		return ruleLocalized
	case "preferred_username", "email", "gender", "birthday", "birthdate", "zoneinfo", "locale", "phone_number":
		return ruleText
	case "email_verified", "phone_number_verified":
		return ruleBool
	case "address":
		return ruleAddress
	case "updated_at":
		return ruleTime
	}
	return 0
}

// splitLanguage takes "name#fr" apart. An empty language is none (C17).
func splitLanguage(name string) (base, language string) {
	base, language, _ = strings.Cut(name, "#")
	return base, language
}

// readOIDCClaims reads the members of a payload. problems are all faults, as sentences; the backend stops at the first.
// goodIssuer is an iss that is known to be an absolute URL, or "".
func readOIDCClaims(members []serde.Member, goodIssuer string) (read oidcClaims, problems []string) {
	seen := names{most: len(members)}
	hasIssuer, hasIssuedAt, hasSubject := false, false, false
	for _, member := range members {
		if len(problems) >= mostProblems {
			return read, problems
		}
		rule, base, language := tokenClaim(member.Name), member.Name, ""
		if rule == 0 {
			base, language = splitLanguage(member.Name)
			if rule = standardClaim(base); rule == 0 {
				continue
			}
		}
		key := base
		if language != "" {
			if rule != ruleLocalized {
				problems = append(problems, fmt.Sprintf("The claim %s cannot have a language.", base))
				continue
			}
			key = member.Name
		}
		if !seen.add(key) {
			problems = append(problems, fmt.Sprintf("The payload has %s twice.", key))
			continue
		}
		if rule == ruleIssuer && goodIssuer != "" {
			if text, ok := member.Value.Text(); ok && text == goodIssuer {
				hasIssuer = true
				continue
			}
		}
		if problem := checkClaim(rule, key, member.Value); problem != "" {
			problems = append(problems, problem)
			continue
		}
		switch key {
		case "iss":
			hasIssuer = true
		case "iat":
			hasIssuedAt = true
		case "exp":
			read.exp, read.hasExp = readInstant(member.Value)
		case "sub":
			read.subject, hasSubject = member.Value.Text()
		}
	}
	for _, needed := range []struct {
		name string
		has  bool
	}{{"iss", hasIssuer}, {"sub", hasSubject}, {"exp", read.hasExp}, {"iat", hasIssuedAt}} {
		if !needed.has && !seen.has(needed.name) {
			problems = append(problems, fmt.Sprintf("The claim %s is missing.", needed.name))
		}
	}
	return read, problems
}

// names remembers a few names without a map, which is quicker for the size of a usual payload.
type names struct {
	few  [24]string
	n    int
	many map[string]bool
	most int // how many there can be
}

func (seen *names) has(name string) bool {
	for _, one := range seen.few[:seen.n] {
		if one == name {
			return true
		}
	}
	return seen.many[name]
}

func (seen *names) add(name string) bool {
	for _, one := range seen.few[:seen.n] {
		if one == name {
			return false
		}
	}
	if seen.n < len(seen.few) {
		seen.few[seen.n] = name
		seen.n++
		return true
	}
	if seen.many == nil {
		seen.many = make(map[string]bool, seen.most-seen.n)
	}
	before := len(seen.many)
	seen.many[name] = true
	return len(seen.many) > before
}

// checkClaim returns what is wrong with a claim, or "".
func checkClaim(rule claimRule, name string, value serde.Raw) string {
	if value.IsNull() {
		switch rule {
		case ruleNeededText, ruleNeededTime, ruleIssuer, ruleAudience:
			return fmt.Sprintf("The claim %s is null.", name)
		}
		return ""
	}
	ok, want := false, ""
	switch rule {
	case ruleText, ruleLocalized, ruleNeededText:
		ok, want = isText(value), "a text"
	case ruleIssuer:
		text, isText := value.Text()
		ok, want = isText && wire.CheckURL(text) == nil, "an absolute URL"
	case ruleBool:
		ok, want = isBool(value), "true or false (not a text)"
	case ruleTexts:
		ok, want = isTexts(value), "a list of texts"
	case ruleAudience:
		_, ok = textOrTexts(value)
		want = "a text or a list of texts"
	case ruleTime, ruleNeededTime:
		_, ok = readInstant(value)
		want = "a number of seconds or an RFC 3339 time"
	case ruleAddress:
		_, ok = readAddress(value)
		want = "an object of texts"
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("The claim %s has to be %s; it is %s.", name, want, cut(string(value), 80))
}

var addressMembers = []string{"formatted", "street_address", "locality", "region", "postal_code", "country"}

// readAddress returns the member formatted of an address: an object, or a list of exactly six values (C10).
func readAddress(value serde.Raw) (formatted serde.Raw, ok bool) {
	values, ok := value.Elements()
	if ok && len(values) != len(addressMembers) {
		return nil, false
	}
	if !ok {
		members, isObject := value.Members()
		if !isObject {
			return nil, false
		}
		values = make([]serde.Raw, len(addressMembers))
		for i, name := range addressMembers {
			if count(members, name) > 1 {
				return nil, false
			}
			values[i], _ = last(members, name)
		}
	}
	for _, one := range values {
		if _, isText := one.Text(); !isText && !one.IsNull() {
			return nil, false
		}
	}
	return values[0], true
}
