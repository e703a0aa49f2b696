package verdict

// Reason is the inner reason of a refusal, which Convex does not tell its clients. ReasonNone stands for accepted.
type Reason string

// The reasons, in the order in which the backend can come upon them.
const (
	ReasonNone Reason = ""

	PushRefused Reason = "push-refused" // the push of auth.config fails (B 4.10-4.22)

	PayloadMissing   Reason = "payload-missing"    // the token has no second part (B 1.5)
	PayloadBase64    Reason = "payload-base64"     // not strict base64url (B 1.6)
	PayloadJSON      Reason = "payload-json"       // syntax, UTF-8, surrogates, depth (B App. A)
	PayloadNotObject Reason = "payload-not-object" // JSON, but no object (B 1.7)
	PayloadClaim     Reason = "payload-claim"      // a typed claim of the wrong type, or twice (B 1.7)
	IssuerMissing    Reason = "issuer-missing"     // no iss, or null (B 1.11)

	NoProviders      Reason = "no-providers"      // nothing is stored on the deployment (B 1.17)
	IssuerMismatch   Reason = "issuer-mismatch"   // no stored issuer matches (B 1.13)
	AudienceMismatch Reason = "audience-mismatch" // an issuer matches, its applicationID is not in aud (B 1.13)

	IssuerNotAURL          Reason = "issuer-not-a-url"         // OIDC with an iss that is no absolute URL: 500 (B 1.18)
	DiscoveryUnreachable   Reason = "discovery-unreachable"    // (B 1.25)
	DiscoveryHTTPStatus    Reason = "discovery-http-status"    // not 200 (B 1.20)
	DiscoveryContentType   Reason = "discovery-content-type"   // (B 1.20)
	DiscoveryUnparseable   Reason = "discovery-unparseable"    // (B 1.21, C13)
	DiscoveryIssuerDiffers Reason = "discovery-issuer-differs" // not the token's iss, letter for letter (B 1.22)

	JWKSUnreachable Reason = "jwks-unreachable"  // (B 1.25, 2.17)
	JWKSHTTPStatus  Reason = "jwks-http-status"  // not 200 (B 1.23, 1.38)
	JWKSContentType Reason = "jwks-content-type" // (B 1.23, 1.38)
	JWKSUnparseable Reason = "jwks-unparseable"  // (B 1.23, 1.40)
	JWKSDataURL     Reason = "jwks-data-url"     // a data: URL with bad base64 (B 1.37)
	JWKSNotAURL     Reason = "jwks-not-a-url"    // customJwt: 500; OIDC: a request, also for discovery, that cannot be built (C6, C14)

	TokenParts        Reason = "token-parts"        // not three parts (B 1.26, 1.41)
	HeaderUnparseable Reason = "header-unparseable" // (B 1.27, 1.44)
	SignatureEncoding Reason = "signature-encoding" // (B 1.26, C18)
	ClaimsNotOIDC     Reason = "claims-not-oidc"    // a claim that OIDC wants is missing or of the wrong type (B 1.28, 1.29)

	TypNotAllowed    Reason = "typ-not-allowed"    // (B 1.30)
	CtyNotAllowed    Reason = "cty-not-allowed"    // (B 1.30)
	CritNotAllowed   Reason = "crit-not-allowed"   // (B 1.30)
	AudienceNotAlone Reason = "audience-not-alone" // OIDC and a further aud value (B 1.31)
	AlgNotAllowed    Reason = "alg-not-allowed"    // (B 1.30, 1.32, 1.42)
	KidMissing       Reason = "kid-missing"        // customJwt (B 1.43)
	KeyNotFound      Reason = "key-not-found"      // (B 1.33, 1.41)
	KeyAmbiguous     Reason = "key-ambiguous"      // OIDC: several keys could have signed (B 1.33)
	KeyUnusable      Reason = "key-unusable"       // the key cannot verify this algorithm (B 1.34, 1.42)
	SignatureInvalid Reason = "signature-invalid"  // (B 1.34, 1.45)

	Expired        Reason = "expired"         // (B 1.35, 1.48)
	NotYetValid    Reason = "not-yet-valid"   // customJwt: nbf or iat in the future (B 1.48)
	SubjectMissing Reason = "subject-missing" // customJwt (B 1.49)
	ExpiryMissing  Reason = "expiry-missing"  // customJwt (B 1.49)

	BackendPanic Reason = "backend-panic" // the backend's own code panics; a client gets no answer (B 1.9, 1.45)
)
