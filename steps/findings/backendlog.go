package findings

import (
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
)

// backendLog reads what step 1 asks for: does the line arrive, and what does it say? From where was the function
// called? (B 1.65, 5.17, 5.26)
func backendLog(v *view) []Finding {
	var found []Finding
	add := func(finding Finding) { found = append(found, finding) }
	for _, identity := range v.identities {
		line := []Line{{Label: "log", Text: identityText(identity.Data), From: identity.From()}}
		if identity.Data.Null {
			add(Finding{Rule: ids.SeenIdentityNull, Severity: Note, Grade: Proved, Sentence: "the log says 'server identity' null", Proof: line,
				Excludes: []ids.Cause{ids.CodeNotPushed, ids.LogsLookedAtTooLate, ids.ClientNotConnected}})
			break
		}
	}
	for i := len(v.identities) - 1; i >= 0; i-- {
		identity := v.identities[i]
		if identity.Data.Null {
			continue
		}
		arrives := Finding{Rule: ids.SeenIdentityObject, Severity: Fine, Grade: Proved, Outcome: ids.AllSet, Sentence: "the log shows an identity with a tokenIdentifier",
			Proof: []Line{{Label: "log", Text: identityText(identity.Data), From: identity.From()}}}
		if v.failsSince(identity.Item.Intake) { // that was then
			arrives.Severity, arrives.Grade, arrives.Outcome, arrives.Sentence = Note, Possible, "", "an earlier log shows an identity with a tokenIdentifier"
		}
		add(arrives)
		break
	}
	if len(v.logs) > 0 || len(v.identities) > 0 {
		add(Finding{Rule: ids.SeenLog, Severity: Note, Grade: Likely, Sentence: "log lines were pasted"})
	}
	found = append(found, nullThenObject(v)...)
	return append(found, callers(v)...)
}

// failsSince reports whether a later intake shows that no identity arrives: null in a log, or Convex refusing the token.
func (v *view) failsSince(intake int) bool {
	for _, identity := range v.identities {
		if identity.Data.Null && identity.Item.Intake > intake {
			return true
		}
	}
	for _, message := range v.messages {
		if message.Item.Intake > intake && (strings.HasPrefix(message.Data.ID, "backend-") || message.Data.ID == "code-no-auth-provider") {
			return true
		}
	}
	return false
}

func identityText(identity evidence.Identity) string {
	label := identity.Label
	if label == "" {
		label = "identity"
	}
	if identity.Null {
		return quote(label + " null")
	}
	return quote(label + " { tokenIdentifier: " + identity.Get("tokenIdentifier") + " … }")
}

// nullThenObject finds the mark of a query that ran before the client was authenticated: null, then an object, of the
// same function (B 3.22). An object that was pasted later may be what came of a fix.
func nullThenObject(v *view) []Finding {
	type call struct {
		intake   int
		function string
	}
	null := map[call]bool{}
	for _, identity := range v.identities {
		here := call{identity.Item.Intake, identity.Data.Function}
		if identity.Data.Null {
			null[here] = true
			continue
		}
		if null[here] {
			return []Finding{{Rule: ids.NullThenObject, Severity: Fault, Grade: Likely, Cause: ids.QueryBeforeAuthReady,
				Sentence: "the same function logs null first and an identity right after",
				Proof:    []Line{{Label: "log", Text: "null, then " + identityText(identity.Data), From: identity.From()}}}}
		}
	}
	return nil
}

// callers reads from where functions were called that logged null.
func callers(v *view) []Finding {
	var found []Finding
	reported := map[ids.Rule]bool{}
	for _, log := range v.logs {
		for _, event := range log.Data.Events {
			rule, cause, grade, text := caller(event)
			if rule == "" || reported[rule] {
				continue
			}
			switch {
			case rule == ids.ActingAsUser:
				if !v.hasIdentity(false) {
					cause = ""
				}
			case cause != "" && !v.nullIn(event.Function):
				continue // a call without a user is a cause only where an identity was looked for
			}
			reported[rule] = true
			severity := Note
			if cause != "" {
				severity = Fault
			}
			found = append(found, Finding{Rule: rule, Severity: severity, Grade: grade, Cause: cause, Sentence: text, Exact: true,
				Proof: []Line{{Label: "log", Text: event.Function + " · " + text, From: log.From()}}, Values: map[string]string{"function": event.Function}})
		}
	}
	return found
}

func caller(event logs.Event) (rule ids.Rule, cause ids.Cause, grade Grade, text string) {
	switch {
	case event.IdentityType == "member_acting_user", event.IdentityType == "team_acting_user":
		return ids.ActingAsUser, ids.DashboardIdentityLacksClaims, Likely, "called from the dashboard, acting as a user"
	case event.IdentityType == "instance_admin", event.Caller == logs.CallerTester, event.RunReason == "tester":
		return ids.CallerIsAdmin, ids.DashboardOrCLICall, Proved, "called from the dashboard or with npx convex run"
	case event.Caller == logs.CallerCron, event.Caller == logs.CallerScheduler, event.RunReason == "cron", event.RunReason == "scheduler":
		return ids.CallerIsScheduler, ids.ScheduledOrCronCall, Proved, "called by a cron or the scheduler"
	case event.ComponentPath != "":
		return ids.CallerIsComponent, ids.ComponentContext, Likely, "runs inside the component " + event.ComponentPath
	case event.UdfType == logs.HTTPAction && !strings.Contains(event.Function, "/.well-known/") && !strings.Contains(event.Function, "/api/auth"):
		return ids.CallerIsHTTPAction, "", Likely, "an HTTP action"
	case event.Caller == logs.CallerSyncWorker, event.Caller == logs.CallerHTTPAPI:
		return ids.CallerIsClient, "", Likely, "called by a client"
	}
	return "", "", Unseen, ""
}

// nullIn reports whether a function logged a null identity; a line without its function counts for all.
func (v *view) nullIn(function string) bool {
	for _, identity := range v.identities {
		if identity.Data.Null && (identity.Data.Function == function || identity.Data.Function == "") {
			return true
		}
	}
	return false
}

// hasIdentity reports whether an identity was seen that is null, or that is not.
func (v *view) hasIdentity(null bool) bool {
	for _, identity := range v.identities {
		if identity.Data.Null == null {
			return true
		}
	}
	return false
}
