package steps

import "convex-auth-doctor/steps/ids"

// backend is step 1: does authentication work on the backend? Does the call reach this deployment, and what does it log?
var backend = []Question{
	{ID: ids.AskBackendLogs, Step: ids.StepBackend, Answers: []Answer{
		on("nothing", ask(ids.AskBackendDeployment), ids.SeenLogWithoutLine),
		on("null", ask(ids.AskBackendCaller), ids.SeenIdentityNull),
		on("object", ask(ids.AskBackendIdentity), ids.SeenIdentityObject),
		on("error", ask(ids.AskErrorWhere), ids.SeenError),
		on("unseen", ask(ids.AskFrontendClient)),
		on("unknown", ask(ids.AskFrontendClient)),
	}},

	// Nothing in the logs: the reasons one after the other, the likeliest first.
	{ID: ids.AskBackendDeployment, Step: ids.StepBackend, Answers: []Answer{
		on("same", ask(ids.AskBackendConnected), ids.DeploymentsAgree),
		on("different", name(ids.WrongOrUnreachableDeployment), ids.DeploymentsDiffer),
		on("unseen", ask(ids.AskBackendConnected)),
		on("unknown", ask(ids.AskBackendConnected)),
	}},
	{ID: ids.AskBackendConnected, Step: ids.StepBackend, Answers: []Answer{
		on("yes", ask(ids.AskBackendPushed), ids.SeenConnection),
		on("errors", name(ids.ClientNotConnected), ids.ConnectionFails),
		on("appeared", again()),
		on("unseen", ask(ids.AskBackendPushed)),
		on("unknown", ask(ids.AskBackendPushed)),
	}},
	{ID: ids.AskBackendPushed, Step: ids.StepBackend, Answers: []Answer{
		on("yes", ask(ids.AskBackendHistory)),
		on("no", name(ids.CodeNotPushed), ids.CodePushFails),
		on("unseen", ask(ids.AskBackendHistory)),
		on("unknown", ask(ids.AskBackendHistory)),
	}},
	{ID: ids.AskBackendHistory, Step: ids.StepBackend, Answers: []Answer{
		on("live", ask(ids.AskBackendOwnLog)),
		on("late", name(ids.LogsLookedAtTooLate), ids.LogWithoutHistory),
		on("appeared", again()),
		on("unknown", ask(ids.AskBackendOwnLog)),
	}},
	{ID: ids.AskBackendOwnLog, Step: ids.StepBackend, Answers: []Answer{
		on("runner", name(ids.DashboardOrCLICall)),
		on("other", name(ids.WrongOrUnreachableDeployment)),
		on("app", ask(ids.AskBackendLineNow)),
		on("unknown", ask(ids.AskBackendLineNow)),
	}},
	{ID: ids.AskBackendLineNow, Step: ids.StepBackend, Answers: []Answer{
		on("yes", again()),
		on("no", ask(ids.AskFrontendClient)),
		on("unknown", ask(ids.AskFrontendClient)),
	}},

	// The identity is null: is it null by design?
	{ID: ids.AskBackendCaller, Step: ids.StepBackend, Answers: []Answer{
		on("app", ask(ids.AskBackendNullWhen), ids.CallerIsClient, ids.SeenToken, ids.SeenProviders, ids.SeenAuthError, ids.NoAuthenticate, ids.AuthenticateNone),
		on("dashboard", name(ids.DashboardOrCLICall), ids.CallerIsAdmin),
		on("scheduled", name(ids.ScheduledOrCronCall), ids.CallerIsScheduler),
		on("component", name(ids.ComponentContext), ids.CallerIsComponent),
		on("http-action", ask(ids.AskBackendHTTPAction), ids.CallerIsHTTPAction),
		on("server", ask(ids.AskFrontendNextJS)),
		on("unknown", ask(ids.AskBackendNullWhen)),
	}},
	{ID: ids.AskBackendNullWhen, Step: ids.StepBackend, Answers: []Answer{
		on("load", name(ids.QueryBeforeAuthReady), ids.NullThenObject),
		on("always", ask(ids.AskFrontendClient), ids.SeenToken, ids.SeenProviders, ids.SeenAuthError, ids.NoAuthenticate, ids.AuthenticateNone),
		on("later", ask(ids.AskStoppedWhat)),
		on("some", name(ids.StaleTokenInStorage)),
		on("unknown", ask(ids.AskFrontendClient)),
	}},
	{ID: ids.AskBackendHTTPAction, Step: ids.StepBackend, Answers: []Answer{
		on("missing", name(ids.HTTPActionWithoutHeader)),
		on("throws", name(ids.HTTPActionAuthThrows), ids.HTTPActionThrows),
		on("null", ask(ids.AskFrontendToken), ids.SeenToken),
		on("unknown", ask(ids.AskFrontendToken)),
	}},

	// The identity is there.
	{ID: ids.AskBackendIdentity, Step: ids.StepBackend, Answers: []Answer{
		on("no", reach(ids.AllSet)),
		on("user", name(ids.AppUserRecordMissing), ids.UserRecordMissing),
		on("flash", name(ids.QueryBeforeAuthReady), ids.NullThenObject),
		on("claims", name(ids.AppUserRecordMissing)),
		on("acting", name(ids.DashboardIdentityLacksClaims), ids.ActingAsUser),
		on("unknown", reach(ids.AllSet)),
	}},
}
