package logs

import (
	"fmt"
	"time"

	"convex-auth-doctor/steps/ids"
)

// scenario is a world that was played, and what its log must say.
type scenario struct {
	name    string
	play    func(*world)
	options Options

	state  State
	cause  ids.Cause   // "" none
	rivals []ids.Cause // must be among the rivals
	pairs  int         // -1 not compared
	failed int
	only   string // rendering to which the expectation is limited: "results" those that carry results, "ids", "cached", "fine" those with milliseconds, "ends"
}

func scenarios() []scenario { return append(firstScenarios(), moreScenarios()...) }

func firstScenarios() []scenario {
	tab := func(world *world) *browser { return world.browser() }
	return []scenario{
		{name: "no auth at all", pairs: 0, state: NoRefresh, play: func(world *world) { world.traffic(0, 300, 0.5) }},
		{name: "one tab for an hour", pairs: 2, state: AsExpected, play: func(world *world) {
			tab(world).stay(0, 3700, 3600)
			world.traffic(0, 3700, 9)
		}},
		{name: "five tabs", pairs: 10, state: AsExpected, play: func(world *world) {
			one := tab(world)
			for _, at := range []float64{0, 40, 95, 300, 700} {
				one.stay(at, 4400, 3600)
			}
			world.traffic(0, 4400, 5)
		}},
		{name: "five tabs that are restored together", pairs: 15, state: AsExpected, play: func(world *world) {
			world.debug = true
			one := tab(world)
			for i := range 5 {
				one.stay(float64(i)*0.3, 7300, 3600)
			}
			world.traffic(0, 7300, 20)
		}},
		{name: "six tabs with tokens of a minute", pairs: -1, state: AsExpected, play: func(world *world) {
			for _, at := range []float64{0, 3, 14, 21, 29, 44} {
				tab(world).stay(at, 900, 60)
			}
		}, options: Options{TokenLife: time.Minute, Tabs: 6}},
		{name: "six tabs with tokens of a minute, untold", pairs: -1, state: AsExpected, play: func(world *world) {
			for _, at := range []float64{0, 3, 14, 21, 29, 44} {
				tab(world).stay(at, 900, 60)
			}
		}},
		{name: "busy site", pairs: -1, state: AsExpected, play: func(world *world) {
			for at := 0.0; at < 600; at += world.random.ExpFloat64() * 2 {
				tab(world).load(at)
			}
		}},
		{name: "busy site, sessions named", pairs: -1, state: AsExpected, play: func(world *world) {
			world.debug = true
			for at := 0.0; at < 500; at += world.random.ExpFloat64() * 2 {
				tab(world).load(at)
			}
		}},
		{name: "expired sessions among good ones", pairs: 60, failed: 6, state: AsExpected, play: func(world *world) {
			for i := range 60 {
				one := tab(world)
				at := float64(i)*47 + 20*world.random.Float64()
				if i%10 == 3 {
					one.refresh(at, outcome{failed: true, texts: []simLine{{"INFO", "'Expired refresh token'"}}})
				} else {
					one.load(at)
				}
			}
		}},
		{name: "sign-ins with their refreshes", pairs: 4, state: AsExpected, play: func(world *world) {
			for i := range 4 {
				one := tab(world)
				one.signIn(float64(i) * 100)
				one.refresh(float64(i)*100+1.2, outcome{})
			}
			world.traffic(0, 600, 1)
		}},
		{name: "deploy storm", pairs: -1, state: ManyClients, play: func(world *world) {
			world.traffic(0, 900, 1)
			for range 200 {
				tab(world).load(300 + world.random.ExpFloat64()*5)
			}
		}},
		{name: "deploy storm, sessions named", pairs: -1, state: ManyClients, play: func(world *world) {
			world.debug = true
			for range 60 {
				tab(world).load(300 + world.random.ExpFloat64()*4)
			}
			world.traffic(0, 900, 1)
		}},
		{name: "storm and nothing else", pairs: -1, state: ManyClients, play: func(world *world) {
			for range 80 {
				tab(world).load(world.random.ExpFloat64() * 6)
			}
		}},

		{name: "loop", pairs: 40, state: Suspicious, rivals: []ids.Cause{ids.SessionRefetchLoop, ids.RefreshDuplicateClients}, play: func(world *world) {
			one := tab(world)
			one.load(0)
			for i := range 39 {
				one.refresh(60+float64(i)*0.5+0.05*world.random.Float64(), outcome{})
			}
			world.traffic(0, 300, 2)
		}},
		{name: "loop, session named", pairs: 12, state: Suspicious, play: func(world *world) {
			world.debug = true
			one := tab(world)
			for i := range 12 {
				one.refresh(float64(i)*2.5+world.random.Float64(), outcome{})
			}
		}},
		{name: "loop among visitors", pairs: -1, state: Suspicious, play: func(world *world) {
			for at := 0.0; at < 1200; at += world.random.ExpFloat64() * 15 {
				tab(world).load(at)
			}
			one := tab(world)
			for i := range 150 {
				one.refresh(400+float64(i)*0.6+0.03*world.random.Float64(), outcome{quiet: true})
			}
		}, only: "fine"},
		{name: "one tab that was told", pairs: 5, state: Suspicious, options: Options{Tabs: 1}, play: func(world *world) {
			one := tab(world)
			for _, at := range []float64{0, 4, 5.5, 9, 16} {
				one.refresh(at, outcome{})
			}
			world.traffic(0, 120, 3)
		}},

		{name: "two clients at page loads", pairs: 16, state: Suspicious, cause: ids.RefreshDuplicateClients, play: func(world *world) {
			one := tab(world)
			for _, at := range []float64{0, 50, 61, 200, 330, 410, 700, 911} {
				one.load(at)
				one.refresh(at+0.38, outcome{})
			}
		}, only: "ends"},
		{name: "two clients in a loop", pairs: 40, state: Suspicious, cause: ids.RefreshDuplicateClients, play: func(world *world) {
			one := tab(world)
			for i := range 20 {
				at := float64(i)*1.4 + 0.05*world.random.Float64()
				one.refresh(at, outcome{})
				one.refresh(at+0.08+0.02*world.random.Float64(), outcome{})
			}
		}, only: "fine"},
		{name: "two tabs at each token's end", pairs: 8, state: AsExpected, rivals: []ids.Cause{ids.RefreshDuplicateClients}, play: func(world *world) {
			one := tab(world)
			one.stay(0, 11000, 3600)
			one.stay(0.4, 11000, 3600)
		}, only: "fine"},

		{name: "corrupted token, official library", pairs: 10, failed: 10, state: Suspicious, cause: ids.RefreshTokenCorrupted, play: func(world *world) {
			for i := range 10 {
				tab(world).refresh(float64(i)*1.5, outcome{failed: true, failure: "Uncaught Error: Can't parse refresh token: undefined\n    at decode (../x.ts:1:1)\n"})
			}
		}},
		{name: "corrupted token, robelest", pairs: 10, failed: 10, state: Suspicious, cause: ids.RefreshTokenCorrupted, play: func(world *world) {
			world.robelest = true
			for i := range 10 {
				tab(world).refresh(float64(i)*1.5+0.1*world.random.Float64(), outcome{failed: true})
			}
		}, only: "results"},
		{name: "failing refreshes, now and then", pairs: 6, failed: 6, state: Suspicious, cause: ids.RefreshTokenCorrupted, rivals: []ids.Cause{ids.StaleTokenInStorage}, play: func(world *world) {
			world.robelest = true
			for _, at := range []float64{0, 70, 300, 310, 555, 900} {
				tab(world).refresh(at, outcome{failed: true})
			}
			world.traffic(0, 1000, 3)
		}, only: "results"},
		{name: "stale token", pairs: 9, failed: 9, state: Suspicious, cause: ids.StaleTokenInStorage, play: func(world *world) {
			for i := range 9 {
				tab(world).refresh(float64(i)*2, outcome{failed: true, texts: []simLine{{"INFO", "'Expired refresh token'"}}})
			}
		}},
		{name: "reuse race", pairs: 24, failed: 6, state: Suspicious, cause: ids.RefreshTokenReuseRace, play: func(world *world) {
			for i := range 6 {
				one := tab(world)
				at := float64(i)*80 + 30*world.random.Float64()
				one.load(at)
				one.refresh(at+1.1, outcome{})
				one.refresh(at+13, outcome{})
				one.refresh(at+13.6, outcome{failed: true, texts: []simLine{{"WARN", "'Refresh token used outside of reuse window'"}}})
			}
		}},
		{name: "storage, said by the client", pairs: 0, state: NoRefresh, cause: ids.RefreshStorageUnavailable, play: func(world *world) {
			world.traffic(0, 60, 1)
			world.outside(3, "app.js:24909 [convex-auth] Failed to write __convexAuthJWT_httpshappy to storage SecurityError: denied")
		}, only: "ends"},
		{name: "storage, sign-ins only", pairs: 0, state: NoRefresh, rivals: []ids.Cause{ids.RefreshStorageUnavailable}, play: func(world *world) {
			for i := range 5 {
				one := tab(world)
				one.signIn(float64(i) * 40)
				one.run(float64(i)*40+0.5, "identityChange", outcome{})
				one.run(float64(i)*40+20, "initialSubscription", outcome{identity: []string{"unknown"}})
			}
		}},
		{name: "proxy, said by the client", pairs: 0, state: NoRefresh, cause: ids.RefreshProxyRetries, play: func(world *world) {
			for i := range 6 {
				world.outside(float64(i), fmt.Sprintf("%s POST https://app.example.com/api/auth 403 (Forbidden)", world.after(float64(i)).Format("2006-01-02T15:04:05.000Z")))
			}
			world.outside(7, "[convex-auth] Proxy refresh failed: 403")
			world.traffic(0, 60, 1)
		}, only: "ends"},
		{name: "proxy, access log of a web server", pairs: 0, state: NoRefresh, cause: ids.RefreshProxyRetries, play: func(world *world) {
			for i := range 6 {
				world.outside(float64(i), fmt.Sprintf(`10.0.0.1 - - [%s] "POST /api/auth HTTP/1.1" 403 14 Invalid origin`, world.after(float64(i)).Format("02/Jan/2006:15:04:05 -0700")))
			}
			world.traffic(0, 60, 1)
		}, only: "ends"},
		{name: "proxy that loses answers", pairs: 18, state: Suspicious, cause: ids.RefreshProxyRetries, play: func(world *world) {
			for _, at := range []float64{0, 70, 130, 300, 422, 610} {
				one := tab(world)
				one.refresh(at, outcome{quiet: true})
				one.refresh(at+0.55+0.1*world.random.Float64(), outcome{quiet: true})
				one.refresh(at+2.75+0.2*world.random.Float64(), outcome{})
			}
		}, only: "fine"},
		{name: "short token, said by the client", pairs: 30, state: Suspicious, cause: ids.TokenLifetimeTooShort, play: func(world *world) {
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.4, outcome{})
			}
			world.outside(1, "Refetching auth token immediately, configured leeway 10s is larger than the token's lifetime 5s")
		}, only: "text"},
		{name: "short token, told", pairs: 30, state: Suspicious, cause: ids.TokenLifetimeTooShort, options: Options{TokenLife: 8 * time.Second}, play: func(world *world) {
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.4, outcome{})
			}
		}},
		{name: "short token, open", pairs: 30, state: Suspicious, rivals: []ids.Cause{ids.TokenLifetimeTooShort}, play: func(world *world) {
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.4, outcome{})
			}
		}, only: "fine"},
		{name: "issuer, said by the client", pairs: 9, state: Suspicious, cause: ids.IssuerMismatch, rivals: []ids.Cause{ids.AudienceMismatch}, play: func(world *world) {
			for _, at := range []float64{0, 40, 90} {
				one := tab(world)
				for i := range 3 {
					one.refresh(at+float64(i)*0.2, outcome{identity: []string{"unknown"}})
				}
			}
			world.outside(1, `Failed to authenticate: "No auth provider found matching the given token", check your server auth config`)
		}, only: "text"},
		{name: "key, said by the client", pairs: 9, state: Suspicious, cause: ids.KeyPairMismatch, rivals: []ids.Cause{ids.SigningKeyJWKSMismatch}, play: func(world *world) {
			for _, at := range []float64{0, 40, 90} {
				one := tab(world)
				for i := range 3 {
					one.refresh(at+float64(i)*0.2, outcome{identity: []string{"unknown"}})
				}
			}
			world.outside(1, `Failed to authenticate: "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.", check your server auth config`)
		}, only: "text"},
		{name: "refused token, server log only", pairs: 12, state: Suspicious, rivals: []ids.Cause{ids.IssuerMismatch, ids.KeyPairMismatch}, play: func(world *world) {
			for _, at := range []float64{0, 40, 90, 200} {
				one := tab(world)
				for i := range 3 {
					one.refresh(at+float64(i)*0.25, outcome{identity: []string{"unknown"}})
				}
			}
		}, only: "jsonl"},
		{name: "denied page", pairs: 30, state: Suspicious, cause: ids.SessionRefetchLoop, play: func(world *world) {
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.5+0.04*world.random.Float64(), outcome{denied: true})
			}
		}, only: "fine"},
		{name: "unstable fetchAccessToken", pairs: 30, state: Suspicious, cause: ids.SessionRefetchLoop, play: func(world *world) {
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.8+0.04*world.random.Float64(), outcome{identity: []string{"unknown", "user"}})
			}
		}, only: "jsonl"},
		{name: "cross-tab ping-pong", pairs: 30, state: Suspicious, rivals: []ids.Cause{ids.SessionRefetchLoop}, play: func(world *world) {
			world.debug = true
			one := tab(world)
			for i := range 30 {
				one.refresh(float64(i)*0.7+0.1*world.random.Float64(), outcome{})
			}
		}},
		{name: "not handled, said by the client", pairs: 2, state: AsExpected, cause: ids.TokenRefreshNotHandled, play: func(world *world) {
			tab(world).stay(0, 3700, 3600)
			world.outside(3601, "app.js:24906 2026-08-22T10:00:01.000Z reauthentication failed, could not fetch a new token [v3]")
		}, only: "text"},
		{name: "session asked for in a loop", pairs: 0, state: Suspicious, cause: ids.SessionRefetchLoop, play: func(world *world) {
			for i := range 60 {
				world.add(simRow{at: world.after(float64(i)*0.3 + 0.02*world.random.Float64()), udf: HTTPAction, name: "GET /api/auth/get-session", caller: CallerHTTPEndpoint, identity: "unknown", bytes: 10})
			}
		}, only: "fine"},
		{name: "many subscriptions", pairs: 12, state: AsExpected, cause: ids.RefreshSubscriptionBurst, play: func(world *world) {
			one := tab(world)
			one.queries = nil
			for i := range 40 {
				one.queries = append(one.queries, fmt.Sprintf("widgets:q%d", i))
			}
			one.queries = append(one.queries, "users:me", "users:me")
			for i := range 12 {
				one.load(float64(i) * 130 * (1 + world.random.Float64()))
			}
			world.traffic(0, 3000, 4)
		}, only: "ends"},
	}
}
