package findings

import (
	"strings"

	"convex-auth-doctor/steps/verdict"
)

// missWords says each kind of a near miss as people do.
var missWords = map[verdict.Miss]string{
	verdict.MissQuotes: "quotation marks around it", verdict.MissBlank: "a blank or a line break before or behind it",
	verdict.MissInvisible: "a character that nobody sees", verdict.MissDiscovery: "the address of the discovery document in place of the issuer",
	verdict.MissScheme: "the scheme (http, https or none)", verdict.MissSlash: "a slash at the end, which Convex does not mind",
	verdict.MissCase: "small and capital letters", verdict.MissPort: "the port that the scheme has anyway", verdict.MissWWW: "www. in front",
	verdict.MissCloudSite: ".convex.cloud in place of .convex.site", verdict.MissAuthSuffix: "/auth at the end",
	verdict.MissLookAlike: "letters that only look the same",
}

// fillMarks compares the two values of a comparison and marks where they differ; Actual is the token's iss. It reports
// whether only slips keep them apart.
func fillMarks(c *Comparison) (near bool) {
	compared := verdict.CompareIssuer(c.Actual, c.Expected)
	for _, span := range compared.Spans {
		c.ActualMarks = append(c.ActualMarks, [2]int{span.A.From, span.A.To})
		c.ExpectedMarks = append(c.ExpectedMarks, [2]int{span.B.From, span.B.To})
	}
	var words []string
	for _, miss := range compared.Misses {
		if word, ok := missWords[miss]; ok {
			words = append(words, word)
		}
	}
	if compared.Near() {
		c.Kind = strings.Join(words, " and ")
	}
	return compared.Near()
}
