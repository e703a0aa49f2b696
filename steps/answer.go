package steps

import (
	"bytes"
	"io"
	"path"
	"path/filepath"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/report"
)

// WriteJSON writes the whole answer of a case as JSON. Exit is the status that the program ends with.
func (s *Session) WriteJSON(out io.Writer, exit int) error {
	document := s.Result().JSON()
	document.Exit = exit
	document.Next = s.Next()
	if s.folder != nil {
		document.Project = s.folder
	}
	if rows := s.set.Checklist; rows != nil {
		document.Checklist = rows
	}
	if refresh := s.RefreshDocument(); refresh != nil {
		document.Refresh = refresh
	}
	if tokens := s.TokenTimeline(); tokens != nil {
		document.Tokens = tokens
	}
	return document.Write(out, s.Secrets())
}

// WriteText writes the whole answer of a case as text, after a last look that no secret stands in it: the result, what was not
// recognised, the project folder, the traffic, the checklist, and the question that is open. Dir is how the project folder was
// named, "" for none.
func (s *Session) WriteText(out io.Writer, dir string) error {
	result := s.Result()
	list := s.Checklist()
	listAlone := list.Seen && list.Prod != nil && result.Cause == nil && !result.Refused && result.Outcome == "" && result.Exit() != report.ExitOpen
	var named ids.Cause
	if result.Cause != nil {
		named = result.Cause.ID
	}
	folder := s.FolderText(named)
	var lines []string
	switch {
	case listAlone: // the checklist is all there is to say
	case folder != nil && len(result.Evidence) == 0 && result.Exit() == report.ExitOpen:
		lines = []string{folderAlone(s.folder)}
	default:
		var text bytes.Buffer
		if err := result.Text(&text); err != nil {
			return err
		}
		lines = strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	}
	lines = append(lines, result.UnreadText()...)
	lines = append(lines, folder...)
	which := s.whichFolder(dir)
	if which != "" {
		lines = append(lines, report.Row("next", which)...) // a command is copied: it stands on one line
	}
	lines = append(lines, s.TrafficText()...)
	if list.Seen && !result.OtherDeployment() {
		lines = append(lines, list.Text()...)
	}
	if next := s.Next(); next != nil && result.Cause == nil && !listAlone && which == "" {
		lines = append(lines, report.Row("next", next.Text, "convex-auth-doctor asks it, with all answers")...)
	}
	guarded, err := s.Secrets().Guard([]byte(strings.Join(lines, "\n") + "\n"))
	if err != nil {
		return err
	}
	_, err = out.Write(guarded)
	return err
}

// folderAlone is the first line of an answer where nothing but a folder was given, and it names no cause.
func folderAlone(folder *project.Project) string {
	switch {
	case !folder.Convex:
		return "? Nothing to go by: paste a token, an error, a log line, or the providers from your dashboard."
	case folder.Functions == "":
		return "? Several Convex projects are here, and each of them is another app."
	}
	return "? The folder alone names no cause. Add a token, an error, a log line, or the providers from your dashboard."
}

// whichFolder says how one of several projects is named on the command line, "" where nothing has to be chosen.
func (s *Session) whichFolder(dir string) string {
	for _, one := range s.FolderChoices() {
		if folder := path.Dir(one.Functions); folder != "." && !one.Sample {
			named := clean.Line(filepath.Join(dir, filepath.FromSlash(folder)))
			if strings.ContainsAny(named, " \t'\"$&;()*?<>|`\\!#") && filepath.Separator == '/' {
				named = "'" + strings.ReplaceAll(named, "'", `'\''`) + "'"
			}
			return "once more with --project " + named + ", or another of these"
		}
	}
	return ""
}
