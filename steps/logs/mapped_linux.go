package logs

import (
	"os"
	"syscall"
)

// canMap says whether files are mapped on this system.
const canMap = true

// mapPiece maps length bytes of a file from a page's beginning on. They are not populated here: that is a long call, for
// which the others would wait, while the pages that are looked at come sixteen at a time, and by each goroutine for itself.
func mapPiece(file *os.File, from int64, length int) ([]byte, error) {
	return syscall.Mmap(int(file.Fd()), from, length, syscall.PROT_READ, syscall.MAP_SHARED)
}

func unmapPiece(window []byte) { syscall.Munmap(window) }
