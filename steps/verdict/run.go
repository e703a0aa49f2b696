package verdict

import "strings"

// run is one token on its way through the checks. A check fills in what later checks look at.
type run struct {
	prepared *Prepared
	token    string
	now      int64 // whole seconds since 1970 (B 1.3)

	parts      int
	headerText string
	payload    []byte
	hasPayload bool
	claims     claims
	readable   bool // the claims could be read, if with faults
	index      int  // the chosen entry, or -1
	presumed   int  // the entry that the trace goes on with when none was chosen, or -1

	issuer    *issuerDocuments // OIDC: what this iss's documents say
	customSet *customSet       // customJwt: what the entry's key set says
	headRead  header
	head      *header // &headRead, once it was read
	signature []byte
	signed    bool // the signature could be decoded
	oidc      oidcClaims
	oidcRead  bool
	key       verifier
	keyFound  bool
	customKey *customKey

	resigned bool // the signature counts as valid

	unseen string // the first document that was not looked at: from there on the documents are as they should be
}

// check is one check of the backend.
type check struct {
	id, title, fact string
	// needs reports whether there is anything to check; nil means always.
	needs func(*run) bool
	do    func(*run) *fault
	// show gives the values compared, for the trace.
	show func(*run) (expected, actual string)
	// document gives the URL that the check is about, for the trace.
	document func(*run) string
}

// split takes the token apart at its dots.
func (r *run) split() {
	r.parts = 1 + strings.Count(r.token, ".")
	r.headerText, _, _ = strings.Cut(r.token, ".")
}

// part returns a part of the token by its index.
func (r *run) part(index int) (string, bool) {
	rest := r.token
	for ; index > 0; index-- {
		_, after, ok := strings.Cut(rest, ".")
		if !ok {
			return "", false
		}
		rest = after
	}
	text, _, _ := strings.Cut(rest, ".")
	return text, true
}

// signingInput is what a signature signs: the first two parts with their dot.
func (r *run) signingInput() string {
	second := strings.IndexByte(r.token, '.')
	third := strings.IndexByte(r.token[second+1:], '.')
	return r.token[:second+1+third]
}

// provider returns the entry that the checks are about.
func (r *run) provider() Provider {
	if r.index >= 0 {
		return r.prepared.stored[r.index]
	}
	if r.presumed >= 0 {
		return r.prepared.stored[r.presumed]
	}
	return Provider{}
}

// assumed reports whether the documents count as being as they should be.
func (r *run) assumed() bool { return r.unseen != "" }
