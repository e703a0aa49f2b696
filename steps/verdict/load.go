package verdict

import (
	"strings"

	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/verdict/wire"
)

// issuerDocuments is what the two documents of an OIDC issuer say. A nil fault pointer means that the stage passed.
type issuerDocuments struct {
	iss       string
	url       string // of the discovery document
	notURL    *fault // iss is no absolute URL
	discovery stage
	document  discovery
	differs   *fault
	keySet    stage
	keys      []oidcKey
	skipped   int
	keyURL    string
}

// stage is one document: fetched, its status, its type, its content.
type stage struct {
	broken *fault // what is wrong with it; nil when nothing is, and when it was not seen
	unseen string // not empty: the address that was not looked at
	got    answer
}

// read reports whether the document was seen and could be read.
func (s *stage) read() bool { return s.broken == nil && s.unseen == "" }

// customSet is what the key set of a customJwt entry says.
type customSet struct {
	dataURL bool
	keySet  stage
	keys    []customKey
}

// loadIssuer fetches and reads the documents that belong to an iss.
func (prepared *Prepared) loadIssuer(iss string) *issuerDocuments {
	loaded := &issuerDocuments{iss: iss}
	if err := wire.CheckURL(iss); err != nil {
		loaded.notURL = &fault{reason: IssuerNotAURL, err: internal(),
			why: "The token's iss " + quote(iss) + " is not an absolute URL: " + err.Error() + ". An OIDC entry needs one, with https:// in front."}
		return loaded
	}
	uri, err := discoveryURL(iss)
	if err != nil {
		loaded.discovery.broken = &fault{reason: JWKSNotAURL, err: discoveryError(iss),
			why: "No request can be made for the discovery document of " + quote(iss) + ": " + err.Error() + "." + needsScheme(iss)}
		return loaded
	}
	loaded.url = uri.String()
	loaded.loadDiscovery(prepared.documents, uri)
	if loaded.discovery.read() && loaded.differs == nil {
		loaded.loadKeys(prepared.documents)
	}
	return loaded
}

func (loaded *issuerDocuments) loadDiscovery(documents Documents, uri wire.URI) {
	failed := func(reason Reason, err *Error, why string) *fault { return &fault{reason: reason, err: err, why: why} }
	at, s := &loaded.discovery.got, &loaded.discovery
	*at = documents.fetch(uri)
	where := "The discovery document " + loaded.url
	switch {
	case at.unseen != "":
		s.unseen = at.unseen
	case at.unreachable != "":
		s.broken = failed(DiscoveryUnreachable, discoveryError(loaded.iss), where+" could not be fetched: "+at.plainly+".")
	case at.status != 200:
		s.broken = failed(DiscoveryHTTPStatus, discoveryAnswer(loaded.iss, *at), where+" answered "+statusText(at.status, "")+" instead of 200.")
	case !at.oidcType(typeJSON):
		s.broken = failed(DiscoveryContentType, discoveryAnswer(loaded.iss, *at), where+" has the Content-Type "+quote(at.contentType)+" instead of application/json.")
	default:
		loaded.readDiscovery(where)
	}
}

func (loaded *issuerDocuments) readDiscovery(where string) {
	document, err := readDiscovery(loaded.discovery.got.body)
	if err != nil {
		loaded.discovery.broken = &fault{reason: DiscoveryUnparseable, err: discoveryError(loaded.iss), why: prose.Capital(err.Error()) + "."}
		return
	}
	loaded.document = document
	if document.issuer != loaded.iss {
		loaded.differs = &fault{reason: DiscoveryIssuerDiffers, err: discoveryError(loaded.iss),
			why: where + " names the issuer " + quote(document.issuer) + ", the token's iss is " + quote(loaded.iss) + ". They have to be equal to the letter."}
	}
}

func (loaded *issuerDocuments) loadKeys(documents Documents) {
	s := &loaded.keySet
	loaded.keyURL = loaded.document.jwksURI
	where := "The key set " + loaded.keyURL
	fail := func(reason Reason, err *Error, why string) *fault {
		return &fault{reason: reason, err: err, why: where + why}
	}
	uri, err := wire.ParseURI(loaded.document.jwksURI)
	if err != nil {
		s.broken = fail(JWKSNotAURL, discoveryError(loaded.iss), " is no address that a request can be made to: "+whyNoAddress(loaded.document.jwksURI, err)+".")
		return
	}
	s.got = documents.fetch(uri)
	switch at := s.got; {
	case at.unseen != "":
		s.unseen = at.unseen
	case at.unreachable != "":
		s.broken = fail(JWKSUnreachable, discoveryError(loaded.iss), " could not be fetched: "+at.plainly+".")
	case at.status != 200:
		s.broken = fail(JWKSHTTPStatus, discoveryAnswer(loaded.iss, at), " answered "+statusText(at.status, "")+" instead of 200.")
	case !at.oidcType(typeJSON, typeJWKSet):
		s.broken = fail(JWKSContentType, discoveryAnswer(loaded.iss, at), " has the Content-Type "+quote(at.contentType)+" instead of application/json or application/jwk-set+json.")
	default:
		keys, skipped, err := readOIDCKeys(at.body)
		if err != nil {
			s.broken = fail(JWKSUnparseable, discoveryError(loaded.iss), " cannot be read: "+err.Error()+".")
			return
		}
		loaded.keys, loaded.skipped = keys, skipped
	}
}

// loadCustom fetches and reads the key set of a customJwt entry (B 1.37-1.40).
func (prepared *Prepared) loadCustom(provider Provider) *customSet {
	loaded := &customSet{}
	body, isData, err := wire.DataURL(provider.JWKS)
	if isData {
		loaded.dataURL = true
		if err != nil {
			loaded.keySet.broken = &fault{reason: JWKSDataURL, err: dataURLError(), why: "The entry's jwks is a data: URL with broken base64."}
			return loaded
		}
		loaded.read(provider, body)
		return loaded
	}
	s := &loaded.keySet
	uri, err := wire.ParseURI(provider.JWKS)
	if err != nil {
		s.broken = &fault{reason: JWKSNotAURL, err: internal(),
			why: "The entry's jwks " + quote(provider.JWKS) + " is no address that a request can be made to: " + whyNoAddress(provider.JWKS, err) + "."}
		return loaded
	}
	s.got = prepared.documents.fetch(uri)
	where := "The key set " + provider.JWKS
	switch at := s.got; {
	case at.unseen != "":
		s.unseen = at.unseen
	case at.unreachable != "":
		s.broken = &fault{reason: JWKSUnreachable, err: notFetched(provider.JWKS, at.unreachable), why: where + " could not be fetched: " + at.plainly + "."}
	case at.status != 200:
		s.broken = &fault{reason: JWKSHTTPStatus, err: keySetStatus(provider.JWKS, at.status), why: where + " answered " + statusText(at.status, "") + " instead of 200."}
	case !at.customType():
		s.broken = &fault{reason: JWKSContentType, err: keySetType(provider.JWKS, at),
			why: where + " has " + at.typeText() + "; it has to be application/json or application/jwk-set+json, with charset utf-8 or none."}
	default:
		loaded.read(provider, at.body)
	}
	return loaded
}

// needsScheme is said of an iss whose host with its port reads as a scheme.
func needsScheme(iss string) string {
	if strings.Contains(iss, "://") {
		return ""
	}
	return " An OIDC entry needs an iss with https:// in front."
}

// whyNoAddress says what keeps a text from being an address, as the end of a sentence.
func whyNoAddress(text string, err error) string {
	switch {
	case text == "":
		return "it is empty"
	case strings.ContainsAny(text, " \t\r\n"):
		return "it has a blank or a line break in it, perhaps from an environment variable"
	case !strings.Contains(text, "://"):
		return "it needs https:// in front"
	}
	return err.Error()
}

func (loaded *customSet) read(provider Provider, body []byte) {
	keys, err := readCustomKeys(body)
	if err != nil {
		loaded.keySet.broken = &fault{reason: JWKSUnparseable, err: keySetContent(provider.JWKS), why: prose.Capital(err.Error()) + "."}
		return
	}
	loaded.keys = keys
}
