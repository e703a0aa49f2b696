package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/wizard"
)

// taken is how reading the named files went.
type taken struct {
	unreadable  bool // something could not be read
	interrupted bool // ctrl-c ended it
	any         bool // something was recognised
}

// takeFiles reads every named file into the session and reports on standard error what could not be read. What could
// be read is used all the same, also what was read until ctrl-c. A file that adds nothing to the others is named.
func takeFiles(around surroundings, session *steps.Session, names []string) (taken taken) {
	reading := untilInterrupted()
	var silent []string
	for _, name := range names {
		if reading.Err() != nil {
			break
		}
		intake, err := takeFile(reading, around, session, name)
		taken.any = taken.any || len(intake.Items)+len(intake.Unread) > 0 || intake.Log != nil && intake.Log.Rows > 0
		switch {
		case err != nil && !errors.Is(err, context.Canceled):
			taken.unreadable = true
			fmt.Fprintln(around.err, "convex-auth-doctor:", err)
		case err == nil && len(intake.Items) == 0 && (intake.Log == nil || intake.Log.Rows == 0):
			silent = append(silent, clean.Line(name))
		}
	}
	taken.interrupted = reading.end()
	if len(silent) > 0 && len(names) > len(silent) { // the result says it where there is nothing else
		fmt.Fprintf(around.err, "convex-auth-doctor: nothing was recognised in %s\n", strings.Join(silent, ", "))
	}
	return taken
}

func takeFile(ctx context.Context, around surroundings, session *steps.Session, name string) (steps.Intake, error) {
	if name == "-" {
		defer announce(around)()
		intake, err := session.Read(ctx, around.in, "stdin")
		if err != nil && ctx.Err() == nil {
			err = hint{"standard input could not be read: " + err.Error(), "what was read until then is used"}
		}
		return intake, err
	}
	shown := clean.Line(name)
	file, err := openPlain(ctx, name)
	if err != nil {
		return steps.Intake{}, err
	}
	defer file.Close()
	intake, err := session.Read(ctx, file, shown)
	if err != nil && ctx.Err() == nil {
		err = hint{fmt.Sprintf("%s could not be read to its end: %v", shown, err), "what was read until then is used"}
	}
	return intake, err
}

// opener looks at a file that the person named in the wizard, and opens it once it is to be read.
func opener(path string) (wizard.Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return wizard.Source{}, fs.ErrNotExist
	}
	if err := holdsBytes(path, info); err != nil {
		return wizard.Source{}, err
	}
	return wizard.Source{
		Open: func(ctx context.Context) (io.ReadCloser, error) { return openPlain(ctx, path) },
		Size: info.Size(), Pipe: info.Mode()&fs.ModeNamedPipe != 0,
	}, nil
}

// openPlain opens a file that holds bytes. The context ends it: to open a pipe waits for a program that writes into it.
func openPlain(ctx context.Context, name string) (io.ReadCloser, error) {
	shown := clean.Line(name)
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, hint{"there is no file " + shown, "check the path; - reads standard input"}
	case errors.Is(err, fs.ErrPermission):
		return nil, hint{shown + " may not be read", "check its permissions"}
	case err != nil:
		return nil, hint{fmt.Sprintf("%s could not be opened: %v", shown, errors.Unwrap(err)), "name another file"}
	}
	if err := holdsBytes(name, info); err != nil {
		return nil, err
	}
	file, err := openUntil(ctx, name, info.Mode()&fs.ModeNamedPipe != 0)
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return nil, err
	case err != nil:
		return nil, hint{shown + " may not be read", "check its permissions"}
	}
	return file, nil
}

// holdsBytes refuses what is no file to read: a directory, a socket, a device. Pipes are fine: <(npx convex logs) is one.
func holdsBytes(name string, info fs.FileInfo) error {
	shown := clean.Line(name)
	switch {
	case info.IsDir():
		return hint{shown + " is a directory", "name the files in it, or --project " + shown + " to read an app"}
	case info.Mode()&(fs.ModeSocket|fs.ModeDevice) != 0 && name != os.DevNull:
		return hint{shown + " is a socket or a device", "name a file"}
	}
	return nil
}

// openUntil is os.Open that ends with the context. Opening a pipe cannot be called off: it goes on in its goroutine until
// something opens the other end, and the file is closed then.
func openUntil(ctx context.Context, name string, pipe bool) (*os.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		file, err := os.Open(name)
		done <- opened{file, err}
	}()
	select {
	case now := <-done:
		return now.file, now.err
	case <-ctx.Done():
	}
	go func() { // a reader that is left there would take the next writer away from the next reader
		for range 100 {
			if pipe {
				if other, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
					other.Close()
				}
			}
			select {
			case late := <-done:
				if late.err == nil {
					late.file.Close()
				}
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return nil, ctx.Err()
}
