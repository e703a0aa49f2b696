package steps

import (
	"context"
	"slices"

	"convex-auth-doctor/steps/project"
)

// ReadFolderAgain returns the job of reading the project folder once more: the app that was chosen, with the variables that are
// known now.
func (s *Session) ReadFolderAgain() FolderJob {
	functions := ""
	if s.folder != nil && slices.ContainsFunc(s.folder.Candidates, func(one project.Candidate) bool { return one.Functions == s.folder.Functions }) {
		functions = s.folder.Functions
	}
	return s.ReadFolder(functions)
}

// CheckFolderAgain says, as CheckAgain does, that the cause was dealt with, after the project folder was read once more. It reports
// false where the same cause is still there, from the folder or from other configuration: then no round begins.
func (s *Session) CheckFolderAgain(done FolderScanned) (gone bool) {
	cause := s.position.Cause
	s.AddFolder(done)
	s.CheckAgain()
	suspected := s.position.Suspected != nil && s.position.Suspected.Cause == cause
	if cause == "" || s.position.Cause != cause && !suspected {
		return true
	}
	s.Back()
	return false
}

// CheckAgainReading is CheckAgain and, where the session reads the folder itself, CheckFolderAgain. Gone is as there; the error is
// that of reading the folder.
func (s *Session) CheckAgainReading(ctx context.Context) (gone bool, err error) {
	if !s.ReadsFolder() {
		s.CheckAgain()
		return true, nil
	}
	done := s.ReadFolderAgain().Run(ctx, s.scanner)
	return s.CheckFolderAgain(done), done.Err
}

// ReadsFolder reports whether the session has read a project folder by itself: see ScanWith.
func (s *Session) ReadsFolder() bool { return s.scanner != nil && s.folder != nil }
