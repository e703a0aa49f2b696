//go:build race

package authconfig

// raceDetector says that the binary maps many times the memory that the program uses.
const raceDetector = true
