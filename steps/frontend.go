package steps

import "convex-auth-doctor/steps/ids"

// frontend is step 2: does the client send a valid token?
var frontend = []Question{
	{ID: ids.AskFrontendClient, Step: ids.StepFrontend, Answers: []Answer{
		on("websocket", ask(ids.AskFrontendWS), ids.ClientIsWebSocket),
		on("http", ask(ids.AskFrontendHTTP), ids.ClientIsHTTP),
		on("nextjs", ask(ids.AskFrontendNextJS), ids.ClientIsNextJSServer),
		on("http-action", ask(ids.AskBackendHTTPAction), ids.CallerIsHTTPAction),
		on("native", ask(ids.AskFrontendNative), ids.ClientIsNative),
		on("unknown", ask(ids.AskFrontendWS), ids.SeenToken),
	}},
	{ID: ids.AskFrontendWS, Step: ids.StepFrontend, Answers: []Answer{
		on("yes", ask(ids.AskFrontendToken), ids.SeenToken, ids.SeenAuthenticate),
		on("none", name(ids.NotSignedIn), ids.AuthenticateNone),
		on("no", ask(ids.AskFrontendProvider), ids.NoAuthenticate),
		on("refused", ask(ids.AskFrontendToken), ids.SeenAuthError),
		on("unseen", ask(ids.AskFrontendPrintToken)),
		on("unknown", ask(ids.AskFrontendPrintToken)),
	}},
	{ID: ids.AskFrontendHTTP, Step: ids.StepFrontend, Answers: []Answer{
		on("yes", ask(ids.AskFrontendToken), ids.SeenToken),
		on("no", name(ids.TokenNotSuppliedByClient), ids.RequestWithoutHeader),
		on("word", name(ids.OpaqueToken), ids.TokenIsWord),
		on("other", name(ids.OpaqueToken), ids.OtherAuthScheme),
		on("unseen", ask(ids.AskFrontendPrintToken)),
		on("unknown", ask(ids.AskFrontendPrintToken)),
	}},
	{ID: ids.AskFrontendNextJS, Step: ids.StepFrontend, Answers: []Answer{
		on("no", name(ids.SSRTokenMissing), ids.ServerCallWithoutToken),
		on("empty", ask(ids.AskFrontendNextJSToken)),
		on("yes", ask(ids.AskFrontendToken), ids.SeenToken),
		on("expired", name(ids.TokenExpired)),
		on("unknown", ask(ids.AskFrontendNextJSToken)),
	}},
	{ID: ids.AskFrontendNextJSToken, Step: ids.StepFrontend, Answers: []Answer{
		on("cookie", name(ids.AuthCookieNotSet), ids.CookieMissing),
		on("route", name(ids.AuthProxyRouteUnreachable), ids.AuthRouteFails),
		on("proxy", name(ids.ProxyHeaderForwarding)),
		on("helper", name(ids.SSRTokenMissing)),
		on("template", name(ids.WrongTokenKind)),
		on("unknown", name(ids.SSRTokenMissing)),
	}},
	{ID: ids.AskFrontendNative, Step: ids.StepFrontend, Answers: []Answer{
		on("sent", ask(ids.AskFrontendToken), ids.SeenToken),
		on("hangs", name(ids.TokenRejectedClientSilent)),
		on("none", name(ids.TokenNotSuppliedByClient)),
		on("null", ask(ids.AskFrontendSession)),
		on("unknown", ask(ids.AskFrontendPrintToken)),
	}},

	// No token is sent: is the client set up to fetch one, and is there one to fetch?
	{ID: ids.AskFrontendProvider, Step: ids.StepFrontend, Answers: []Answer{
		on("plain", name(ids.TokenNotSuppliedByClient), ids.PlainProvider),
		on("wrapper", ask(ids.AskFrontendPrintToken), ids.ProviderOfVendor),
		on("library", ask(ids.AskFrontendPrintToken), ids.ProviderOfLibrary),
		on("own", ask(ids.AskFrontendOwnHook), ids.ProviderWithOwnHook),
		on("foreign", name(ids.WrongProviderComponent), ids.ForeignProvider),
		on("unknown", ask(ids.AskFrontendPrintToken)),
	}},
	{ID: ids.AskFrontendOwnHook, Step: ids.StepFrontend, Answers: []Answer{
		on("never", name(ids.UseAuthAdapterMisimplemented)),
		on("works", name(ids.UseAuthAdapterMisimplemented)),
		on("changes", name(ids.SessionRefetchLoop)),
		on("null", ask(ids.AskFrontendSession)),
		on("ready", ask(ids.AskFrontendUnsent)),
		on("unknown", ask(ids.AskFrontendPrintToken)),
	}},
	{ID: ids.AskFrontendPrintToken, Step: ids.StepFrontend, Answers: []Answer{
		on("string", ask(ids.AskFrontendUnsent), ids.SeenToken),
		on("null", ask(ids.AskFrontendSession), ids.TokenIsWord),
		on("error", ask(ids.AskFrontendNoToken), ids.ProviderRequestFails),
		on("opaque", name(ids.OpaqueToken), ids.TokenIsOpaque),
		on("unknown", ask(ids.AskFrontendSession)),
	}},
	{ID: ids.AskFrontendSession, Step: ids.StepFrontend, Answers: []Answer{
		on("no", name(ids.NotSignedIn), ids.ProviderHasNoSession),
		on("pending", name(ids.ProviderSignInIncomplete), ids.SessionPending),
		on("yes", ask(ids.AskFrontendNoToken)),
		on("unknown", ask(ids.AskFrontendNoToken)),
	}},
	{ID: ids.AskFrontendNoToken, Step: ids.StepFrontend, Answers: []Answer{
		on("clerk-404", name(ids.ClerkConvexIntegrationNotEnabled), ids.ClerkTemplateMissing),
		on("clerk-old", name(ids.ClerkSessionOlderThanIntegration)),
		on("request", name(ids.ProviderTokenFetchFails), ids.ProviderRequestFails),
		on("route", name(ids.AuthProxyRouteUnreachable), ids.AuthRouteFails),
		on("cors", name(ids.CORSOrTrustedOrigin), ids.OriginRefused),
		on("cookie", name(ids.AuthCookieNotSet), ids.CookieMissing),
		on("none", ask(ids.AskFrontendUnsent)),
		on("unknown", name(ids.ProviderTokenFetchFails)),
	}},
	{ID: ids.AskFrontendUnsent, Step: ids.StepFrontend, Answers: []Answer{
		on("throws", name(ids.WrongProviderComponent), ids.HookOutsideProvider),
		on("loading", name(ids.TokenRejectedClientSilent), ids.CloseLoop),
		on("false", ask(ids.AskFrontendToken)),
		on("reload", name(ids.SDKStaleTokenFetcher)),
		on("flapping", name(ids.SessionRefetchLoop)),
		on("unknown", ask(ids.AskFrontendToken), ids.SeenToken),
	}},

	// There is a token: what is it?
	{ID: ids.AskFrontendToken, Step: ids.StepFrontend, Form: ClaimsForm, Answers: []Answer{
		on("claims", ask(ids.AskFrontendRepeat), ids.SeenToken),
		on("gibberish", name(ids.BrokenPaste), ids.TokenDamaged),
		on("short", name(ids.OpaqueToken), ids.TokenIsOpaque, ids.TokenIsWord),
		on("unseen", ask(ids.AskMatchingProviders)),
		on("unknown", ask(ids.AskFrontendPrintToken)), // its page shows how
	}},
	{ID: ids.AskFrontendRepeat, Step: ids.StepFrontend, Answers: []Answer{
		on("null", ask(ids.AskMatchingProviders), ids.SeenIdentityNull, ids.SeenAuthError, ids.SeenProviders),
		on("object", ask(ids.AskBackendIdentity), ids.SeenIdentityObject),
		on("error", ask(ids.AskErrorConvex)),
		on("unknown", ask(ids.AskMatchingProviders)),
	}},
}
