package wizard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
)

// Source is a file that a person named. It is there and is not open yet: to open a pipe is to wait for the program at its
// other end.
type Source struct {
	// Open opens it to be read. It ends with the context's error once that is cancelled, also while it waits.
	Open func(ctx context.Context) (io.ReadCloser, error)
	Size int64 // bytes, 0 where it is not known
	Pipe bool  // another program writes what is read
}

// fileRead is a file being opened and read beside the screen: a log can have gigabytes, and a pipe a writer that does not
// come. Esc stops it and keeps what was read.
type fileRead struct {
	path   string // as it may be shown
	pipe   bool
	size   int64
	opened atomic.Bool
	read   atomic.Int64
	cancel context.CancelFunc
	begun  time.Time
}

// fileDone is the end of reading, whole or not.
type fileDone struct {
	file    *fileRead
	reading steps.Reading
	err     error
}

// fileTick redraws the progress.
type fileTick struct{ file *fileRead }

const tickEvery = 100 * time.Millisecond

// openFile begins to read a file by its path; ok is false where there is no such file. It only looks whether the file is
// there: opening it can take for ever, and the screen has to go on.
func (m *Model) openFile(path string) (command tea.Cmd, ok bool) {
	if m.options.OpenFile == nil || path == "" {
		return nil, false
	}
	source, err := m.options.OpenFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	shown := clean.Line(Labelled(m.session.Secrets(), path))
	if err != nil {
		m.toast = m.oneLine(err)
		return nil, true
	}
	ctx, cancel := context.WithCancel(context.Background())
	file := &fileRead{path: shown, pipe: source.Pipe, size: source.Size, cancel: cancel, begun: m.session.Now()}
	options := m.session.LogOptions()
	options.Size, options.Progress = source.Size, func(read int64) { file.read.Store(read) }
	m.push(file)
	secrets := m.session.Secrets()
	return tea.Batch(func() tea.Msg {
		defer cancel()
		stream, err := source.Open(ctx)
		if err != nil {
			return fileDone{file: file, err: err}
		}
		defer stream.Close()
		file.opened.Store(true)
		reading, err := steps.ReadStream(ctx, stream, secrets, options)
		return fileDone{file, reading, err}
	}, tick(file)), true
}

func tick(file *fileRead) tea.Cmd {
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return fileTick{file} })
}

// fileEnded takes in what was read. What was not even opened is no evidence, and the page it was named on stays.
func (m *Model) fileEnded(done fileDone) {
	for i, layer := range m.layers {
		if layer == screen(done.file) {
			m.layers = append(m.layers[:i:i], m.layers[i+1:]...)
		}
	}
	if done.file.opened.Load() {
		m.took(m.session.Add(done.reading, done.file.path))
	}
	switch name := clean.Short(filepath.Base(done.file.path), 30); {
	case done.err == nil:
	case !done.file.opened.Load() && errors.Is(done.err, context.Canceled):
		m.toast = "stopped; nothing of " + name + " was read"
	case !done.file.opened.Load():
		m.toast = m.oneLine(done.err)
	case errors.Is(done.err, context.Canceled):
		m.toast = "stopped before the end of " + name + "; what was read is kept"
	default: // the end stays in sight, where the line is cut: what it is comes before what is kept
		m.toast = name + ": " + ReadError(done.err)
	}
}

// ReadError says that a file could be read in part only, and what to do. The file is named before it.
func ReadError(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // its path stands beside it
	}
	return clean.Short(err.Error(), 80) + "; what came before is kept. Check the file, then name it again"
}

// oneLine is an error on the line of notices: what it is, then what to do.
func (m *Model) oneLine(err error) string {
	return clean.Short(Labelled(m.session.Secrets(), strings.ReplaceAll(err.Error(), "\n  ", ": ")), 200)
}

func (s *fileRead) typing() bool { return false }

func (s *fileRead) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	if is(press, keyBack) || is(press, keyQuit) {
		s.cancel()
		m.toast = "stopping; what was read is kept"
		if !s.opened.Load() {
			m.toast = "stopping"
		}
		return nil, true
	}
	return nil, false
}

func (s *fileRead) keys(*Model) []key.Binding {
	if !s.opened.Load() {
		return []key.Binding{bind("esc", "stop", "esc")}
	}
	return []key.Binding{bind("esc", "stop, and keep what was read", "esc")}
}

func (s *fileRead) lines(m *Model, width int) (scrolls, stays []string) {
	read := s.read.Load()
	scrolls = append(scrolls, m.theme.Strong.Render("Reading a file"), "")
	scrolls = append(scrolls, markdown.Wrap(s.path, width)...)
	if s.pipe && read == 0 {
		scrolls = append(scrolls, "")
		return append(scrolls, markdown.Wrap("Nothing came yet. It is a pipe: another program has to write into it.", width)...), nil
	}
	text := megabytes(read)
	if s.size > 0 {
		text += " of " + megabytes(s.size)
		room := min(width, 60)
		full := int(min(read, s.size) * int64(room) / s.size)
		scrolls = append(scrolls, "", m.theme.Accent.Render(strings.Repeat("█", full))+m.theme.Quiet.Render(strings.Repeat("░", room-full)))
	}
	return append(scrolls, text), nil
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
