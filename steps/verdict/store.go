package verdict

import (
	"cmp"
	"slices"
)

// Store returns the entries of auth.config in the order in which a first push stores them, or why the push is refused.
// It is not the order of the file: OIDC before customJwt, each sorted, exact duplicates once (B 1.12).
func Store(export []byte) ([]Provider, *PushError) {
	return StoreOver(nil, export)
}

// StoreOver is Store for a deployment that has stored entries already: those that are pushed again keep their place, new
// ones come behind them, the others are gone (B 1.12).
func StoreOver(stored []Provider, export []byte) ([]Provider, *PushError) {
	pushed, refused := Providers(export)
	if refused != nil {
		return nil, refused
	}
	pushed = StoredOrder(pushed)
	before := slices.SortedFunc(slices.Values(stored), Provider.compare)
	order := make([]Provider, 0, len(pushed))
	for _, old := range stored {
		if _, kept := slices.BinarySearchFunc(pushed, old, Provider.compare); kept {
			order = append(order, old)
		}
	}
	for _, one := range pushed {
		if _, old := slices.BinarySearchFunc(before, one, Provider.compare); !old {
			order = append(order, one)
		}
	}
	return order, nil
}

// StoredOrder returns entries, as Providers returns them, in the order in which a first push stores them (B 1.12).
func StoredOrder(pushed []Provider) []Provider {
	order := slices.Clone(pushed)
	slices.SortFunc(order, Provider.compare)
	return slices.CompactFunc(order, Provider.equal)
}

func (provider Provider) equal(other Provider) bool { return provider.compare(other) == 0 }

// compare is the backend's order: OIDC first, then by applicationID (none first), then domain, or issuer, jwks,
// algorithm (RS256 first).
func (provider Provider) compare(other Provider) int {
	if provider.Kind != other.Kind {
		if provider.Kind == KindOIDC {
			return -1
		}
		return 1
	}
	return cmp.Or(
		compareID(provider.ApplicationID, other.ApplicationID),
		cmp.Compare(provider.IssuerText(), other.IssuerText()),
		cmp.Compare(provider.JWKS, other.JWKS),
		cmp.Compare(other.Algorithm, provider.Algorithm), // "RS256" sorts before "ES256"
	)
}

func compareID(one, other *string) int {
	switch {
	case one == nil && other == nil:
		return 0
	case one == nil:
		return -1
	case other == nil:
		return 1
	}
	return cmp.Compare(*one, *other)
}
