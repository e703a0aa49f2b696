package plain

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"convex-auth-doctor/wizard/keyboard"
)

// entry is one thing that came in: a typed line, or a paste.
type entry struct {
	text   string
	pasted bool
}

// source gives entries. Prompt is shown before waiting. Single asks for one line as it is: a value of a form.
type source struct {
	out  io.Writer
	next func(prompt string, single bool) (entry, error)
	// until waits for done. It calls stop if the person wants it to end before, and late once it has lasted for patience.
	// What else is typed meanwhile comes with next. Nil where ctrl-c is a signal that ends the program.
	until func(done <-chan struct{}, patience time.Duration, late, stop func())
}

// open prepares the input. A terminal is switched out of canonical mode, which cuts a line at 4,095 bytes, and its echo
// is off, so that a pasted token is never shown; what is typed is echoed here, character by character.
func open(in *os.File, out io.Writer) (input *source, restore func(), err error) {
	if !term.IsTerminal(in.Fd()) {
		return fromPipe(in, out), func() {}, nil
	}
	state, err := term.MakeRaw(in.Fd())
	if err != nil {
		return fromPipe(in, out), func() {}, nil
	}
	return fromTerminal(in, out), func() { term.Restore(in.Fd(), state) }, nil
}

// fromPipe reads lines of any length. Lines that are no answer belong together to one paste, up to the next answer, an
// empty line, or a pause.
func fromPipe(in io.Reader, out io.Writer) *source {
	lines := make(chan string)
	go func() {
		defer close(lines)
		reader := bufio.NewReaderSize(in, 64<<10)
		for {
			line, err := reader.ReadString('\n')
			if line != "" {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	var waiting []string
	return &source{out: out, next: func(prompt string, single bool) (entry, error) {
		io.WriteString(out, prompt)
		if len(waiting) > 0 {
			line := waiting[0]
			waiting = nil
			if single || isAnswer(line) {
				io.WriteString(out, "\n")
				return entry{text: line}, nil
			}
			return collect(line, lines, &waiting, out), nil
		}
		line, ok := <-lines
		if !ok {
			return entry{}, io.EOF
		}
		if single || isAnswer(line) {
			io.WriteString(out, "\n")
			return entry{text: line}, nil
		}
		return collect(line, lines, &waiting, out), nil
	}}
}

// pause is how long the lines of one paste may be apart in a pipe.
const pause = 60 * time.Millisecond

func collect(first string, lines <-chan string, waiting *[]string, out io.Writer) entry {
	text := first
	for {
		select {
		case line, ok := <-lines:
			if !ok || strings.TrimSpace(line) == "" {
				io.WriteString(out, "\n")
				return entry{text: text}
			}
			if isAnswer(line) {
				*waiting = append(*waiting, line)
				io.WriteString(out, "\n")
				return entry{text: text}
			}
			text += line
		case <-time.After(pause):
			io.WriteString(out, "\n")
			return entry{text: text}
		}
	}
}

// isAnswer reports a line that stands for itself: a number, a command, or nothing.
func isAnswer(line string) bool {
	text := strings.TrimSpace(line)
	if text == "" {
		return true
	}
	if _, err := strconv.Atoi(text); err == nil && len(text) <= 2 {
		return true
	}
	word, rest, _ := strings.Cut(text, " ")
	do, ok := commands[strings.ToLower(word)]
	return ok && (rest == "" || do.words)
}

// fromTerminal reads keys and pastes. Lines end with "\r\n" while the terminal is raw.
func fromTerminal(in *os.File, terminal io.Writer) *source {
	out := crlf{terminal}
	events := make(chan any)
	go func() {
		reader := keyboard.New(in, func(event any) { events <- event })
		buffer := make([]byte, 256)
		for {
			n, err := reader.Read(buffer)
			if n > 0 {
				events <- append([]byte{}, buffer[:n]...)
			}
			if err != nil {
				events <- err
				return
			}
		}
	}()
	var ahead []any // what came while nothing was asked
	event := func() any {
		if len(ahead) > 0 {
			first := ahead[0]
			ahead = ahead[1:]
			return first
		}
		return <-events
	}
	next := func(prompt string, _ bool) (entry, error) {
		io.WriteString(out, prompt)
		var line []rune
		for {
			switch event := event().(type) {
			case keyboard.Paste:
				io.WriteString(out, "(pasted "+strconv.Itoa(len(event.Data))+" bytes)\n")
				return entry{string(event.Data), true}, nil
			case keyboard.Refused:
				io.WriteString(out, "\nThat is too much for a paste: save it, and type the path of the file, or start with --evidence FILE.\n"+prompt)
			case error:
				return entry{}, io.EOF
			case []byte:
				done, err := edit(&line, event, out)
				if err != nil {
					return entry{}, err
				}
				if done {
					return entry{text: string(line)}, nil
				}
			}
		}
	}
	until := func(done <-chan struct{}, patience time.Duration, late, stop func()) {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		for {
			select {
			case <-done:
				return
			case <-timer.C:
				late()
			case event := <-events:
				switch keys, _ := event.([]byte); {
				case stops(keys):
					stop()
				default:
					if _, gone := event.(error); gone {
						stop()
					}
					ahead = append(ahead, event)
				}
			}
		}
	}
	return &source{out: out, next: next, until: until}
}

// stops reports keys that end what is being done: ctrl-c, or esc alone and not the beginning of an arrow.
func stops(keys []byte) bool { return bytes.IndexByte(keys, 0x03) >= 0 || string(keys) == "\x1b" }

// edit applies keys to the line being typed. Done is true after enter.
func edit(line *[]rune, keys []byte, out io.Writer) (done bool, err error) {
	for _, key := range string(keys) {
		switch {
		case key == 0x03:
			io.WriteString(out, "\n")
			return false, ErrInterrupted
		case key == 0x04 && len(*line) == 0:
			io.WriteString(out, "\n")
			return false, io.EOF
		case key == '\r' || key == '\n':
			io.WriteString(out, "\n")
			return true, nil
		case key == 0x7f || key == 0x08:
			if n := len(*line); n > 0 {
				*line = (*line)[:n-1]
				io.WriteString(out, "\b \b")
			}
		case key >= 0x20 && key != 0x7f && key != '\uFFFD':
			*line = append(*line, key)
			io.WriteString(out, string(key))
		case key == 0x1b:
			return false, nil // an arrow or another key that means nothing here
		}
	}
	return false, nil
}

// crlf writes line ends as a raw terminal needs them.
type crlf struct{ to io.Writer }

func (w crlf) Write(data []byte) (int, error) {
	if _, err := io.WriteString(w.to, strings.ReplaceAll(string(data), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(data), nil
}
