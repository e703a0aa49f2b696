package verdict

import (
	"encoding/json"
	"strings"
	"testing"
)

// What must hold for any question, asked for every seventh of the recorded ones: the trace tells the same fault as the
// verdict, documents are asked for one by one and to an end, a certain refusal is never taken back, and an entry that is
// suggested can be pushed and helps.
func TestInvariantsOfRecordedRequests(t *testing.T) {
	var requests []Request
	var served []Document
	at := 0
	eachVector(t, "testdata/dev.jsonl.gz", func(one vector) {
		if at++; at%7 != 0 {
			return
		}
		var request Request
		if err := json.Unmarshal(one.Request, &request); err != nil {
			t.Fatal(err)
		}
		requests = append(requests, request)
		for _, document := range request.Documents.ByURL {
			served = append(served, document)
		}
	})
	for i, request := range requests {
		request.Trace = true
		got := Decide(request)
		same(t, "prepared", got, Prepare(request.Configuration, request.Documents).Decide(request.Token, request.Now))
		checkToldFault(t, i, got)
		checkEdits(t, i, request)
		request.Documents = Documents{Unseen: true}
		checkNeeds(t, i, request, served)
	}
}

func checkToldFault(t *testing.T, i int, got Verdict) {
	t.Helper()
	if got.Push != nil {
		return
	}
	outcome, told := got.likely(), ReasonNone
	for _, check := range got.Trace {
		if check.State != Failed {
			continue
		}
		if check.Why == "" {
			t.Errorf("%d: the failed check %s says nothing", i, check.ID)
		}
		if told == ReasonNone {
			if told = check.Reason; check.After {
				t.Errorf("%d: the first fault %s comes after the backend stopped", i, check.ID)
			}
		}
	}
	if told != outcome.Reason {
		t.Errorf("%d: the trace tells %q, the verdict %q", i, told, outcome.Reason)
	}
}

// checkEdits pushes the whole auth.config with each suggested entry in its place.
func checkEdits(t *testing.T, i int, request Request) {
	t.Helper()
	stored := Decide(request).Stored
	for _, one := range Suggest(request) {
		if one.Edit == "" {
			continue
		}
		entries := make([]string, 0, len(stored)+1)
		for j, provider := range stored {
			if j != one.Entry {
				written, _ := json.Marshal(provider)
				entries = append(entries, string(written))
			}
		}
		entries = append(entries, jsonEntry(one.Edit))
		edited := request
		edited.Configuration = Configuration{Export: exportOf(json.RawMessage("[" + strings.Join(entries, ",") + "]"))}
		if got := Decide(edited); got.Push != nil {
			t.Errorf("%d: %s is refused by a push: %s", i, one.Change, got.Push.Message)
		} else if one.Accepts && !got.likely().Accepted {
			t.Errorf("%d: after %s the token is refused as %s", i, one.Change, got.likely().Reason)
		}
	}
}

// checkNeeds supplies what is asked for, one document at a time.
func checkNeeds(t *testing.T, i int, request Request, served []Document) {
	t.Helper()
	first := Decide(request)
	if first.Push != nil || first.Decided {
		return
	}
	request.Documents.ByURL = map[string]Document{}
	got := first
	for asked := 0; !got.Decided; asked++ {
		if len(got.Needs) != 1 || asked > 2*(mostRedirects+1) {
			t.Errorf("%d: after %d documents %v is needed", i, asked, got.Needs)
			return
		}
		if _, again := request.Documents.ByURL[got.Needs[0]]; again {
			t.Errorf("%d: %s is asked for twice", i, got.Needs[0])
			return
		}
		request.Documents.ByURL[got.Needs[0]] = served[(i+asked)%len(served)]
		got = Decide(request)
	}
	if first.Certain && got.Accepted {
		t.Errorf("%d: refused for certain as %s, and accepted", i, first.likely().Reason)
	}
}
