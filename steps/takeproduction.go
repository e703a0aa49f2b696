package steps

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/secret"
)

// productionMarks are texts of which one stands in everything that the production checklist alone looks at.
var productionMarks = [][]byte{[]byte(".well-known"), []byte("webcredentials"), []byte("applinks"), []byte("delegate_permission"), []byte(`"origins"`),
	[]byte("jwks_uri"), []byte(`"enroll"`), []byte(`"manage"`), []byte("HTTP/"), []byte("curl: ("), []byte("ontact:"), []byte("/callback"), []byte("/auth/"), []byte(".convex.site/"),
	[]byte("tatus"), []byte("uccessfully "), []byte("convexAuth"), []byte("defineAuth"), []byte("createAuth"), []byte("httpRouter")}

// withProduction adds to what was recognised the pieces that the production checklist alone looks at: answers of curl and
// documents of .well-known, callback addresses, the source of convex/auth.ts and convex/http.ts. hint is the document that
// the person is looking at, Unknown where there is none.
func withProduction(result evidence.Result, data []byte, hint wellknown.Kind, registry *secret.Registry) evidence.Result {
	if !utf16Mark(data) && hint == wellknown.Unknown && !slices.ContainsFunc(productionMarks, func(mark []byte) bool { return bytes.Contains(data, mark) }) {
		return result
	}
	data = asUTF8(data)
	found := len(result.Pieces)
	keep := func(kind evidence.Kind, summary string, data any) {
		result.Pieces = append(result.Pieces, evidence.Piece{Kind: kind, Summary: clean.Short(summary, 160), Count: 1, Data: data})
	}
	if callbacks := deploy.ReadCallbacks(data); len(callbacks) > 0 {
		// What is registered may name any deployment: it says nothing about the one that the app uses.
		result.Pieces = slices.DeleteFunc(result.Pieces, func(piece evidence.Piece) bool {
			return piece.Kind == evidence.KindDeployment || piece.Kind == evidence.KindURL
		})
		found = 0
		for _, callback := range callbacks {
			keep(evidence.KindCallback, callbackSummary(callback), callback)
		}
	}
	if documents := deploy.ReadDocuments(data, hint, registry); len(documents) > 0 {
		pages := pageTexts(deploy.DocumentTexts(data, hint))
		result.Pieces = slices.DeleteFunc(result.Pieces, func(piece evidence.Piece) bool {
			return piece.Kind == evidence.KindRequest || ofPage(piece, pages)
		})
		found = 0
		for _, document := range documents {
			keep(evidence.KindAnswer, document.Summary(), document)
		}
	}
	if answers := deploy.ReadIssuerAnswers(data, registry); len(answers) > 0 {
		result.Pieces = slices.DeleteFunc(result.Pieces, func(piece evidence.Piece) bool {
			request, ok := piece.Data.(evidence.Request)
			return ok && request.URL == "" // the status line of such an answer
		})
		found = 0
		for _, answer := range answers {
			keep(evidence.KindAnswer, answer.Summary(), answer)
		}
	}
	if change, ok := changedVariables(result, data, registry); ok {
		keep(evidence.KindEnv, change.summary(), change.env)
		found = 0
	}
	if code, ok := deploy.ReadCode(data); ok {
		keep(evidence.KindCode, codeSummary(code), code)
		found = 0
	}
	if found == 0 {
		result.Unknown = nil // the answer is read as a whole
	}
	return result
}

// pageTexts are the lines of answers, in lower case, without those of an error or a log below them.
func pageTexts(answers [][]byte) string {
	var out strings.Builder
	for _, answer := range answers {
		for line := range strings.Lines(string(answer)) {
			if !strings.Contains(line, "Error:") && !strings.Contains(line, "Uncaught") && !strings.Contains(line, "[CONVEX") {
				out.WriteString(strings.ToLower(line))
			}
		}
	}
	return out.String()
}

// ofPage reports an error of app code that stands only in what a host answered in the place of a document: that is the page of
// a login, and no function of the app threw it. What Convex itself says there counts.
func ofPage(piece evidence.Piece, pages string) bool {
	message, ok := piece.Data.(evidence.Message)
	if !ok || message.Source != messages.FromApp || message.Function != "" {
		return false
	}
	known, ok := messages.ByID(message.ID)
	return ok && strings.Count(pages, strings.ToLower(known.Text)) >= max(piece.Count, 1)
}

// utf16Mark reports the byte order mark of a text that PowerShell wrote into a file.
func utf16Mark(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// asUTF8 decodes UTF-16 with a byte order mark; any other text stays as it is.
func asUTF8(data []byte) []byte {
	if !utf16Mark(data) {
		return data
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if data[0] == 0xfe {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// change is what the CLI answered after a variable was set or removed.
type change struct{ env deploy.Env }

// changedVariables reads the answer of `convex env set` and `remove`, which is no list.
func changedVariables(result evidence.Result, data []byte, registry *secret.Registry) (change, bool) {
	if len(data) > 4<<10 || !bytes.Contains(data, []byte("uccessfully ")) {
		return change{}, false
	}
	for _, piece := range result.Pieces {
		if piece.Kind == evidence.KindEnv {
			return change{}, false
		}
	}
	env := deploy.ParseEnv(data, registry)
	return change{env}, len(env.Vars) > 0 && env.Part()
}

func (c change) summary() string {
	var names []string
	for _, v := range c.env.Vars {
		names = append(names, v.Name)
	}
	text := "variables · changed " + strings.Join(names, ", ")
	if where, ok := c.env.Where(); ok && where.Name != "" {
		text += " · on " + string(where.Kind) + " deployment " + where.Name
	}
	return text
}

func callbackSummary(callback deploy.Callback) string {
	if callback.Provider == "" {
		return "callback · " + callback.URL
	}
	return "callback · registered at " + callback.Provider + " · " + callback.URL
}

func codeSummary(code deploy.Code) string {
	var parts []string
	if code.AuthExportsSeen {
		parts = append(parts, "convex/auth.ts exports "+strings.Join(code.AuthExports, ", "))
	}
	if code.RouterExists == deploy.Yes {
		parts = append(parts, "convex/http.ts")
	}
	return "code · " + strings.Join(parts, " · ")
}

// TakeDocument takes in what was pasted on the page of one .well-known document.
func (s *Session) TakeDocument(kind wellknown.Kind, data []byte, from string) Intake {
	result := evidence.Recognize(data, s.file.Secrets)
	return s.Add(Reading{Result: withProduction(result, data, kind, s.file.Secrets)}, from)
}

// TakeCallback takes in the address that is registered with a provider, as it was typed or pasted in its place.
func (s *Session) TakeCallback(provider, text, from string) (Intake, bool) {
	callback, ok := deploy.AsCallback(provider, text)
	if !ok {
		return Intake{}, false
	}
	return s.TakePieces([]evidence.Piece{{Kind: evidence.KindCallback, Summary: clean.Short(callbackSummary(callback), 160), Count: 1, Data: callback}}, from), true
}
