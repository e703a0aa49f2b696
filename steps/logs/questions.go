package logs

// The questions that decide where a log alone does not.
var (
	askSockets = Question{"sockets-in-one-tab",
		"How many WebSockets does the Network panel (filter \"sync\") show for one tab?"}
	askOtherTabs = Question{"only-one-tab",
		"Do the refreshes stop when all tabs of the app but one are closed?"}
	askLife = Question{"token-life",
		"How many seconds lie between iat and exp of a token?"}
	askStored = Question{"stored-refresh-token",
		"In Local Storage, does the value of __convexAuthRefreshToken… hold exactly one | and no quotes around it?"}
	askConsole = Question{"failed-to-authenticate",
		"Does the browser's console say \"Failed to authenticate\", and which text follows?"}
	askStorage = Question{"storage-after-sign-in",
		"Right after signing in, does Local Storage (or the cookie list) hold the two entries __convexAuthJWT… and __convexAuthRefreshToken…?"}
	askProxy = Question{"proxy-requests",
		"Does the Network panel show the same POST to the app's auth route again and again, and with which status?"}
	askRenders = Question{"fetch-token-stable",
		"Do the refreshes come with route changes or renders, or while a page shows an error for this user?"}
	askSession = Question{"one-session",
		"With AUTH_LOG_LEVEL set to DEBUG for a few minutes, do the refreshes in the log name one Session ID or many?"}
	askTabs = Question{"open-tabs",
		"How many tabs of the app were open, and did they reload or wake up together?"}
	askReuse = Question{"fast-reload",
		"Were people signed out after a fast reload, or with the app open in two tabs?"}
	askFetch = Question{"forced-fetch",
		"Does fetchAccessToken give a new token when forceRefreshToken is true, also after the device was asleep?"}
	askError = Question{"refresh-error",
		"Does each refresh end with this error, also after the last change of a variable or deploy?"}
	askJSON = Question{"json-lines",
		"What does `npx convex logs --history 500 --success --jsonl` give? It shows results, callers and cache marks."}
)
