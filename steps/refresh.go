package steps

import "convex-auth-doctor/steps/ids"

// refresh is beyond the three steps: is the refresh traffic healthy?
var refresh = []Question{
	{ID: ids.AskRefreshLogs, Step: ids.StepRefresh, Answers: []Answer{
		on("few", reach(ids.RefreshHealthy), ids.RefreshExpected),
		on("tight", ask(ids.AskRefreshTight), ids.RefreshSuspicious),
		on("many", reach(ids.RefreshHealthy), ids.RefreshManyClients),
		on("burst", name(ids.RefreshSubscriptionBurst), ids.RefreshBursts),
		on("provider", name(ids.SessionRefetchLoop), ids.SessionFetchLoop),
		on("unknown", ask(ids.AskRefreshTight)),
	}},
	{ID: ids.AskRefreshTight, Step: ids.StepRefresh, Answers: []Answer{
		on("clients", name(ids.RefreshDuplicateClients)),
		on("storage", name(ids.RefreshStorageUnavailable)),
		on("corrupted", name(ids.RefreshTokenCorrupted)),
		on("proxy", name(ids.RefreshProxyRetries)),
		on("short", name(ids.TokenLifetimeTooShort)),
		on("renders", name(ids.SessionRefetchLoop)),
		on("refused", ask(ids.AskFrontendToken), ids.RefreshRefused), // steps 2 and 3 find why the deployment refuses the token
		on("unknown", name(ids.RefreshDuplicateClients)),
	}},
}
