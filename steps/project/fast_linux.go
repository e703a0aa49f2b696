package project

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// fastRoot reads files below a folder with openat2, which resolves the whole path in one call and refuses to leave the folder.
// os.Root does the same piece by piece; with tens of thousands of files that is most of the time of a scan.
type fastRoot struct{ file *os.File }

func newFastRoot(dir string) fastRoot {
	file, err := os.Open(dir)
	if err != nil {
		return fastRoot{}
	}
	return fastRoot{file}
}

func (root fastRoot) close() {
	if root.file != nil {
		root.file.Close()
	}
}

// read returns the bytes of a regular file of at most limit bytes, in buffer if they fit. ok is false when anything is not as
// expected: then os.Root is asked, which also knows older kernels, and says why.
func (root fastRoot) read(name string, limit int64, buffer []byte) (data []byte, ok bool) {
	if root.file == nil || !fs.ValidPath(name) {
		return nil, false
	}
	how := unix.OpenHow{Flags: unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NONBLOCK | unix.O_NOCTTY, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	descriptor, err := unix.Openat2(int(root.file.Fd()), name, &how)
	if err != nil {
		return nil, false
	}
	defer unix.Close(descriptor)
	var info unix.Stat_t
	if unix.Fstat(descriptor, &info) != nil || info.Mode&unix.S_IFMT != unix.S_IFREG || info.Size > limit {
		return nil, false
	}
	if int64(cap(buffer)) < info.Size {
		buffer = make([]byte, info.Size)
	}
	buffer = buffer[:info.Size]
	for read := 0; read < len(buffer); {
		n, err := unix.Read(descriptor, buffer[read:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return nil, false // it shrank, or cannot be read
		}
		read += n
	}
	if info.Size == 0 {
		return nil, false // files of the kernel say that they are empty
	}
	return buffer, true
}
