package authconfig

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// The exit codes of a child that stopped itself.
const (
	exitDone   = 0
	exitBroken = 70 // the parent's job could not be read, or the answer not written
	exitTime   = 71
	exitMemory = 72
	exitOutput = 73
)

// maxStack bounds the stack of one goroutine in the child: bundler and engine recurse on what is nested in the source.
const maxStack = 64 << 20

// guard makes this process end itself when it lives too long or grows too large. The engine's own interrupt is not enough:
// one native call, such as repeating a text, allocates and runs past it. Where the system can bound memory it does as well.
func guard(limits Limits) {
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(limits.Memory)
	limitSystem(limits)
	start := usedMemory()
	deadline := time.Now().Add(limits.Time + limits.Time/2) // the parent kills earlier; this one is for a parent that died
	go func() {
		for {
			time.Sleep(2 * time.Millisecond)
			if usedMemory() > start+limits.Memory {
				os.Exit(exitMemory)
			}
			if time.Now().After(deadline) {
				os.Exit(exitTime)
			}
		}
	}()
}

// usedMemory returns the bytes that the runtime has mapped and not given back.
func usedMemory() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64()) - int64(samples[1].Value.Uint64())
}
