package steps

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// trail makes a trail of words: "question=answer" was said, "paste question", "jump question", "not cause", "fixed".
// "round" counts one up for what follows; "hold question" was gone back to.
func trail(t *testing.T, words ...string) casefile.Trail {
	t.Helper()
	var made casefile.Trail
	round := 0
	for _, word := range words {
		verb, object, _ := strings.Cut(word, " ")
		question, answer, said := strings.Cut(word, "=")
		switch {
		case said:
			made.Say(casefile.Place{Round: round, Question: ids.Question(question)}, ids.Answer(answer))
		case verb == "paste":
			made.Add(casefile.Entry{Kind: casefile.Pasted, Round: round, Question: ids.Question(object)})
		case verb == "jump":
			made.Jump(casefile.Place{Round: round, Question: ids.Question(object)})
		case verb == "not":
			made.Add(casefile.Entry{Kind: casefile.Dismissed, Round: round, Cause: ids.Cause(object)})
		case verb == "fixed":
			made.Add(casefile.Entry{Kind: casefile.Checked, Round: round})
			round++
		case verb == "round":
			round++
		case verb == "hold":
			made.Reopen(casefile.Place{Round: round, Question: ids.Question(object)})
		default:
			t.Fatalf("no such word: %q", word)
		}
	}
	return made
}

// seen makes a finding that decides a question.
func seen(rule ids.Rule, grade findings.Grade) findings.Finding {
	return findings.Finding{Rule: rule, Grade: grade, Sentence: "seen " + string(rule)}
}

// shows makes a finding that speaks for a cause.
func shows(cause ids.Cause, grade findings.Grade) findings.Finding {
	return findings.Finding{Rule: ids.Rule("shows-" + string(cause)), Severity: findings.Fault, Grade: grade, Cause: cause, Sentence: "it shows " + string(cause)}
}

// walked is a position in words: the way, one entry per answer, and where it ends.
func walked(position Position) (way []string, end string) {
	for _, taken := range position.Path {
		text := fmt.Sprintf("%s=%s", taken.Place.Question, taken.Answer)
		if taken.Place.Round > 0 {
			text = fmt.Sprintf("%d:%s", taken.Place.Round, text)
		}
		if taken.By == ByEvidence {
			text += " by evidence"
		}
		if taken.Overruled != "" {
			text += ", not " + string(taken.Overruled)
		}
		way = append(way, text)
	}
	switch {
	case position.Open != "":
		end = "ask " + string(position.Open)
		if position.Suggested != nil {
			end += ", perhaps " + string(position.Suggested.Answer)
		}
	case position.Cause != "":
		end = "cause " + string(position.Cause)
		if position.ByAnswers {
			end += " by answers"
		}
		if position.Instead != "" {
			end += " instead of " + string(position.Instead)
		}
	case position.Outcome != "":
		end = "outcome " + string(position.Outcome)
	}
	if position.Round > 0 {
		end += fmt.Sprintf(" in round %d", position.Round)
	}
	return way, end
}

func TestWalk(t *testing.T) {
	const proved, likely, possible = findings.Proved, findings.Likely, findings.Possible
	for _, c := range []struct {
		name  string
		trail []string
		seen  []findings.Finding
		way   []string
		end   string
	}{
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
			end:   "ask backend-null-when, perhaps always",
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
			name:  "a cause that answers led to is not it: the walk goes on elsewhere",
			trail: []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different", "not wrong-or-unreachable-deployment"},
			way:   []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different"},
			end:   "ask frontend-client",
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
	} {
		t.Run(c.name, func(t *testing.T) {
			made := trail(t, c.trail...)
			before := fmt.Sprintf("%+v", made)
			set := findings.Set{All: c.seen}
			position := Walk(made, set, report.Rank(set, made.Dismissals()...))
			way, end := walked(position)
			if diff := cmp.Diff(c.way, way); diff != "" {
				t.Errorf("the way (-want +got):\n%s", diff)
			}
			if end != c.end {
				t.Errorf("it ends at %q, want %q", end, c.end)
			}
			again := Walk(made, set, report.Rank(set, made.Dismissals()...))
			if !reflect.DeepEqual(position, again) {
				t.Error("the same case gives another position")
			}
			if after := fmt.Sprintf("%+v", made); after != before {
				t.Errorf("walking changed the trail from %s to %s", before, after)
			}
		})
	}
}

// TestEveryAnswerLeadsOn goes to each question by its name and gives each of its answers: the walk stands at exactly one
// of a question, a cause or an outcome, and at another place than before.
func TestEveryAnswerLeadsOn(t *testing.T) {
	for _, question := range Questions() {
		for _, answer := range question.Answers {
			made := trail(t, "jump "+string(question.ID), string(question.ID)+"="+string(answer.ID))
			position := Walk(made, findings.Set{}, report.Ranking{})
			if problem := lost(position); problem != "" {
				t.Errorf("%s=%s: %s", question.ID, answer.ID, problem)
			}
			if position.Open == question.ID && position.Round == 0 {
				t.Errorf("%s=%s leads nowhere", question.ID, answer.ID)
			}
			if position.Cause != "" && !position.ByAnswers {
				t.Errorf("%s=%s names a cause without proof, and does not say so", question.ID, answer.ID)
			}
		}
	}
}

// lost says what is wrong with a position, "" for nothing.
func lost(position Position) string {
	at := 0
	if position.Open != "" {
		at++
		if _, ok := Lookup(position.Open); !ok {
			return "it asks " + string(position.Open) + ", which is no question"
		}
	}
	if position.Cause != "" {
		at++
		if !position.Cause.Known() {
			return "it names " + string(position.Cause) + ", which is no cause"
		}
	}
	if position.Outcome != "" {
		at++
		if !slices.Contains(ids.Outcomes(), position.Outcome) {
			return "it reaches " + string(position.Outcome) + ", which is no outcome"
		}
	}
	if at != 1 {
		return fmt.Sprintf("it stands at %d places: %+v", at, position)
	}
	return ""
}

// TestNotKnowingEndsSomewhere answers "I don't know" or "I can't see that" from each question on: a cause or an outcome
// is reached, without being asked the same twice.
func TestNotKnowingEndsSomewhere(t *testing.T) {
	for _, start := range Questions() {
		made := trail(t, "jump "+string(start.ID))
		asked := map[ids.Question]bool{}
		for {
			position := Walk(made, findings.Set{}, report.Ranking{})
			if position.Open == "" {
				break
			}
			if asked[position.Open] {
				t.Errorf("from %s on, %s is asked twice", start.ID, position.Open)
				break
			}
			asked[position.Open] = true
			question, _ := Lookup(position.Open)
			made.Say(casefile.Place{Round: position.Round, Question: position.Open}, notKnown(question))
		}
	}
}

// notKnown is the answer of a person who knows nothing: the last one where none says so.
func notKnown(question Question) ids.Answer {
	for _, wanted := range []ids.Answer{"unknown", "unseen", "unsure"} {
		if _, ok := question.Answer(wanted); ok {
			return wanted
		}
	}
	return question.Answers[len(question.Answers)-1].ID
}

// TestDismissingEverything says of every cause that it is not it, until none is left: there is always a question.
func TestDismissingEverything(t *testing.T) {
	made := trail(t, "start=unsure")
	dismissed := map[ids.Cause]bool{}
	for range 2000 {
		position := Walk(made, findings.Set{}, report.Rank(findings.Set{}, made.Dismissals()...))
		if problem := lost(position); problem != "" {
			t.Fatal(problem)
		}
		switch {
		case position.Cause != "":
			if dismissed[position.Cause] {
				t.Fatalf("%s is named again", position.Cause)
			}
			dismissed[position.Cause] = true
			made.Add(casefile.Entry{Kind: casefile.Dismissed, Round: position.Round, Cause: position.Cause})
		case position.Outcome != "":
			made.Jump(casefile.Place{Question: Root})
		default:
			question, _ := Lookup(position.Open)
			place := casefile.Place{Round: position.Round, Question: position.Open}
			n := 0
			if said, ok := made.SaidAt(place); ok { // asked again: another answer
				n = slices.IndexFunc(question.Answers, func(a Answer) bool { return a.ID == said }) + 1
			}
			made.Say(place, question.Answers[n%len(question.Answers)].ID)
		}
	}
	if len(dismissed) < 4 {
		t.Errorf("only %d causes were named", len(dismissed))
	}
}

func TestPositionStep(t *testing.T) {
	for want, positions := range map[ids.Step][]Position{
		ids.StepStart:      {{Open: Root}},
		ids.StepBackend:    {{Open: ids.AskBackendLogs}, {Cause: ids.CodeNotPushed}, {Outcome: ids.AllSet}},
		ids.StepFrontend:   {{Open: ids.AskFrontendWS}, {Cause: ids.NotSignedIn}, {Cause: ids.TokenExpired}},
		ids.StepMatching:   {{Open: ids.AskMatchingIssuer}, {Cause: ids.IssuerMismatch}},
		ids.StepProduction: {{Open: ids.AskProductionWhat}, {Cause: ids.KeyPairMismatch}},
		ids.StepRefresh:    {{Open: ids.AskRefreshLogs}, {Cause: ids.TokenRefreshNotHandled}, {Outcome: ids.RefreshHealthy}},
	} {
		for _, position := range positions {
			if got := position.Step(); got != want {
				t.Errorf("%+v belongs to step %s, want %s", position, got, want)
			}
		}
	}
}
