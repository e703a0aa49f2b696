package verdict

import (
	"encoding/json"
)

// MarshalJSON writes the members that the recorded answers have: of a refused push only the push and the reason, of an
// undecided verdict what is known. Where a message ends in the words of a library, the JSON has Convex's own words and
// "prefix": true.
func (verdict Verdict) MarshalJSON() ([]byte, error) {
	type object map[string]any
	if verdict.Push != nil {
		return json.Marshal(object{"push": verdict.Push, "reason": verdict.Reason})
	}
	out := object{"push": nil, "provider_index": nil}
	if verdict.ProviderIndex >= 0 {
		out["provider_index"] = verdict.ProviderIndex
	}
	if !verdict.Decided {
		out["decided"], out["needs"], out["assuming"], out["certain"] = false, verdict.Needs, verdict.Assuming, nil
		if verdict.Certain {
			out["certain"] = "rejected"
		}
		return json.Marshal(out)
	}
	if verdict.Unseen {
		out["decided"] = true
	}
	for name, value := range verdict.Outcome.members() {
		out[name] = value
	}
	return json.Marshal(out)
}

func (outcome Outcome) members() map[string]any {
	out := map[string]any{"accepted": outcome.Accepted, "identity": outcome.Identity, "error": outcome.Error, "reason": outcome.Reason}
	if outcome.Identity == nil {
		out["identity"] = nil
	}
	return out
}

// MarshalJSON writes accepted, identity, error and reason.
func (outcome Outcome) MarshalJSON() ([]byte, error) { return json.Marshal(outcome.members()) }

// MarshalJSON writes the reason, or null for ReasonNone.
func (reason Reason) MarshalJSON() ([]byte, error) {
	if reason == ReasonNone {
		return []byte("null"), nil
	}
	return json.Marshal(string(reason))
}

// MarshalJSON writes the error as clients get it.
func (err *Error) MarshalJSON() ([]byte, error) {
	out := map[string]any{"code": err.Code, "message": err.Message[:err.Stable], "http_status": err.HTTPStatus, "ws_close": nil}
	if err.WSClose != 0 {
		out["ws_close"] = err.WSClose
	}
	if err.Stable < len(err.Message) {
		out["prefix"] = true
	}
	return json.Marshal(out)
}

// MarshalJSON writes the code and the message.
func (refused *PushError) MarshalJSON() ([]byte, error) {
	out := map[string]any{"code": refused.Code, "message": refused.Message[:refused.Stable]}
	if refused.Stable < len(refused.Message) {
		out["prefix"] = true
	}
	return json.Marshal(out)
}
