package plain

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/wizard"
)

// quietFor is how long a file is read without a word. Most are read at once.
const quietFor = 2 * time.Second

// file takes a file in by its path; it reports false where there is none.
func (w *walk) file(path string) bool {
	source, err := w.OpenFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	shown := clean.Line(wizard.Labelled(w.session.Secrets(), path))
	if err == nil {
		var intake steps.Intake
		var opened bool
		step := w.session.Position().Step()
		intake, opened, err = w.read(source, shown)
		if opened {
			w.wrapped("Seen: ", wizard.Recognised(intake)+".")
			w.listAfter(intake, step)
			w.shown = ""
		}
		switch {
		case errors.Is(err, context.Canceled) && opened:
			w.wrapped("", "Stopped before the end of "+shown+"; what was read is kept.")
			return true
		case errors.Is(err, context.Canceled):
			w.wrapped("", "Stopped; nothing of "+shown+" was read.")
			return true
		case err != nil && opened:
			w.wrapped("", shown+": "+wizard.ReadError(err)+".")
			return true
		}
	}
	if err != nil {
		w.wrapped("", wizard.Labelled(w.session.Secrets(), clean.Line(err.Error())))
	}
	return true
}

// read opens and reads a file while ctrl-c can stop it: a log can have gigabytes, and a pipe a writer that does not come.
func (w *walk) read(source wizard.Source, shown string) (intake steps.Intake, opened bool, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		stream, failure := source.Open(ctx)
		if failure != nil {
			err = failure
			return
		}
		defer stream.Close()
		opened = true
		intake, err = w.session.Read(ctx, stream, shown)
	}()
	if w.input.until == nil {
		<-done
		return intake, opened, err
	}
	patience := quietFor
	if source.Pipe {
		patience = 0
	}
	w.input.until(done, patience, func() {
		w.wrapped("", "Reading "+shown+". ctrl-c stops it, and keeps what was read.")
	}, cancel)
	return intake, opened, err
}
