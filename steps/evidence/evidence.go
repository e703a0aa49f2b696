// Package evidence finds what can be known in a text that a person pasted: text in, evidence out. A recogniser says what
// was seen and where; what follows from it is decided elsewhere. Nothing is read but what is passed in: no clock, no
// network, no file.
package evidence

import (
	"bytes"
	"encoding/json"
	"strconv"

	"convex-auth-doctor/steps/secret"
)

// Kind is what a piece of evidence is.
type Kind string

// The kinds, with the type of Piece.Data.
const (
	KindToken      Kind = "token"      // Token
	KindMessage    Kind = "message"    // Message: a literal text of Convex, a client, a library, a provider
	KindIdentity   Kind = "identity"   // Identity: what getUserIdentity() gave
	KindLog        Kind = "log"        // Log: lines of a deployment's log
	KindProviders  Kind = "providers"  // Providers: entries of auth.config, wherever they were shown
	KindAuthConfig Kind = "config"     // AuthConfig: source text of auth.config
	KindEnv        Kind = "env"        // deploy.Env: environment variables
	KindDeployment Kind = "deployment" // Deployment: a URL or name of a Convex deployment
	KindURL        Kind = "url"        // URL: an address of an identity provider
	KindKey        Kind = "key"        // Key: a publishable key, a deploy key, another secret key
	KindVersions   Kind = "versions"   // Versions: packages and their versions
	KindFrame      Kind = "frame"      // Frame: one message of the sync protocol
	KindSocket     Kind = "socket"     // Socket: one WebSocket connection with its messages
	KindRequest    Kind = "request"    // Request: one HTTP request and its status
	KindKeySet     Kind = "jwks"       // KeySet: a JSON Web Key Set
	KindDiscovery  Kind = "discovery"  // Discovery: an OpenID discovery document
	KindStorage    Kind = "storage"    // Storage: names in localStorage and cookies

	// What the production checklist alone looks at, recognised where a session takes a paste in.
	KindAnswer   Kind = "answer"   // deploy.Document: what an address of .well-known, a sign-in or the app answered
	KindCallback Kind = "callback" // deploy.Callback: an address that is registered with an OAuth provider
	KindCode     Kind = "code"     // deploy.Code: what convex/auth.ts and convex/http.ts say
)

// Kinds returns every kind, in the order in which lists show them.
func Kinds() []Kind {
	return []Kind{KindToken, KindMessage, KindIdentity, KindLog, KindProviders, KindAuthConfig, KindEnv, KindDeployment, KindURL,
		KindKey, KindVersions, KindFrame, KindSocket, KindRequest, KindKeySet, KindDiscovery, KindStorage,
		KindAnswer, KindCallback, KindCode}
}

// Where is where a piece stood.
type Where struct {
	Line    int    `json:"line,omitempty"`    // from 1; 0 when the piece has no line of its own
	Column  int    `json:"column,omitempty"`  // from 1, in bytes
	EndLine int    `json:"endLine,omitempty"` // last line, when it is another one
	Path    string `json:"path,omitempty"`    // inside JSON or a HAR file: "log.entries[3].request.headers"
}

// String returns the place as people read it.
func (where Where) String() string {
	text := ""
	if where.Line > 0 {
		text = "line " + strconv.Itoa(where.Line)
		if where.EndLine > where.Line {
			text = "lines " + strconv.Itoa(where.Line) + "-" + strconv.Itoa(where.EndLine)
		}
	}
	if where.Path != "" {
		if text != "" {
			text += ", "
		}
		text += where.Path
	}
	return text
}

// Piece is one thing that was recognised.
type Piece struct {
	Kind    Kind
	Where   Where
	Summary string // one line for people, without any secret
	Count   int    // how often the same thing stood in the text, at least 1
	Data    any    // by Kind
}

// MarshalJSON writes kind, place and summary only, so that no text from outside leaves unseen.
func (piece Piece) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind    Kind   `json:"kind"`
		Where   Where  `json:"where"`
		Summary string `json:"summary"`
		Count   int    `json:"count,omitempty"`
	}{piece.Kind, piece.Where, piece.Summary, piece.Count})
}

// Fragment is a part of the text in which nothing was recognised.
type Fragment struct {
	Where     Where      `json:"where"`
	Bytes     int        `json:"bytes"`
	Relatives []Relative `json:"relatives,omitempty"` // what it resembles, the likeliest first
	Head      string     `json:"-"`                   // how it begins, for the screen only; "" where it could hold a secret
}

// Relative is a kind that an unknown text resembles.
type Relative struct {
	Kind Kind   `json:"kind"`
	Why  string `json:"why"` // a sentence for people: what it has of that kind, and what is missing
}

// Result is what a text holds.
type Result struct {
	Pieces   []Piece    `json:"pieces"`
	Unknown  []Fragment `json:"unknown,omitempty"`
	Encoding string     `json:"encoding"` // "UTF-8", "UTF-16LE", "UTF-16BE", "binary"
	Bytes    int64      `json:"bytes"`
	Cut      bool       `json:"cut,omitempty"` // there were more pieces than are kept; the first ones are
}

// Recognize finds everything it knows in a text. Secrets are taken into registry and stand in the result as such only.
func Recognize(data []byte, registry *secret.Registry) Result {
	if len(data) > 2*jsonWindow {
		result, _ := RecognizeReader(bytes.NewReader(data), registry) // a bytes.Reader does not fail
		return result
	}
	run := newRun(registry)
	run.result.Bytes = int64(len(data))
	text, encoding := decode(data)
	run.result.Encoding = encoding
	if encoding == binaryData {
		run.unknown(Fragment{Where: Where{Line: 1}, Bytes: len(data), Relatives: []Relative{{"", "it is not text: pictures, archives and programs cannot be read here"}}})
		return run.finish()
	}
	run.document(text)
	return run.finish()
}
