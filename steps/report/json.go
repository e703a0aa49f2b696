package report

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/secret"
)

// Schema is the version of the JSON form. It grows when a member changes its meaning or goes; new members may come
// without.
const Schema = 1

// Document is the JSON form of a result. Members that other parts fill (project, checklist, refresh, next) stand here so
// that their order is one.
type Document struct {
	Schema    int            `json:"schema"`
	Exit      int            `json:"exit"`
	Outcome   *ids.Outcome   `json:"outcome"`
	Cause     *jsonCause     `json:"cause"`
	Rivals    []jsonRival    `json:"rivals"`
	RuledOut  []jsonExcluded `json:"ruled_out"`
	Verdict   *jsonVerdict   `json:"verdict"`
	Findings  []jsonFinding  `json:"findings"`
	Evidence  []jsonEvidence `json:"evidence"`
	Unread    []jsonUnread   `json:"unread"`
	Project   any            `json:"project"`
	Next      *Next          `json:"next"`
	Checklist any            `json:"checklist,omitempty"`
	Refresh   any            `json:"refresh,omitempty"`
	Tokens    any            `json:"tokens,omitempty"`
}

// Next is the question that the wizard would ask.
type Next struct {
	Question ids.Question `json:"question"`
	Text     string       `json:"text"`
	Answers  []NextAnswer `json:"answers"`
}

// NextAnswer is one answer of it, and what it may lead to.
type NextAnswer struct {
	ID     ids.Answer  `json:"id"`
	Text   string      `json:"text"`
	Causes []ids.Cause `json:"causes"`
}

type jsonCause struct {
	ID         ids.Cause  `json:"id"`
	Confidence string     `json:"confidence"`
	Sentence   string     `json:"sentence"`
	Proof      []jsonLine `json:"proof"`
	Fix        []string   `json:"fix"`
	URL        string     `json:"url"`
	// Suggestion is the smallest change after which the token passes, null where none was found.
	Suggestion *Suggestion `json:"suggestion"`
}

type jsonLine struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	From  string `json:"from,omitempty"`
}

type jsonRival struct {
	ID         ids.Cause  `json:"id"`
	Confidence string     `json:"confidence"`
	Sentence   string     `json:"sentence"`
	Decides    *jsonProbe `json:"decides,omitempty"`
}

type jsonProbe struct {
	Text    string `json:"text"`
	Command string `json:"command,omitempty"`
}

type jsonExcluded struct {
	ID     ids.Cause `json:"id"`
	Reason string    `json:"reason"`
}

type jsonFinding struct {
	Rule     ids.Rule   `json:"rule"`
	Severity string     `json:"severity"`
	Grade    string     `json:"grade"`
	Cause    ids.Cause  `json:"cause,omitempty"`
	Sentence string     `json:"sentence"`
	Proof    []jsonLine `json:"proof,omitempty"`
}

type jsonEvidence struct {
	Kind    string `json:"kind"`
	Where   string `json:"where"`
	Summary string `json:"summary"`
}

// JSON makes the JSON form of a result.
func (result Result) JSON() Document {
	document := Document{Schema: Schema, Exit: result.Exit(), Rivals: []jsonRival{}, RuledOut: []jsonExcluded{}, Findings: []jsonFinding{}, Evidence: []jsonEvidence{}, Unread: unreadJSON(result.Unread)}
	if result.Outcome != "" {
		document.Outcome = &result.Outcome
	}
	if cause := result.Cause; cause != nil {
		document.Cause = &jsonCause{cause.ID, cause.Grade.String(), cause.Sentence, jsonLines(cause.Proof), fixSteps(cause), cause.URL, result.Suggestion()}
	}
	for _, rival := range result.Rivals {
		one := jsonRival{ID: rival.Cause, Confidence: rival.Grade.String(), Sentence: rival.Sentence}
		if rival.Probe != nil {
			one.Decides = &jsonProbe{rival.Probe.Sentence, rival.Probe.Command}
		}
		document.Rivals = append(document.Rivals, one)
	}
	for _, one := range result.RuledOut {
		document.RuledOut = append(document.RuledOut, jsonExcluded{one.Cause, one.Reason})
	}
	document.Verdict = verdictJSON(result.Judgement)
	for _, finding := range result.Findings {
		document.Findings = append(document.Findings, jsonFinding{finding.Rule, finding.Severity.String(), finding.Grade.String(), finding.Cause, finding.Sentence, jsonLines(finding.Proof)})
	}
	for _, item := range result.Evidence {
		document.Evidence = append(document.Evidence, jsonEvidence{string(item.Piece.Kind), placeOf(item.From, item.Piece.Where), item.Piece.Summary})
	}
	return document
}

// Write writes the document. Should a secret stand in it after all, its label is written instead.
func (document Document) Write(out io.Writer, secrets *secret.Registry) error {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return err
	}
	text, err := secrets.Guard(buffer.Bytes())
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	return err
}

func jsonLines(lines []findings.Line) []jsonLine {
	out := []jsonLine{}
	for _, line := range lines {
		out = append(out, jsonLine{line.Label, line.Text, line.From})
	}
	return out
}

// fixSteps takes the fix of a page apart: each paragraph, list item and code block is one text.
func fixSteps(cause *Cause) []string {
	steps := []string{}
	for _, block := range strings.Split(strings.Join(markdown.Render(cause.Section("Fix"), 10000, markdown.Bare), "\n"), "\n\n") {
		if block = strings.Trim(block, "\n"); strings.TrimSpace(block) != "" {
			steps = append(steps, block)
		}
	}
	return steps
}
