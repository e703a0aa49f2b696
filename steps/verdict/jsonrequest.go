package verdict

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/verdict/serde"
)

// UnmarshalJSON reads a request as the recorded answers in testdata have it: {"now", "token", "providers" or "stored",
// "redact", "http", "unseen"}. The token is registered in a registry of its own.
func (request *Request) UnmarshalJSON(data []byte) error {
	var read struct {
		Now       float64                 `json:"now"`
		Token     string                  `json:"token"`
		Providers json.RawMessage         `json:"providers"`
		Stored    []json.RawMessage       `json:"stored"`
		Redact    bool                    `json:"redact"`
		HTTP      map[string]documentJSON `json:"http"`
		Unseen    bool                    `json:"unseen"`
		Trace     bool                    `json:"trace"`
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return fmt.Errorf("verdict request: %w", err)
	}
	whole := math.Floor(read.Now)
	var registry secret.Registry
	*request = Request{
		Configuration: Configuration{Redact: read.Redact},
		Token:         registry.Take(secret.Token, read.Token),
		Now:           time.Unix(int64(whole), int64((read.Now-whole)*1e9)).UTC(),
		Documents:     Documents{ByURL: make(map[string]Document, len(read.HTTP)), Unseen: read.Unseen},
		Trace:         read.Trace,
	}
	for url, document := range read.HTTP {
		request.Documents.ByURL[url] = Document(document)
	}
	if read.Stored == nil {
		request.Configuration.Export = exportOf(read.Providers)
		return nil
	}
	stored, err := storedRows(read.Stored)
	request.Configuration.Stored = stored
	return err
}

// exportOf puts the array of providers back where it was: into the default export.
func exportOf(providers json.RawMessage) json.RawMessage {
	if providers == nil {
		return json.RawMessage("{}")
	}
	return json.RawMessage(`{"providers":` + string(providers) + `}`)
}

// storedRows reads rows that are stored already. An address without a scheme reads as with "https://".
func storedRows(rows []json.RawMessage) ([]Provider, error) {
	stored := make([]Provider, len(rows))
	for i, row := range rows {
		raw, err := serde.ReadAll(row)
		if err != nil {
			return nil, fmt.Errorf("stored entry %d: %w", i, err)
		}
		provider, ok := readEntry(raw)
		if !ok {
			return nil, fmt.Errorf("stored entry %d has the shape of no entry", i)
		}
		address := &provider.Domain
		if provider.Kind == KindCustomJWT {
			address = &provider.Issuer
		}
		if !protocol().MatchString(*address) {
			*address = "https://" + *address
		}
		stored[i] = provider
	}
	return stored, nil
}

// documentJSON is a document as {"status", "headers", "body"}; a header is a text, or a list of texts for several lines.
type documentJSON Document

func (document *documentJSON) UnmarshalJSON(data []byte) error {
	var read struct {
		Status  int             `json:"status"`
		Headers json.RawMessage `json:"headers"`
		Body    string          `json:"body"`
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	document.Status, document.Body = read.Status, []byte(read.Body)
	if read.Headers == nil {
		return nil
	}
	headers, err := serde.ReadAll(read.Headers)
	if err != nil {
		return err
	}
	members, _ := headers.Members()
	for _, member := range members {
		lines, ok := textOrTexts(member.Value)
		if !ok {
			return fmt.Errorf("the header %s is neither a text nor a list of texts", member.Name)
		}
		for _, line := range lines {
			document.Headers = append(document.Headers, Header{member.Name, line})
		}
	}
	return nil
}

// MarshalJSON writes an entry as auth.config has it.
func (provider Provider) MarshalJSON() ([]byte, error) {
	if provider.Kind == KindCustomJWT {
		return json.Marshal(struct {
			Type          Kind    `json:"type"`
			ApplicationID *string `json:"applicationID,omitempty"`
			Issuer        string  `json:"issuer"`
			JWKS          string  `json:"jwks"`
			Algorithm     string  `json:"algorithm"`
		}{KindCustomJWT, provider.ApplicationID, provider.Issuer, provider.JWKS, provider.Algorithm})
	}
	return json.Marshal(struct {
		Domain        string  `json:"domain"`
		ApplicationID *string `json:"applicationID"`
	}{provider.Domain, provider.ApplicationID})
}
