package authconfig

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
)

// Parent and child talk in frames: four bytes of length, big endian, and that many bytes of JSON. The parent sends a job; the
// child asks for files, one at a time, and ends with a result.

// maxFrame bounds one frame: no file that is handed out is larger, and no result.
const maxFrame = 16 << 20

var errFrameTooLarge = errors.New("a frame is too large")

// job is what the child is asked to do.
type job struct {
	Entry      string            `json:"entry"`          // path of the config
	Text       *string           `json:"text,omitempty"` // a paste: the text of Entry; there are no other files
	EnvKnown   bool              `json:"env_known"`
	Env        map[string]string `json:"env"`
	Hidden     []string          `json:"hidden,omitempty"` // set, value not known
	Workspaces map[string]string `json:"workspaces,omitempty"`
	Helpers    bool              `json:"helpers"` // prefer the known package helpers to node_modules
	Limits     Limits            `json:"limits"`
}

// message is one frame from the child: a question, or its result.
type message struct {
	Path   string  `json:"path,omitempty"` // a question: what is there?
	Read   bool    `json:"read,omitempty"` // … and what does it hold?
	Result *Result `json:"result,omitempty"`
}

// answer is what is at a path.
type answer struct {
	Real string `json:"real,omitempty"` // the path without symbolic links; "" when there is nothing
	Dir  bool   `json:"dir,omitempty"`
	Data []byte `json:"data,omitempty"`
	Fail string `json:"fail,omitempty"` // it is there and cannot be handed out: why
}

func writeFrame(w io.Writer, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if len(data) > maxFrame {
		return errFrameTooLarge
	}
	frame := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(data)), uint32(len(data)))
	_, err = w.Write(append(frame, data...))
	return err
}

func readFrame(r io.Reader, value any) error {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > maxFrame {
		return errFrameTooLarge
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return err
	}
	return json.Unmarshal(data, value)
}
