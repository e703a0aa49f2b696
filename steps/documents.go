package steps

import (
	"encoding/json"
	"slices"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
)

// WellKnown is what there is to say about one document of /.well-known/ for this app.
type WellKnown struct {
	Kind     wellknown.Kind
	Guide    wellknown.Guide
	Address  string            // where it is looked for
	Content  wellknown.Content // what it should say
	Built    bool              // the library builds it of the variables
	Dropped  []wellknown.Dropped
	Rows     []deploy.Row      // of the list, about this document
	Answers  []deploy.Document // what was pasted of it, the newest last
	Variable map[string]string // what feeds it: name and value, as it may be shown
}

// Documents lists the documents that have a page, in the order of the document "Production Deploy".
func Documents() []wellknown.Kind {
	return []wellknown.Kind{wellknown.AASA, wellknown.AssetLinks, wellknown.ChangePassword, wellknown.RelatedOrigins, wellknown.SecurityTxt,
		wellknown.OpenID, wellknown.JWKS, wellknown.PasskeyEndpoints}
}

// documentItems are the items of the list that are about a document.
var documentItems = map[wellknown.Kind][]string{
	wellknown.AASA:             {"AASA-HTTP", "AASA-JSON", "AASA-ID", "AASA-CDN"},
	wellknown.AssetLinks:       {"DAL-HTTP", "DAL-JSON", "DAL-ENV", "DAL-FP"},
	wellknown.ChangePassword:   {"CHPW", "CHPW-PROBE"},
	wellknown.RelatedOrigins:   {"ROR", "PASSKEY-ORIGIN"},
	wellknown.SecurityTxt:      {"SECTXT", "SECTXT-DAYS"},
	wellknown.OpenID:           {"DISC-DOC"},
	wellknown.JWKS:             {"JWKS-LIVE", "JWKS-JSON", "JWKS-ONE", "JWKS-USE", "JWKS-PRIVATE"},
	wellknown.PasskeyEndpoints: {"PKEP"},
}

// DocumentOf returns the document that a row is about, Unknown for any other row.
func DocumentOf(row deploy.Row) wellknown.Kind {
	switch row.ID {
	case "JWKS-JSON", "JWKS-ONE", "JWKS-USE", "JWKS-PRIVATE", "PASSKEY-ORIGIN": // they have a page of their own
		return wellknown.Unknown
	case "WK-HOST", "WK-SPA", "WK-404", "XFH":
		if kind := wellknown.Kind(row.Subject); slices.Contains(Documents(), kind) {
			return kind
		}
	}
	for kind, items := range documentItems {
		if slices.Contains(items, row.ID) {
			return kind
		}
	}
	return wellknown.Unknown
}

// Document returns what there is to say about a document.
func (s *Session) Document(kind wellknown.Kind) WellKnown {
	list := s.Checklist()
	facts := list.Facts
	one := WellKnown{Kind: kind, Guide: wellknown.GuideOf(kind), Variable: map[string]string{}}
	one.Content = wellknown.ContentOf(kind, facts.Right, facts.Site)
	one.Built = facts.Settings.Library.Serves(kind)
	one.Dropped = wellknown.Build(kind, facts.Settings).Dropped
	host := facts.RPID
	switch kind {
	case wellknown.OpenID:
		if facts.Issuer != "" {
			one.Address = wellknown.OpenIDAddress(facts.Issuer)
			text, _ := json.MarshalIndent(struct {
				Issuer string `json:"issuer"`
				JWKS   string `json:"jwks_uri"`
			}{facts.Issuer, wellknown.JWKSAddress(facts.Issuer)}, "", "  ")
			one.Content = wellknown.Content{ContentType: "application/json", Body: string(text) + "\n", Site: facts.Site}
		}
	case wellknown.JWKS:
		if facts.Issuer != "" {
			one.Address = wellknown.JWKSAddress(facts.Issuer)
		}
	default:
		if list.App.Host != "" {
			host = list.App.Host
		}
		if host != "" {
			one.Address = "https://" + host + kind.Path()
		}
	}
	if list.Prod != nil {
		for _, name := range one.Guide.Variables {
			one.Variable[name] = list.Prod.Lookup(name).Show()
		}
	}
	for _, row := range list.Rows {
		if slices.Contains(documentItems[kind], row.ID) || DocumentOf(row) == kind {
			one.Rows = append(one.Rows, row)
		}
	}
	for _, document := range s.set.Production.Documents {
		if what := document.What(); what == kind || kind == wellknown.ChangePassword && what == wellknown.Probe {
			one.Answers = append(one.Answers, document)
		}
	}
	return one
}
