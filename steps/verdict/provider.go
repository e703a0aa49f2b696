package verdict

// Kind is the kind of one entry of auth.config.
type Kind string

// The two kinds of entries.
const (
	KindOIDC      Kind = "oidc"      // an entry without type, or with type "oidc"
	KindCustomJWT Kind = "customJwt" // an entry with type "customJwt"
)

// The algorithms that a customJwt entry may name (B 4.13).
const (
	RS256 = "RS256"
	ES256 = "ES256"
)

// Provider is one entry of auth.config as a deployment stores it: the texts are those of the file, with "https://" put
// before a domain or issuer that had no scheme (B 1.14, 4.24).
type Provider struct {
	Kind          Kind
	Domain        string  // KindOIDC only
	Issuer        string  // KindCustomJWT only
	ApplicationID *string // nil only for KindCustomJWT: then aud is not looked at (B 1.15)
	JWKS          string  // KindCustomJWT only: a URL or a data: URL, as written
	Algorithm     string  // KindCustomJWT only: RS256 or ES256
}

// IssuerText returns the domain of an OIDC entry or the issuer of a customJwt entry: what a token's iss is compared with.
func (provider Provider) IssuerText() string {
	if provider.Kind == KindCustomJWT {
		return provider.Issuer
	}
	return provider.Domain
}
