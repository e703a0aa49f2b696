package evidence

import (
	"os"
	"testing"

	"convex-auth-doctor/steps/secret"

	"github.com/google/go-cmp/cmp"
)

// seen is what a file of a capture tells, as a rule would ask for it.
type seen struct {
	Sockets      int // sync sockets
	TokensSent   int // Authenticate messages with a token
	TokensApart  int // different tokens
	Accepted     bool
	Refused      int    // AuthError messages
	RefusedWith  string // id of the text
	Unanswered   int    // sockets that sent a token and got nothing back
	LastClose    string // why the connection before the last one was closed
	Reported     bool   // the client printed that it failed to authenticate
	Closed       string // close code and reason that the client printed
	Reconnecting bool
	Attempts     int // AuthError messages that a verbose client printed
	NullIdentity bool
	Identity     bool
	Client       string // version
	Providers    string // of the error's list
}

func look(result Result) seen {
	var found seen
	apart := map[string]bool{}
	for _, piece := range result.Pieces {
		switch data := piece.Data.(type) {
		case Socket:
			found.Sockets++
			found.TokensSent += data.Authenticate
			found.Accepted = found.Accepted || data.Accepted
			found.Refused += len(data.Errors)
			found.Client = data.Client
			if data.Authenticate > 0 && !data.Answered {
				found.Unanswered++
			}
			if data.LastClose != "" && data.LastClose != "InitialConnect" {
				found.LastClose = data.LastClose
			}
		case Token:
			apart[data.Text.String()] = true
		case Identity:
			found.NullIdentity = found.NullIdentity || data.Null
			found.Identity = found.Identity || !data.Null
		case Providers:
			found.Providers = data.Entries[0].Address().Text
		case Message:
			switch data.ID {
			case "client-failed-to-authenticate":
				found.Reported = true
			case "backend-no-provider-matches", "backend-no-provider-redacted":
				found.RefusedWith = data.ID
			case "client-socket-closed":
				found.Closed = data.Value("code") + " " + data.Value("reason")
			case "client-reconnecting":
				found.Reconnecting = true
			case "client-received-auth-error":
				found.Attempts = piece.Count
			}
		}
	}
	delete(apart, "")
	found.TokensApart = len(apart)
	return found
}

// From each file of a capture alone what happened can be told, as far as that file shows it (captures README).
func TestCaptures(t *testing.T) {
	const list = "https://happy-hippo-1.clerk.accounts.dev"
	for file, want := range map[string]seen{
		"healthy.har":          {Sockets: 1, TokensSent: 2, TokensApart: 2, Accepted: true, Identity: true, Client: "1.48.0"},
		"rejected.har":         {Sockets: 5, TokensSent: 4, TokensApart: 4, Refused: 4, RefusedWith: "backend-no-provider-matches", Providers: list, LastClose: "closed with code 1005", NullIdentity: true, Client: "1.48.0"},
		"rejected-verbose.har": {Sockets: 5, TokensSent: 4, TokensApart: 4, Refused: 4, RefusedWith: "backend-no-provider-matches", Providers: list, LastClose: "closed with code 1005", NullIdentity: true, Client: "1.48.0"},
		"rejected-same.har":    {Sockets: 2, TokensSent: 1, TokensApart: 1, Refused: 1, RefusedWith: "backend-no-provider-matches", Providers: list, NullIdentity: true, Client: "1.48.0"},
		"close-1011.har":       {Sockets: 4, TokensSent: 4, TokensApart: 1, Unanswered: 4, LastClose: "InternalServerError", Client: "1.48.0"},
		"plain.har":            {Sockets: 1, NullIdentity: true, Client: "1.48.0"},

		"healthy.console.txt":          {Identity: true},
		"rejected.console.txt":         {Reported: true, RefusedWith: "backend-no-provider-matches", Providers: list, Reconnecting: true, NullIdentity: true},
		"rejected-verbose.console.txt": {Reported: true, RefusedWith: "backend-no-provider-matches", Providers: list, Reconnecting: true, Attempts: 4, NullIdentity: true},
		"rejected-same.console.txt":    {NullIdentity: true},
		"close-1011.console.txt":       {Closed: "1011 InternalServerError", Reconnecting: true},
		"plain.console.txt":            {NullIdentity: true},
	} {
		t.Run(file, func(t *testing.T) {
			data, err := os.ReadFile("testdata/captures/" + file)
			if err != nil {
				t.Fatal(err)
			}
			var registry secret.Registry
			result := Recognize(data, &registry)
			if diff := cmp.Diff(want, look(result)); diff != "" {
				t.Error(diff)
			}
			noSecret(t, file, &registry, result)
		})
	}
}

// Two of the consoles differ by one line: the socket that was opened again after a silent refusal.
func TestASilentRefusalLeavesALine(t *testing.T) {
	ids := func(file string) map[string]bool {
		data, err := os.ReadFile("testdata/captures/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var registry secret.Registry
		found := map[string]bool{}
		for _, piece := range of(Recognize(data, &registry).Pieces, KindMessage) {
			found[piece.Data.(Message).ID] = true
		}
		return found
	}
	plain, same := ids("plain.console.txt"), ids("rejected-same.console.txt")
	if plain["client-reconnected-paused"] || !same["client-reconnected-paused"] {
		t.Errorf("plain %v, rejected-same %v", plain, same)
	}
}
