package wizard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
)

// Source is a file that a person named, opened.
type Source struct {
	io.ReadCloser
	Size int64 // bytes, 0 where it is not known
}

// fileRead is a file being read beside the screen: a log can have gigabytes. Esc stops it and keeps what was read.
type fileRead struct {
	path   string
	size   int64
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

// openFile begins to read a file by its path; ok is false where there is no such file.
func (m *Model) openFile(path string) (command tea.Cmd, ok bool) {
	if m.options.OpenFile == nil || path == "" {
		return nil, false
	}
	source, err := m.options.OpenFile(path)
	if err != nil {
		if isNotExist(err) {
			return nil, false
		}
		m.toast = clean.Short(strings.ReplaceAll(err.Error(), "\n  ", ": "), 200)
		return nil, true
	}
	ctx, cancel := context.WithCancel(context.Background())
	file := &fileRead{path: path, size: source.Size, cancel: cancel, begun: m.session.Now()}
	options := m.session.LogOptions()
	options.Size, options.Progress = source.Size, func(read int64) { file.read.Store(read) }
	m.layers = nil
	m.push(file)
	secrets := m.session.Secrets()
	return tea.Batch(func() tea.Msg {
		defer source.Close()
		reading, err := steps.ReadStream(ctx, source.ReadCloser, secrets, options)
		return fileDone{file, reading, err}
	}, tick(file)), true
}

func tick(file *fileRead) tea.Cmd {
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return fileTick{file} })
}

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// fileEnded takes in what was read.
func (m *Model) fileEnded(done fileDone) {
	for i, layer := range m.layers {
		if layer == screen(done.file) {
			m.layers = append(m.layers[:i:i], m.layers[i+1:]...)
		}
	}
	stopped := done.err != nil
	m.took(m.session.Add(done.reading, done.file.path))
	if stopped {
		m.toast = "stopped before the end of " + clean.Short(done.file.path, 80) + "; what was read is kept"
	}
}

func (s *fileRead) typing() bool { return false }

func (s *fileRead) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	if is(press, keyBack) || is(press, keyQuit) {
		s.cancel()
		m.toast = "stopping; what was read is kept"
		return nil, true
	}
	return nil, false
}

func (s *fileRead) keys(*Model) []key.Binding {
	return []key.Binding{bind("esc", "stop, and keep what was read", "esc")}
}

func (s *fileRead) lines(m *Model, width int) (scrolls, stays []string) {
	read := s.read.Load()
	scrolls = append(scrolls, m.theme.Strong.Render("Reading a file"), "")
	scrolls = append(scrolls, markdown.Wrap(clean.Line(s.path), width)...)
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
