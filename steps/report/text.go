package report

import (
	"fmt"
	"io"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

const fixLines = 14 // of the fix in the short form; `explain` has all of it

// Text writes the result as `check` prints it: the cause in one line, its proof, the fix, what stays open.
func (result Result) Text(out io.Writer) error {
	var lines []string
	switch {
	case result.Cause != nil:
		lines = result.causeText()
	case result.Outcome != "":
		lines = result.outcomeText()
	default:
		lines = result.openText()
	}
	_, err := io.WriteString(out, strings.Join(lines, "\n")+"\n")
	return err
}

func (result Result) causeText() []string {
	cause := result.Cause
	mark := "✗"
	if cause.Grade < findings.Proved {
		mark = "!"
	}
	lines := Hang(mark+" ", fmt.Sprintf("%s (%s): %s.", cause.ID, cause.Grade, strings.TrimRight(cause.Sentence, ".")))
	rows := [][2]string{}
	for _, line := range cause.Proof {
		text := line.Text
		if line.From != "" {
			text += "  (" + line.From + ")"
		}
		rows = append(rows, [2]string{line.Label, text})
	}
	if cause.Compare != nil && cause.Compare.Kind != "" {
		rows = append(rows, [2]string{"differs by", cause.Compare.Kind})
	}
	lines = append(lines, table(rows)...)
	page := "fix"
	if suggestion := result.Suggestion(); suggestion != nil {
		lines = append(lines, Row("fix", suggestion.lines()...)...)
		page = "or" // the page may go the other way: the entry stays and the token changes
		if suggestion.Edit == "" {
			page = "how"
		}
	}
	lines = append(lines, Row(page, shortFix(cause)...)...)
	if len(result.Rivals) > 0 {
		lines = append(lines, Row("still open", result.rivalLines(3)...)...)
	}
	if cause.Grade < findings.Proved {
		if probe := firstProbe(result); probe != nil {
			lines = append(lines, Row("decides", probeLines(probe)...)...)
		}
	}
	return append(lines, Row("more", "convex-auth-doctor explain "+string(cause.ID))...)
}

func (result Result) outcomeText() []string {
	if doubt := result.doubt(); doubt != "" {
		return Hang("! ", fmt.Sprintf("%s: %s", result.Outcome, doubt))
	}
	page, err := assets.Outcome(result.Outcome)
	if err != nil {
		return []string{"✓ " + string(result.Outcome)}
	}
	return Hang("✓ ", fmt.Sprintf("%s: %s", result.Outcome, page.Title))
}

// doubt is what is said of an outcome where nothing is wrong, but not everything is explained; "" otherwise.
func (result Result) doubt() string {
	for _, finding := range result.Findings {
		if finding.Outcome == result.Outcome && finding.Outcome != "" && finding.Severity == findings.Doubt {
			return finding.Sentence
		}
	}
	return ""
}

// SaysOfRefresh returns the sentence about the refreshes of a log with which Text begins, "" where it begins otherwise.
func (result Result) SaysOfRefresh() string {
	switch {
	case result.Cause != nil || result.Refused:
		return ""
	case result.Outcome != "":
		return result.doubt()
	}
	return result.suspicion()
}

func (result Result) openText() []string {
	if len(result.Evidence) == 0 {
		return []string{"? Nothing was recognised. Paste a token, an error, a log line, or the providers from your dashboard."}
	}
	var lines []string
	if result.Refused {
		reason := result.Judgement.Outcome()
		lines = append(lines, Hang("✗ ", "The deployment refuses this token; what is behind it is not decided yet. "+reason.Why)...)
	} else if sentence := result.suspicion(); sentence != "" {
		lines = append(lines, Hang("! ", sentence+" What makes it is not decided yet.")...)
		if probe := firstProbe(result); probe != nil {
			lines = append(lines, Row("decides", probeLines(probe)...)...)
		}
		if len(result.Rivals) > 0 {
			lines = append(lines, Row("possible", result.rivalLines(5)...)...)
		}
		return append(lines, table(result.seen())...)
	} else {
		lines = append(lines, Hang("? ", strings.TrimSpace(result.headline()+" Not enough evidence to name one cause."))...)
	}
	lines = append(lines, table(result.seen())...)
	if len(result.Rivals) > 0 {
		lines = append(lines, Row("possible", result.rivalLines(5)...)...)
	}
	if probe := firstProbe(result); probe != nil {
		lines = append(lines, Row("decides", probeLines(probe)...)...)
	}
	return lines
}

// suspicion is what a log says of its refreshes where they are a fault, whatever makes them; "" where they are none.
func (result Result) suspicion() string {
	for _, finding := range result.Findings {
		if finding.Rule == ids.RefreshSuspicious {
			return finding.Sentence
		}
	}
	return ""
}

// seen are the pieces of evidence, each with what it is.
func (result Result) seen() [][2]string {
	var seen [][2]string
	twins := casefile.Twins(result.Evidence)
	for _, item := range result.Evidence {
		if _, twice := twins[item.Number]; twice {
			continue
		}
		text := item.Piece.Summary
		if message, ok := item.Piece.Data.(evidence.Message); ok && !findings.Telling(message) {
			why := findings.Harmless(message)
			if why == "" {
				continue
			}
			text = strings.TrimRight(text, ".") + ": " + why
		}
		seen = append(seen, [2]string{string(item.Piece.Kind), text})
	}
	if len(seen) > 8 {
		seen = append(seen[:8], [2]string{"…", fmt.Sprintf("and %d more", len(seen)-8)})
	}
	return seen
}

// headlines are the observations that say most about what happened, the most telling first.
var headlines = []ids.Rule{ids.SeenAuthError, ids.NoAuthenticate, ids.AuthenticateNone, ids.CloseLoop, ids.SeenIdentityNull, ids.TokenFits}

// headline says what happened as far as the evidence tells, where no cause can be named.
func (result Result) headline() string {
	for _, rule := range headlines {
		for _, finding := range result.Findings {
			if finding.Rule == rule {
				return prose.Capital(finding.Sentence) + "."
			}
		}
	}
	return ""
}

func (result Result) rivalLines(most int) []string {
	var lines []string
	for i, rival := range result.Rivals {
		if i == most {
			break
		}
		line := string(rival.Cause)
		if rival.Grade == findings.Likely {
			line += " (likely)"
		}
		lines = append(lines, line)
	}
	return lines
}

func firstProbe(result Result) *findings.Probe {
	for _, finding := range result.Findings {
		if finding.Probe != nil && result.Cause != nil && finding.Cause == result.Cause.ID {
			return finding.Probe
		}
	}
	for _, rival := range result.Rivals {
		if rival.Probe != nil {
			return rival.Probe
		}
	}
	return nil
}

func probeLines(probe *findings.Probe) []string {
	lines := markdown.Wrap(probe.Sentence, Room)
	if probe.Command != "" {
		lines = append(lines, "  "+probe.Command)
	}
	return lines
}

func shortFix(cause *Cause) []string {
	lines := markdown.RenderWhole(cause.Section("Fix"), Room, markdown.Bare)
	if len(lines) > fixLines {
		lines = append(lines[:fixLines:fixLines], "…")
	}
	return lines
}

// table aligns rows of a label and a text behind it.
func table(rows [][2]string) []string {
	wide := 0
	for _, row := range rows {
		wide = max(wide, markdown.Width(row[0]))
	}
	wide = min(wide, 24)
	var lines []string
	for _, row := range rows {
		lines = append(lines, Hang("  "+pad(row[0], wide)+"  ", row[1])...)
	}
	return lines
}

// lines is the smallest change as text: what passes, and the entry to copy.
func (suggestion Suggestion) lines() []string {
	lines := markdown.Wrap(suggestion.Sentence, Room)
	for line := range strings.Lines(suggestion.Edit) {
		lines = append(lines, "  "+strings.TrimRight(line, "\n"))
	}
	return lines
}
