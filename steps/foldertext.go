package steps

import (
	"context"
	"fmt"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/report"
)

const (
	mostLooks     = 5
	mostSkipped   = 3
	mostToChoose  = 20
	aboutExamples = " (an example)"
	labelLook     = "look at" // project.LabelLook, as short as the column of labels
)

// FolderText says in some lines what the project folder is and what is worth a look in it, nil where none was read. What belongs to
// the cause that is named already is left out.
func (s *Session) FolderText(named ids.Cause) []string {
	folder := s.folder
	switch {
	case folder == nil:
		return nil
	case !folder.Convex:
		return report.Labelled("project", folder.Summary()[0].Text)
	case folder.Functions == "":
		return chooseText(*folder)
	}
	var lines []string
	for _, row := range folder.Summary() {
		if row.Label == project.LabelLook {
			continue
		}
		label := row.Label
		if label == "" {
			label = "project"
		}
		lines = append(lines, report.Labelled(label, row.Text)...)
		if step := ConfigStep(folder.AuthConfig); step != "" && label == "config" {
			lines = append(lines, report.Labelled("", "To see it: "+step+".")...)
		}
	}
	lines = append(lines, lookText(*folder, named)...)
	return append(lines, report.Labelled("read", folder.Looked.Sentence(mostSkipped))...)
}

// FolderChoices returns the Convex projects of the folder that were found, as long as it is not known which one it is about.
func (s *Session) FolderChoices() []project.Candidate {
	if s.folder == nil || !s.folder.Convex || s.folder.Functions != "" {
		return nil
	}
	return s.folder.Candidates
}

// ChooseFolder says which of FolderChoices it is about, and has the session read it.
func (s *Session) ChooseFolder(ctx context.Context, functions string) error {
	if s.scanner == nil {
		return nil
	}
	done := s.ReadFolder(functions).Run(ctx, s.scanner)
	s.AddFolder(done)
	return done.Err
}

// chooseText asks which of several projects it is about.
func chooseText(folder project.Project) []string {
	lines := report.Labelled("project", fmt.Sprintf("There are %d Convex projects here. Name the folder of the one that it is about:", len(folder.Candidates)))
	for i, one := range folder.Candidates {
		if i == mostToChoose {
			return append(lines, report.Labelled("", fmt.Sprintf("and %d more", len(folder.Candidates)-i))...)
		}
		lines = append(lines, report.Labelled("", CandidateText(one))...)
	}
	return lines
}

// CandidateText names one of several projects: where it is, its package, and whether it is an example.
func CandidateText(one project.Candidate) string {
	text := one.Functions
	if one.Package != "" {
		text += "  " + one.Package
	}
	if one.Sample {
		text += aboutExamples
	}
	return text
}

// lookText lists what is worth a look, the surest first.
func lookText(folder project.Project, named ids.Cause) []string {
	var lines []string
	shown, left := 0, 0
	for _, look := range folder.Looks() {
		switch {
		case named != "" && look.Cause == named:
			continue
		case shown == mostLooks:
			left++
			continue
		}
		shown++
		label := ""
		if shown == 1 {
			label = labelLook
		}
		mark := "! "
		if look.Grade == project.Proved {
			mark = "✗ "
		}
		lines = append(lines, report.Labelled(label, mark+look.Sentence+look.Place())...)
	}
	switch {
	case left > 0:
		lines = append(lines, report.Labelled("", fmt.Sprintf("and %d more, with --json", left))...)
	case shown == 0 && named == "":
		text := "nothing stands out"
		if ConfigStep(folder.AuthConfig) != "" {
			text = "nothing stands out in what could be read"
		}
		lines = append(lines, report.Labelled(labelLook, text)...)
	}
	return lines
}

// ConfigStep says what shows the entries of auth.config where it could not be evaluated and nothing is said against it; "" where
// they are known, or where the failure itself is worth a look.
func ConfigStep(config project.AuthConfig) string {
	const dashboard = "paste Settings > Authentication of the dashboard"
	if config.Error == nil {
		return ""
	}
	switch config.Error.Kind {
	case authconfig.KindUnresolved:
		return "npm install, or " + dashboard
	case authconfig.KindNeedsValue:
		return "paste npx convex env list, or " + dashboard[len("paste "):]
	case authconfig.KindCrash:
		return dashboard
	}
	return ""
}
