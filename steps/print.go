package steps

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// The forms in which the tree is printed.
const (
	FormatText    = "text"
	FormatJSON    = "json"
	FormatMermaid = "mermaid"
)

// Formats lists the forms in which the tree is printed.
func Formats() []string { return []string{FormatText, FormatJSON, FormatMermaid} }

// Print writes the whole tree in one of Formats.
func Print(out io.Writer, format string) error {
	questions, err := printed()
	if err != nil {
		return err
	}
	switch format {
	case FormatText:
		return printText(out, questions)
	case FormatJSON:
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(struct {
			Schema    int               `json:"schema"`
			Root      ids.Question      `json:"root"`
			Questions []printedQuestion `json:"questions"`
		}{1, Root, questions})
	case FormatMermaid:
		return printMermaid(out, questions)
	}
	return fmt.Errorf("the tree is printed as %s, not as %q", strings.Join(Formats(), ", "), format)
}

type printedQuestion struct {
	ID      ids.Question    `json:"id"`
	Step    string          `json:"step"`
	Text    string          `json:"text"`
	Answers []printedAnswer `json:"answers"`
}

type printedAnswer struct {
	ID        ids.Answer   `json:"id"`
	Text      string       `json:"text"`
	Ask       ids.Question `json:"ask,omitempty"`
	Cause     ids.Cause    `json:"cause,omitempty"`
	Outcome   ids.Outcome  `json:"outcome,omitempty"`
	Again     bool         `json:"again,omitempty"`
	DecidedBy []ids.Rule   `json:"decided_by,omitempty"`
}

func printed() ([]printedQuestion, error) {
	var questions []printedQuestion
	for _, question := range Questions() {
		page, err := assets.Question(question.ID)
		if err != nil {
			return nil, err
		}
		choices, err := page.Choices()
		if err != nil {
			return nil, err
		}
		one := printedQuestion{ID: question.ID, Step: question.Step.String(), Text: page.Title}
		for i, answer := range question.Answers {
			one.Answers = append(one.Answers, printedAnswer{answer.ID, strings.ReplaceAll(assets.Fill(choices[i].Label, nil), "`", ""),
				answer.To.Ask, answer.To.Cause, answer.To.Outcome, answer.To.Again, answer.Decides})
		}
		questions = append(questions, one)
	}
	return questions, nil
}

func (answer printedAnswer) target() string {
	return Target{answer.Ask, answer.Cause, answer.Outcome, answer.Again}.String()
}

func printText(out io.Writer, questions []printedQuestion) error {
	for i, question := range questions {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s  (%s)\n  %s\n", question.ID, question.Step, question.Text)
		for n, answer := range question.Answers {
			if _, err := fmt.Fprintf(out, "  %d  %s\n       %s\n", n+1, answer.Text, answer.target()); err != nil {
				return err
			}
		}
	}
	return nil
}

func printMermaid(out io.Writer, questions []printedQuestion) error {
	quoted := func(text string) string { return `"` + strings.ReplaceAll(text, `"`, "#quot;") + `"` }
	fmt.Fprintln(out, "flowchart TD")
	for _, question := range questions {
		fmt.Fprintf(out, "  %s[%s]\n", question.ID, quoted(question.Text))
		for _, answer := range question.Answers {
			to := ""
			switch {
			case answer.Ask != "":
				to = string(answer.Ask)
			case answer.Cause != "":
				to = "cause-" + string(answer.Cause) + "([" + quoted(string(answer.Cause)) + "])"
			case answer.Outcome != "":
				to = "outcome-" + string(answer.Outcome) + "{{" + quoted(string(answer.Outcome)) + "}}"
			default:
				to = string(RoundRoot)
			}
			if _, err := fmt.Fprintf(out, "  %s -->|%s| %s\n", question.ID, quoted(answer.Text), to); err != nil {
				return err
			}
		}
	}
	return nil
}
