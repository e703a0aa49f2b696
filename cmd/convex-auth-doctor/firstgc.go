package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// delayFirstGC lets the heap grow to 16 MB before it is collected for the first time, and then as usual. Most runs are short
// and end before: three collections of the first 4 MB took a quarter of the time of a check.
func delayFirstGC() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(400)
	runtime.SetFinalizer(&[16]byte{}, func(*[16]byte) { debug.SetGCPercent(usual) })
}
