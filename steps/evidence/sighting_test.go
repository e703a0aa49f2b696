package evidence

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token/tokentest"
)

func sightings(result Result) (all [][]float64) {
	for _, piece := range result.Pieces {
		if data, ok := piece.Data.(Token); ok {
			all = append(all, data.Seen)
		}
	}
	return all
}

// A token of a HAR file knows when it was sent: by the message of a socket, by the request that carried it.
func TestTokensKnowWhenTheyWereSent(t *testing.T) {
	for name, want := range map[string]int{"healthy": 2, "rejected": 4, "rejected-same": 1, "close-1011": 2} {
		data, err := os.ReadFile("testdata/captures/" + name + ".har")
		if err != nil {
			t.Fatal(err)
		}
		times, least := 0, 1.795286e9 // the captures were made then
		for _, seen := range sightings(Recognize(data, &secret.Registry{})) {
			for _, at := range seen {
				times++
				if at < least || at > least+1e5 {
					t.Errorf("%s: a token was sent at %.3f", name, at)
				}
			}
		}
		if times < want {
			t.Errorf("%s: %d times, want %d at least", name, times, want)
		}
	}
}

func TestTokensOfLogRows(t *testing.T) {
	made := tokentest.Secrets(time.Unix(1787357000, 0))[0].Value
	for _, c := range []struct {
		name, text string
		want       [][]float64
	}{
		{"JSON lines", fmt.Sprintf(`{"kind":"Completion","udfType":"Query","identifier":"a:b","logLines":[{"messages":["'token' '%s'"],"level":"LOG","timestamp":1787357658123}],"timestamp":1787357658.125,"requestId":"d064ef901f7ec0b7","executionId":"e"}`+"\n", made), [][]float64{{1787357658.123}}},
		{"a header of a HAR entry, twice", fmt.Sprintf(`{"log":{"entries":[%[1]s,%[1]s]}}`, `{"startedDateTime":"2026-08-22T00:14:18.500Z","request":{"method":"POST","url":"https://happy-otter-123.convex.cloud/api/query","headers":[{"name":"Authorization","value":"Bearer `+made+`"}]},"response":{"status":200}}`), [][]float64{{1787357658.5, 1787357658.5}}},
		{"text, whose clock has no zone", "8/22/2026, 12:14:18 AM [CONVEX Q(a:b)] [LOG] 'token' '" + made + "'\n", [][]float64{nil}},
		{"a paste", made, [][]float64{nil}},
	} {
		if diff := cmp.Diff(c.want, sightings(Recognize([]byte(c.text), &secret.Registry{}))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
