package logs

import (
	"os"
	"syscall"
)

// canMap says whether files are mapped on this system.
const canMap = true

// mapPiece maps length bytes of a file from a page's beginning on.
func mapPiece(file *os.File, from int64, length int) ([]byte, error) {
	return syscall.Mmap(int(file.Fd()), from, length, syscall.PROT_READ, syscall.MAP_SHARED|syscall.MAP_POPULATE)
}

func unmapPiece(window []byte) { syscall.Munmap(window) }
