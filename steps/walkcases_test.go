package steps

import (
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
)

// walkCase is what a person answered and what the evidence says, with the way that the walk takes and where it ends.
type walkCase struct {
	name  string
	trail []string
	seen  []findings.Finding
	way   []string
	end   string
}

func walkCases() []walkCase {
	const proved, likely, possible = findings.Proved, findings.Likely, findings.Possible
	return []walkCase{
		{name: "nothing", end: "ask start"},
		{
			name: "what lies in the folder is no reason to leave the first screen",
			seen: []findings.Finding{seen(ids.SeenToken, proved), shows(ids.IssuerMismatch, proved)},
			end:  "ask start",
		},
		{
			name:  "answers lead on",
			trail: []string{"start=unsure", "backend-logs=null"},
			way:   []string{"start=unsure", "backend-logs=null"},
			end:   "ask backend-caller",
		},
		{
			name:  "an answer of a question that is not on the way waits",
			trail: []string{"start=unsure", "matching-issuer=yes"},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},
		{
			name:  "an answer that the question does not have counts for nothing",
			trail: []string{"start=unsure", "backend-logs=perhaps"},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},

		// Who decides.
		{
			name:  "proved evidence beats asking",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, proved)},
			way:   []string{"start=unsure", "backend-logs=null by evidence"},
			end:   "ask backend-caller",
		},
		{
			name:  "likely evidence beats asking",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, likely)},
			way:   []string{"start=unsure", "backend-logs=null by evidence"},
			end:   "ask backend-caller",
		},
		{
			name:  "possible evidence is a suggestion",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, possible)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs, perhaps null",
		},
		{
			name:  "unseen evidence is none",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, findings.Unseen)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},
		{
			name:  "proved evidence beats what was said, and the conflict shows",
			trail: []string{"start=unsure", "backend-logs=nothing"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, proved)},
			way:   []string{"start=unsure", "backend-logs=null by evidence, not nothing"},
			end:   "ask backend-caller",
		},
		{
			name:  "what was said beats likely evidence",
			trail: []string{"start=unsure", "backend-logs=nothing"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, likely)},
			way:   []string{"start=unsure", "backend-logs=nothing"},
			end:   "ask backend-deployment",
		},
		{
			name:  "the stronger evidence decides, whichever answer stands first",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenLogWithoutLine, likely), seen(ids.SeenIdentityObject, proved)},
			way:   []string{"start=unsure", "backend-logs=object by evidence"},
			end:   "ask backend-identity",
		},
		{
			name:  "of equals the answer that stands first",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{seen(ids.SeenIdentityObject, proved), seen(ids.SeenIdentityNull, proved)},
			way:   []string{"start=unsure", "backend-logs=null by evidence"},
			end:   "ask backend-caller",
		},
		{
			name:  "I don't know is no statement that evidence could contradict",
			trail: []string{"start=unsure", "backend-logs=unknown"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, proved)},
			way:   []string{"start=unsure", "backend-logs=null by evidence"},
			end:   "ask backend-caller",
		},
		{
			name:  "a way in is no statement either",
			trail: []string{"start=stopped"},
			seen:  []findings.Finding{seen(ids.SeenProviders, proved)},
			way:   []string{"start=token by evidence"},
			end:   "ask frontend-token",
		},

		// Going back.
		{
			name:  "the question that was gone back to is asked although evidence could decide it",
			trail: []string{"start=unsure", "hold backend-logs"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, proved)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs, perhaps null",
		},
		{
			name:  "and it is asked although evidence names a cause",
			trail: []string{"start=unsure", "hold backend-logs"},
			seen:  []findings.Finding{shows(ids.AudienceMismatch, proved)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},
		{
			name:  "and it is asked although evidence leads another way",
			trail: []string{"start=unsure", "backend-logs=null", "backend-caller=app", "hold backend-null-when"},
			seen:  []findings.Finding{seen(ids.SeenToken, proved), seen(ids.SeenIdentityObject, proved)},
			way:   []string{"start=unsure", "backend-logs=null", "backend-caller=app"},
			end:   "ask backend-null-when",
		},
		{
			name:  "an answer ends the hold",
			trail: []string{"start=unsure", "hold backend-logs", "backend-logs=nothing"},
			seen:  []findings.Finding{seen(ids.SeenIdentityNull, likely)},
			way:   []string{"start=unsure", "backend-logs=nothing"},
			end:   "ask backend-deployment",
		},
		{
			name:  "reopening an answer keeps the others",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=errors", "hold backend-deployment", "backend-deployment=unseen"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=unseen", "backend-connected=errors"},
			end:   "cause client-not-connected by answers",
		},

		// Causes.
		{
			name:  "a cause that answers led to",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "cause wrong-or-unreachable-deployment by answers",
		},
		{
			name:  "the same cause is likely by evidence, too",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			seen:  []findings.Finding{shows(ids.WrongOrUnreachableDeployment, likely)},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "cause wrong-or-unreachable-deployment",
		},
		{
			name:  "what was said beats another cause that is likely",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, likely)},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "cause wrong-or-unreachable-deployment by answers",
		},
		{
			name:  "another cause that is proved beats what was said",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, proved)},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "cause issuer-mismatch instead of wrong-or-unreachable-deployment",
		},
		{
			name:  "evidence that names a cause ends the walk where a question would be asked",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, likely)},
			way:   []string{"start=unsure"},
			end:   "cause issuer-mismatch",
		},
		{
			name:  "a possible cause ends nothing",
			trail: []string{"start=unsure"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, possible)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},
		{
			name:  "an outcome that evidence shows",
			trail: []string{"paste start"},
			seen:  []findings.Finding{{Rule: "fine", Grade: proved, Outcome: ids.AllSet}},
			end:   "outcome all-set",
		},
		{
			name:  "a cause before an outcome",
			trail: []string{"paste start"},
			seen:  []findings.Finding{{Rule: "fine", Grade: proved, Outcome: ids.AllSet}, shows(ids.AppUserRecordMissing, likely)},
			end:   "cause app-user-record-missing",
		},
		{
			name:  "an outcome that was said",
			trail: []string{"start=unsure", "backend-logs=object", "backend-identity=no"},
			way:   []string{"start=unsure", "backend-logs=object", "backend-identity=no"},
			end:   "outcome all-set",
		},
		{
			name:  "an outcome that was said against a proof",
			trail: []string{"start=unsure", "backend-logs=object", "backend-identity=no"},
			seen:  []findings.Finding{shows(ids.AppUserRecordMissing, proved)},
			way:   []string{"start=unsure", "backend-logs=object", "backend-identity=no"},
			end:   "cause app-user-record-missing",
		},

		// Not this.
		{
			name:  "a cause that answers led to is not it: the rest of the step is asked",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different", "not wrong-or-unreachable-deployment"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "ask backend-connected",
		},
		{
			name:  "and where nothing is left to ask there, the walk goes on elsewhere",
			trail: []string{"jump matching-which", "matching-which=token", "not issuer-mismatch"},
			way:   []string{"matching-which=token"},
			end:   "ask backend-logs",
		},
		{
			name:  "and it is no suggestion either",
			trail: []string{"start=unsure", "not wrong-or-unreachable-deployment", "backend-logs=nothing"},
			seen:  []findings.Finding{seen(ids.DeploymentsDiffer, possible)},
			way:   []string{"start=unsure", "backend-logs=nothing"},
			end:   "ask backend-deployment",
		},
		{
			name:  "what evidence says for a cause that is not it answers nothing",
			trail: []string{"start=unsure", "not wrong-or-unreachable-deployment", "backend-logs=nothing"},
			seen:  []findings.Finding{seen(ids.DeploymentsDiffer, proved)},
			way:   []string{"start=unsure", "backend-logs=nothing"},
			end:   "ask backend-connected",
		},
		{
			name:  "a proved cause is not it: the rest decides",
			trail: []string{"start=unsure", "not issuer-mismatch"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, proved), shows(ids.TokenExpired, likely)},
			way:   []string{"start=unsure"},
			end:   "cause token-expired",
		},
		{
			name:  "all that evidence names is not it: the questions go on",
			trail: []string{"start=unsure", "not issuer-mismatch", "not token-expired"},
			seen:  []findings.Finding{shows(ids.IssuerMismatch, proved), shows(ids.TokenExpired, likely)},
			way:   []string{"start=unsure"},
			end:   "ask backend-logs",
		},

		// Going to a question by its name.
		{
			name:  "a jump begins there",
			trail: []string{"start=unsure", "jump matching-issuer"},
			end:   "ask matching-issuer",
		},
		{
			name:  "a jump to what was answered before asks it again",
			trail: []string{"start=unsure", "backend-logs=null", "backend-caller=app", "jump backend-logs"},
			end:   "ask backend-logs",
		},
		{
			name:  "and the answers after it stay",
			trail: []string{"start=unsure", "backend-logs=null", "backend-caller=app", "jump backend-logs", "backend-logs=null"},
			way:   []string{"backend-logs=null", "backend-caller=app"},
			end:   "ask backend-null-when",
		},
		{
			name:  "the last jump counts",
			trail: []string{"jump matching-issuer", "matching-issuer=yes", "jump refresh-logs"},
			end:   "ask refresh-logs",
		},

		// Rounds.
		{
			name:  "the line appeared: step 1 anew, answers of before do not count",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=appeared"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=appeared"},
			end:   "ask backend-logs in round 1",
		},
		{
			name:  "and it goes on from there",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=appeared", "round", "backend-logs=object"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=appeared", "1:backend-logs=object"},
			end:   "ask backend-identity in round 1",
		},
		{
			name:  "fixed: step 1 anew, and the way before is done",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different", "fixed"},
			end:   "ask backend-logs in round 1",
		},
		{
			name:  "fixed twice",
			trail: []string{"start=unsure", "backend-logs=nothing", "fixed", "backend-logs=nothing", "backend-deployment=different", "fixed"},
			end:   "ask backend-logs in round 2",
		},
		{
			name:  "a jump after the fix",
			trail: []string{"start=unsure", "fixed", "jump matching-providers"},
			end:   "ask matching-providers in round 1",
		},

		// Circles.
		{
			name:  "answers in a circle: what was said is asked again",
			trail: []string{"start=error", "error-where=unknown", "backend-logs=error"},
			way:   []string{"start=error", "error-where=unknown", "backend-logs=error"},
			end:   "ask error-where",
		},
		{
			name:  "evidence in a circle: a way that was not gone yet",
			trail: []string{"start=error", "matching-issuer=unseen"},
			seen:  []findings.Finding{seen(ids.SeenAuthError, proved), seen(ids.SaidNoProvider, proved), seen(ids.SeenProviders, likely)},
			way:   []string{"start=error", "error-where=convex by evidence", "error-convex=no-provider by evidence", "matching-providers=some by evidence", "matching-issuer=unseen"},
			end:   "ask backend-logs",
		},
	}
}
