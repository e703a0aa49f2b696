package steps

import "convex-auth-doctor/steps/ids"

// matching is step 3: does the backend's configuration match the token?
var matching = []Question{
	{ID: ids.AskMatchingProviders, Step: ids.StepMatching, Form: ProviderForm, Answers: []Answer{
		on("none", name(ids.AuthConfigMissingOrNotPushed), ids.ProvidersEmpty),
		on("some", ask(ids.AskMatchingIssuer), ids.SeenProviders),
		on("unseen", ask(ids.AskMatchingConfig)),
		on("unknown", ask(ids.AskMatchingConfig)),
	}},
	{ID: ids.AskMatchingConfig, Step: ids.StepMatching, Form: ProviderForm, Answers: []Answer{
		on("none", name(ids.AuthConfigMissingOrNotPushed)),
		on("empty", name(ids.AuthConfigMissingOrNotPushed)),
		on("some", ask(ids.AskMatchingIssuer), ids.SeenProviders),
		on("unknown", ask(ids.AskMatchingIssuer)),
	}},
	{ID: ids.AskMatchingIssuer, Step: ids.StepMatching, Answers: []Answer{
		on("yes", ask(ids.AskMatchingAudience), ids.IssuerMatches),
		on("no", ask(ids.AskMatchingWhich), ids.IssuerDiffers),
		on("unseen", ask(ids.AskErrorConvex)),
		on("unknown", ask(ids.AskErrorConvex)),
	}},
	{ID: ids.AskMatchingWhich, Step: ids.StepMatching, Answers: []Answer{
		on("token", name(ids.IssuerMismatch)),
		on("config", name(ids.DevProdInstanceMix)),
		on("scheme", name(ids.IssuerWithoutScheme)),
		on("nearly", name(ids.IssuerMismatch), ids.IssuerNearMiss),
		on("unknown", name(ids.IssuerMismatch)),
	}},
	{ID: ids.AskMatchingAudience, Step: ids.StepMatching, Answers: []Answer{
		on("yes", ask(ids.AskMatchingRest), ids.AudienceMatches),
		on("no", name(ids.AudienceMismatch), ids.AudienceDiffers),
		on("several", name(ids.MultipleAudiences), ids.AudienceNotAlone),
		on("unknown", ask(ids.AskMatchingRest)),
	}},
	{ID: ids.AskMatchingRest, Step: ids.StepMatching, Answers: []Answer{
		on("object", ask(ids.AskBackendIdentity)),
		on("null", ask(ids.AskErrorConvex)),
		on("error", ask(ids.AskErrorConvex)),
		on("unknown", ask(ids.AskErrorConvex)),
	}},
}
