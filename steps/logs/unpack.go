package logs

import (
	"bytes"
	"errors"
	"io"
)

// Unpack returns the text at the beginning of a log that is compressed with gzip or zstd, at most `most` bytes of it.
// Beginning is the first bytes of the file; whole says that the text is all that the compressed file holds.
func Unpack(beginning []byte, most int) (text []byte, whole bool) {
	source := &source{outside: bytes.NewReader(beginning)}
	defer source.close()
	text = make([]byte, 0, min(most, 64<<10))
	for len(text) < most {
		if len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
		n, err := source.Read(text[len(text):min(cap(text), most)])
		text = text[:len(text)+n]
		if err != nil {
			return text, errors.Is(err, io.EOF)
		}
	}
	return text, false
}
