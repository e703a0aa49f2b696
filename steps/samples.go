package steps

import (
	"bytes"
	"encoding/json"
	"slices"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/secret"
)

// mostSamples bounds how many texts of a long log are recognised.
const mostSamples = 200

// withSamples adds what the whole log holds to what was recognised of its beginning: errors and identities that are null,
// of which package logs keeps one line of each form. So a long log says the same as a short one with the same lines.
func withSamples(result evidence.Result, summary *logs.Summary, registry *secret.Registry) evidence.Result {
	rest := mostSamples
	for _, group := range summary.Groups {
		if group.Kind == logs.GroupIdentity || group.Kind == logs.GroupAuthRequests || group.Kind == logs.GroupProxyStatus {
			continue // cut short, or counted by package logs alone
		}
		for _, sample := range group.Samples {
			if sample.Text == "" || rest == 0 {
				continue
			}
			rest--
			for _, piece := range evidence.Recognize(rowOf(group, sample), registry).Pieces {
				if piece.Kind == evidence.KindMessage || piece.Kind == evidence.KindIdentity {
					piece.Where, piece.Count = evidence.Where{Line: int(sample.Line)}, sample.Count
					result.Pieces = withPiece(result.Pieces, piece)
				}
			}
		}
	}
	sumUp(result.Pieces, summary)
	return result
}

// rowOf is a row of a log that holds nothing but a sample, so that it is recognised as what it is: a function's line.
func rowOf(group logs.Group, sample logs.Sample) []byte {
	if group.Function == "" {
		return []byte(sample.Text)
	}
	row := map[string]any{"kind": "Completion", "udfType": "Query", "identifier": group.Function, "logLines": []any{}, "error": nil, "timestamp": 0}
	if bytes.HasPrefix([]byte(sample.Text), []byte("Uncaught ")) || group.Kind == logs.GroupError {
		row["error"] = sample.Text
	} else {
		row["logLines"] = []any{map[string]any{"messages": []string{sample.Text}, "level": "INFO", "timestamp": 0}}
	}
	made, _ := json.Marshal(row) // texts only: cannot fail
	return made
}

// withPiece adds a piece, or counts it where the beginning of the log holds the same.
func withPiece(pieces []evidence.Piece, piece evidence.Piece) []evidence.Piece {
	for i, old := range pieces {
		if isSame(old.Data, piece.Data) {
			pieces[i].Count = max(old.Count, piece.Count)
			return pieces
		}
	}
	return append(pieces, piece)
}

func isSame(a, b any) bool {
	switch one := a.(type) {
	case evidence.Message:
		other, ok := b.(evidence.Message)
		return ok && one.ID == other.ID && one.Function == other.Function && slices.Equal(one.Values, other.Values)
	case evidence.Identity:
		other, ok := b.(evidence.Identity)
		return ok && one.Null == other.Null && one.Function == other.Function && one.Get("tokenIdentifier") == other.Get("tokenIdentifier")
	}
	return false
}

// sumUp names the whole log in the line about its beginning.
func sumUp(pieces []evidence.Piece, summary *logs.Summary) {
	for i, piece := range pieces {
		if log, ok := piece.Data.(evidence.Log); ok && len(summary.Sources) == 1 && summary.Sources[0].Format == log.Format {
			pieces[i].Summary = "log · " + log.Format.Name() + " · " + prose.Count(summary.Lines, "line")
			return
		}
	}
}
