package findings

// EntrySide is what is known of the two values of an entry that a token is compared with, for pages.
type EntrySide struct {
	Name, IssuerLabel, From          string
	Issuer, Audience                 string // as they are shown
	IssuerKnown, AudienceKnown       bool
	IssuerVariable, AudienceVariable string // the variables that they are read from, "" for none
}

// sides returns the entries that a token is compared with.
func (v *view) sides() []EntrySide {
	var sides []EntrySide
	for _, e := range v.configured().entries {
		sides = append(sides, EntrySide{Name: e.name, IssuerLabel: e.issuerLabel(), From: e.from, Issuer: e.issuerText(), Audience: e.audienceText(),
			IssuerKnown: e.issuer, AudienceKnown: e.audience, IssuerVariable: e.read.Address().Env, AudienceVariable: e.read.ApplicationID.Env})
	}
	return sides
}
