//go:build !race

package authconfig

const raceDetector = false
