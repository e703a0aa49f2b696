package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/wizard"
)

// takeFiles reads every named file into the session and reports on standard error what could not be read. What could
// be read is used all the same.
func takeFiles(around surroundings, session *steps.Session, names []string) (unreadable bool) {
	for _, name := range names {
		if err := takeFile(around, session, name); err != nil {
			unreadable = true
			fmt.Fprintln(around.err, "convex-auth-doctor:", err)
		}
	}
	return unreadable
}

func takeFile(around surroundings, session *steps.Session, name string) error {
	if name == "-" {
		if _, err := session.Read(context.Background(), around.in, "stdin"); err != nil {
			return hint{"standard input could not be read: " + err.Error(), "what was read until then is used"}
		}
		return nil
	}
	shown := clean.Line(name)
	file, err := openPlain(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := session.Read(context.Background(), file, shown); err != nil {
		return hint{fmt.Sprintf("%s could not be read to its end: %v", shown, err), "what was read until then is used"}
	}
	return nil
}

// opener opens a file that the person named in the wizard.
func opener(path string) (wizard.Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return wizard.Source{}, fs.ErrNotExist
	}
	file, err := openPlain(path)
	if err != nil {
		return wizard.Source{}, err
	}
	return wizard.Source{ReadCloser: file, Size: info.Size()}, nil
}

// openPlain opens a file that holds bytes: no directory, no socket, no device. Pipes are fine: <(npx convex logs) is one.
func openPlain(name string) (io.ReadCloser, error) {
	shown := clean.Line(name)
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hint{"there is no file " + shown, "check the path; - reads standard input"}
	case errors.Is(err, fs.ErrPermission):
		return nil, hint{shown + " may not be read", "check its permissions"}
	case err != nil:
		return nil, hint{fmt.Sprintf("%s could not be opened: %v", shown, errors.Unwrap(err)), "name another file"}
	case info.IsDir():
		return nil, hint{shown + " is a directory", "name the files in it, or --project " + shown + " to read an app"}
	case info.Mode()&(fs.ModeSocket|fs.ModeDevice) != 0 && name != os.DevNull:
		return nil, hint{shown + " is a socket or a device", "name a file"}
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, hint{shown + " may not be read", "check its permissions"}
	}
	return file, nil
}
