package wizard

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	tea "github.com/charmbracelet/bubbletea"
)

// breaking gives a text and then an error.
type breaking struct {
	io.Reader
	err error
}

func (file *breaking) Read(p []byte) (int, error) {
	n, err := file.Reader.Read(p)
	if err == io.EOF {
		err = file.err
	}
	return n, err
}

func (*breaking) Close() error { return nil }

// ended plays all that a command does, but for the ticks of the progress.
func (a *app) ended(command tea.Cmd) *app {
	if command == nil {
		return a
	}
	switch message := command().(type) {
	case tea.BatchMsg:
		for _, one := range message {
			a.ended(one)
		}
	case fileTick:
	default:
		_, more := a.m.Update(message)
		a.ended(more)
	}
	return a
}

// TestReadErrorsAreSaid holds that each way in which a file ends too early is said as what it is.
func TestReadErrorsAreSaid(t *testing.T) {
	for name, c := range map[string]struct {
		open, read   error
		wants, lacks []string
	}{
		"cannot be opened": {open: errors.New("log.txt may not be read\n  check its permissions"),
			wants: []string{"log.txt may not be read: check its permissions", "Paste it now", "log.txt"}, lacks: []string{"stopped"}},
		"not opened before esc":  {open: context.Canceled, wants: []string{"stopped; nothing of log.txt was read"}},
		"fault while it is read": {read: &fs.PathError{Op: "read", Path: "/a/log.txt", Err: syscall.EIO}, wants: []string{"log.txt: input/output error; what came before is kept. Check the file, then name it again"}, lacks: []string{"stopped", "/a/"}},
		"the end of an archive":  {read: io.ErrUnexpectedEOF, wants: []string{"log.txt: unexpected EOF; what came before is kept"}, lacks: []string{"stopped"}},
		"esc while it is read":   {read: context.Canceled, wants: []string{"stopped before the end of log.txt; what was read is kept"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := open(t, 100, 30, func(options *Options) {
				options.OpenFile = func(string) (Source, error) {
					return Source{Open: func(context.Context) (io.ReadCloser, error) {
						if c.open != nil {
							return nil, c.open
						}
						return &breaking{strings.NewReader(nullLine), c.read}, nil
					}}, nil
				}
			})
			a.keys("p").types("/logs/log.txt")
			_, command := a.m.Update(press("enter"))
			a.wants("Reading a file")
			a.ended(command).wants(c.wants...).lacks(c.lacks...)
			if items := len(a.m.session.Case().Items); items > 0 != (c.open == nil) {
				t.Errorf("%d pieces of evidence", items)
			}
		})
	}
}

// TestNoFile names the path of a file that is not there, in a paste and in the box, and takes no other text for a path.
func TestNoFile(t *testing.T) {
	for _, path := range []string{"/tmp/no/such-file.har", "no.har", "'./nope/my file.txt'", "~/logs", `C:\logs\a.log`, "file:///nope"} {
		a := open(t, 100, 30)
		a.m.options.OpenFile = func(string) (Source, error) { return Source{}, fs.ErrNotExist }
		name, _ := PathIn(path)
		a.paste(path).wants("there is no file " + name)
		a.keys("p").types(path).keys("enter").wants("there is no file " + name)
	}
	for _, text := range []string{"hello there", "user@example.com", "https://example.com/a.txt is what I called", "the weather is fine.", "NAME=a.env"} {
		a := open(t, 100, 30)
		a.m.options.OpenFile = func(string) (Source, error) { return Source{}, fs.ErrNotExist }
		if screen := a.paste(text).view(); strings.Contains(screen, "there is no file") {
			t.Errorf("%q is taken for a path", text)
		}
	}
}

// TestPathIn holds what counts as a path, and what file managers and shells put around one.
func TestPathIn(t *testing.T) {
	for text, want := range map[string]string{
		"log.txt": "log.txt", " 'my log.txt' \n": "my log.txt", `"a b"`: "a b", `/a/my\ log.txt`: "/a/my log.txt", "file:///a/log.txt": "/a/log.txt",
		"file:///a/my%20log.txt": "/a/my log.txt", "'file:///a/b'": "/a/b", `'a\ b'`: `a\ b`, "file:///a/100%": "/a/100%", "'": "'",
		"": "", "two\nlines": "", strings.Repeat("a", 5000): "",
	} {
		path, ok := PathIn(text)
		if !ok {
			path = ""
		}
		if diff := cmp.Diff(want, path); diff != "" {
			t.Errorf("%.40q: %s", text, diff)
		}
	}
}
