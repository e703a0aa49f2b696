package logs

import (
	"fmt"
	"time"

	"convex-auth-doctor/steps/ids"
)

func moreScenarios() []scenario {
	return []scenario{
		{name: "another issuer, usual page", pairs: 0, state: NoRefresh, play: func(world *world) {
			for i := range 20 {
				world.browser().run(float64(i)*51, "identityChange", outcome{})
			}
			world.traffic(0, 1000, 2)
		}},
		{name: "another issuer, many subscriptions", pairs: 0, state: NoRefresh, cause: ids.RefreshSubscriptionBurst, play: func(world *world) {
			one := world.browser()
			one.queries = nil
			for i := range 30 {
				one.queries = append(one.queries, "page:q"+world.hex(4)+string(rune('a'+i)))
			}
			for i := range 6 {
				one.run(float64(i)*51, "identityChange", outcome{})
			}
		}, only: "webhook"},
		{name: "storm, evenly spaced", pairs: 100, state: ManyClients, play: func(world *world) {
			for i := range 100 {
				world.browser().refresh(100+float64(i)*0.05, outcome{quiet: true})
			}
			world.traffic(0, 400, 2)
		}, only: "fine"},
		{name: "two users at the same times", pairs: 16, state: AsExpected, play: func(world *world) {
			world.debug = true
			one, other := world.browser(), world.browser()
			for _, at := range []float64{0, 50, 61, 200, 330, 410, 700, 911} {
				one.refresh(at, outcome{})
				other.refresh(at+0.3, outcome{})
			}
		}},
		{name: "three refreshes of one session in ten seconds", pairs: 3, state: Suspicious, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for _, at := range []float64{0, 4.1, 8.3} {
				one.refresh(at, outcome{})
			}
			world.traffic(0, 100, 3)
		}},
		{name: "six refreshes of one session in a minute, even", pairs: 6, state: Suspicious, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for i, jitter := range []float64{0, 0.9, -0.8, 0.4, -0.9, 0} {
				one.refresh(float64(i)*10+jitter, outcome{})
			}
			world.traffic(0, 300, 3)
		}},
		{name: "one session each eight seconds", pairs: 50, state: Suspicious, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for i := range 50 {
				one.refresh(float64(i)*8, outcome{})
			}
			world.traffic(0, 600, 3)
		}},
		{name: "one session each eight seconds, six tabs with tokens of a minute", pairs: 50, state: AsExpected, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for i := range 50 {
				one.refresh(float64(i)*8, outcome{})
			}
			world.traffic(0, 600, 3)
		}, options: Options{TokenLife: time.Minute, Tabs: 6}},
		{name: "six refreshes of one session in a minute, uneven", pairs: 6, state: AsExpected, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for _, at := range []float64{0, 14, 19, 35, 41, 58} {
				one.refresh(at, outcome{})
			}
			world.traffic(0, 300, 3)
		}},
		{name: "a session with tokens of a minute", pairs: 70, state: AsExpected, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for i := range 70 {
				one.refresh(float64(i)*50, outcome{})
			}
		}},
		{name: "many sessions that load pages now and then", pairs: -1, state: AsExpected, play: func(world *world) {
			world.debug = true
			for range 400 {
				one, at := world.browser(), 6000*world.random.Float64()
				for range 12 {
					one.refresh(at, outcome{quiet: true})
					at += 8 + 18*world.random.Float64()
				}
			}
		}, only: "jsonl"},
		{name: "three refreshes of one session in a minute", pairs: 3, state: AsExpected, play: func(world *world) {
			world.debug = true
			one := world.browser()
			for _, at := range []float64{0, 17, 44} {
				one.refresh(at, outcome{})
			}
		}},
		{name: "three refreshes of three sessions in ten seconds", pairs: 3, state: AsExpected, play: func(world *world) {
			world.debug = true
			for _, at := range []float64{0, 4.1, 8.3} {
				world.browser().refresh(at, outcome{})
			}
		}},
		{name: "six refreshes in a minute, evenly", pairs: 6, state: Suspicious, play: func(world *world) {
			for i := range 6 {
				world.browser().refresh(float64(i)*10+world.random.Float64(), outcome{})
			}
		}},
		{name: "six refreshes in a minute, anyhow", pairs: 6, state: AsExpected, play: func(world *world) {
			for _, at := range []float64{0, 2.5, 21, 29, 30.5, 57} {
				world.browser().refresh(at, outcome{})
			}
		}},
		{name: "six refreshes in a minute, a short token told", pairs: 6, state: AsExpected, options: Options{TokenLife: 20 * time.Second, Tabs: 1}, play: func(world *world) {
			for i := range 6 {
				world.browser().refresh(float64(i)*10+0.2*world.random.Float64(), outcome{})
			}
		}},
		{name: "one page request after the other", pairs: 20, state: AsExpected, play: func(world *world) {
			for i := range 20 {
				one := world.browser()
				one.refresh(float64(i)*5+0.1*world.random.Float64(), outcome{quiet: true})
				one.run(float64(i)*5+0.3, "initialSubscription", outcome{})
			}
		}, only: "webhook"},
		{name: "alternating failures of a race in a loop", pairs: 40, failed: 20, state: Suspicious, cause: ids.RefreshTokenReuseRace, play: func(world *world) {
			one := world.browser()
			for i := range 20 {
				one.refresh(float64(i)*2, outcome{})
				one.refresh(float64(i)*2+0.4, outcome{failed: true, texts: []simLine{{"WARN", "'Refresh token used outside of reuse window'"}}})
			}
		}},
		{name: "replay, event of robelest's library", pairs: 12, failed: 12, state: Suspicious, cause: ids.RefreshTokenReuseRace, rivals: []ids.Cause{ids.StaleTokenInStorage}, play: func(world *world) {
			world.robelest = true
			one := world.browser()
			for i := range 12 {
				one.refresh(float64(i)*3+world.random.Float64(), outcome{failed: true, texts: []simLine{{"WARN", "'session.refresh_reuse_detected' { sessionId: 'x' }"}}})
			}
		}, only: "results"},
		{name: "proxy that answers 401 and keeps the token", pairs: 0, state: NoRefresh, cause: ids.RefreshProxyRetries, play: func(world *world) {
			for i := range 20 {
				at := float64(i) * 0.25
				world.outside(at, fmt.Sprintf("%s POST https://app.example.com/api/auth 401 (Unauthorized)", world.after(at).Format("2006-01-02T15:04:05.000Z")))
			}
			world.traffic(0, 60, 1)
		}, only: "ends"},
		{name: "storage that is missing in the environment", pairs: 0, state: NoRefresh, cause: ids.RefreshStorageUnavailable, play: func(world *world) {
			world.traffic(0, 30, 1)
			world.outside(2, "Error: `localStorage` is not available in this environment, set the `storage` prop on `ConvexAuthProvider`!")
		}, only: "text"},
		{name: "storage, sign-ins for hours", pairs: 0, state: NoRefresh, cause: ids.RefreshStorageUnavailable, play: func(world *world) {
			for i := range 8 {
				one := world.browser()
				one.signIn(float64(i) * 1000)
				one.run(float64(i)*1000+0.5, "identityChange", outcome{})
			}
			world.traffic(0, 8000, 20)
		}},
	}
}
