package steps

import "convex-auth-doctor/steps/ids"

// production is beyond the three steps: is the production deployment set up?
var production = []Question{
	{ID: ids.AskProductionWhat, Step: ids.StepProduction, Answers: []Answer{
		on("checklist", ask(ids.AskProductionVariables)),
		on("nothing", ask(ids.AskProductionVariables)),
		on("after", ask(ids.AskErrorKey)),
		on("oauth", ask(ids.AskErrorOauth)),
		on("null", ask(ids.AskMatchingProviders)),
		on("well-known", ask(ids.AskProductionWellKnown)),
		on("unknown", ask(ids.AskProductionVariables), ids.SeenVariables),
	}},
	{ID: ids.AskProductionVariables, Step: ids.StepProduction, Answers: []Answer{
		on("missing", name(ids.EnvVarMissingOnDeployment)),
		on("site", name(ids.SiteURLEnvWrongOrMissing)),
		on("keys", ask(ids.AskErrorKey)),
		on("secrets", name(ids.ProviderSecretIncomplete)),
		on("deployed", name(ids.AuthConfigMissingOrNotPushed)),
		on("unknown", name(ids.EnvVarMissingOnDeployment)),
	}},
	{ID: ids.AskProductionWellKnown, Step: ids.StepProduction, Answers: []Answer{
		on("ios", name(ids.AppleAppSiteAssociation)),
		on("android", name(ids.AssetLinks)),
		on("passwords", name(ids.ChangePassword)),
		on("origins", name(ids.RelatedOrigins)),
		on("security", name(ids.SecurityTxt)),
		on("passkey", name(ids.PasskeyOrigin)),
		on("unknown", ask(ids.AskProductionVariables)),
	}},
}
