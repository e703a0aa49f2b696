package wellknown

import (
	"encoding/json"
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/response"
)

var passkeyService = transport{who: "the password manager", mediaType: "application/json"}

// CheckPasskeyEndpoints checks /.well-known/passkey-endpoints (P 3.29): a JSON object whose members enroll, manage and
// prfUsageDetails are https addresses. It may be empty, and no library here serves it.
func CheckPasskeyEndpoints(exchange response.Exchange) []Problem {
	problems := passkeyService.check(PasskeyEndpoints, exchange)
	if worst, _ := Worst(problems); worst == Wrong || !exchange.BodySeen {
		return problems
	}
	members, ok := jsonObject(exchange.Body)
	if !ok {
		return append(problems, Problem{Wrong, "json", "This is no JSON object.", `{"enroll":"https://…","manage":"https://…"}`, whatIs(exchange.Body)})
	}
	for _, name := range []string{"enroll", "manage", "prfUsageDetails"} {
		raw, present := members[name]
		if !present {
			continue
		}
		var address string
		if json.Unmarshal(raw, &address) != nil || !strings.HasPrefix(address, "https://") {
			problems = append(problems, Problem{Wrong, "address", fmt.Sprintf("%s is no https address.", name), "https://…", show(string(raw))})
		}
	}
	return problems
}
