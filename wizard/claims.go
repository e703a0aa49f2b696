package wizard

import (
	"encoding/json"
	"strconv"
	"strings"
)

// claimsText writes typed claims as jwt.io shows them: header and payload as JSON.
func claimsText(values map[string]string) (text, problem string) {
	header, payload := map[string]any{}, map[string]any{}
	for _, name := range []string{"alg", "kid", "typ"} {
		if value := strings.TrimSpace(values[name]); value != "" {
			header[name] = value
		}
	}
	for _, name := range []string{"iss", "sub"} {
		if value := values[name]; value != "" {
			payload[name] = value
		}
	}
	switch list := strings.Split(values["aud"], ","); {
	case strings.TrimSpace(values["aud"]) == "":
	case len(list) == 1:
		payload["aud"] = strings.TrimSpace(values["aud"])
	default:
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
		payload["aud"] = list
	}
	for _, name := range []string{"exp", "iat"} {
		value := strings.TrimSpace(values[name])
		if value == "" {
			continue
		}
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return "", name + " is a number of seconds since 1970, such as 1790000000"
		}
		payload[name] = number
	}
	if len(payload) == 0 {
		return "", "none of iss, aud, sub, exp, iat is filled in"
	}
	encodedHeader, _ := json.Marshal(header)
	encodedPayload, _ := json.Marshal(payload)
	return "HEADER: ALGORITHM & TOKEN TYPE\n" + string(encodedHeader) + "\nPAYLOAD: DATA\n" + string(encodedPayload) + "\n", ""
}
