package verdict

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/verdict/serde"
)

// misfit says why an entry has the shape of neither kind: the first thing that a person has to change. The backend itself
// only says that it matches nothing (B 4.13). Number is that of the entry, from 1.
func misfit(number int, entry serde.Raw) string {
	members, ok := entry.Members()
	if !ok {
		return fmt.Sprintf("Entry %d is %s; Convex wants an object with domain and applicationID, or with type \"customJwt\".", number, entry.Kind())
	}
	needs, kind := []string{"domain", "applicationID"}, "an entry with a domain"
	if value, ok := last(members, "type"); ok {
		if text, _ := value.Text(); text == string(KindCustomJWT) {
			needs, kind = []string{"issuer", "jwks", "algorithm"}, "a customJwt entry"
		}
	}
	var missing []string
	for _, name := range needs {
		if count(members, name) == 0 {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return fmt.Sprintf("Entry %d has no %s; %s needs it.", number, strings.Join(missing, " and no "), kind)
	}
	for _, name := range append(needs, "applicationID") {
		value, ok := last(members, name)
		if _, isText := value.Text(); ok && !isText && !(value.IsNull() && kind == "a customJwt entry" && name == "applicationID") {
			if value.Kind() == serde.List && name == "applicationID" {
				return fmt.Sprintf("applicationID of entry %d is a list; Convex wants one text, so each audience needs an entry of its own.", number)
			}
			return fmt.Sprintf("%s of entry %d is %s; Convex wants a text.", name, number, value.Kind())
		}
		if count(members, name) > 1 {
			return fmt.Sprintf("Entry %d has %s more than once.", number, name)
		}
	}
	if value, ok := last(members, "algorithm"); ok && kind == "a customJwt entry" {
		text, _ := value.Text()
		return fmt.Sprintf("algorithm of entry %d is %s; there are only RS256 and ES256.", number, quote(text))
	}
	return fmt.Sprintf("Entry %d is neither an entry with domain and applicationID nor a customJwt entry.", number)
}
