//go:build !windows

package project

import "syscall"

// noWait makes opening a pipe return at once, whether or not anybody writes to it.
const noWait = syscall.O_NONBLOCK
