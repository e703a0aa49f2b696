package authconfig

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// limitSystem lets the kernel refuse memory and processor time beyond the limits: an allocation of half a gigabyte fails at
// once instead of being noticed afterwards. RLIMIT_DATA counts private writable memory, also that of the start.
func limitSystem(limits Limits) {
	if used := dataSize(); used > 0 && !raceDetector {
		bound := uint64(used + limits.Memory + limits.Memory/4) // the heap grows in pieces of 64 MB
		syscall.Setrlimit(rlimitData, &syscall.Rlimit{Cur: bound, Max: bound})
	}
	seconds := uint64(limits.Time.Seconds()*4) + 2 // of all threads together
	syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds + 1})
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}

const rlimitData = syscall.RLIMIT_DATA

// dataSize returns the private writable memory of this process in bytes, or 0 when the kernel does not tell.
func dataSize() int64 {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmData:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err == nil {
				return kilobytes << 10
			}
		}
	}
	return 0
}
