package messages

import (
	"strings"
	"sync"
)

// printed is a message with the program that prints it, for the tables of all but the deployment's own texts.
type printed struct {
	ID, Code, Text, Fact string
	Source               Source
}

// Known is a message with the program that prints it.
type Known struct {
	Message
	Source Source
}

// All returns every message, in the order of the files: those of the deployment first.
func All() []Known {
	var all []Known
	for _, list := range [][]Message{Backend(), Push(), deploymentParts} {
		for _, message := range list {
			all = append(all, Known{message, FromDeployment})
		}
	}
	for _, list := range [][]printed{
		deploymentTexts, clientTexts, cliTexts, dashboardTexts, convexAuthTexts, robelestTexts, betterAuthTexts,
		providerTexts, clerkTexts, auth0Texts, workosTexts, oauthTexts, joseTexts, signInTexts, passkeyTexts, nativeTexts,
		wellKnownTexts, aroundTexts, appTexts, appMoreTexts, otherTexts,
	} {
		for _, one := range list {
			all = append(all, Known{Message{one.ID, one.Code, one.Text, one.Fact}, one.Source})
		}
	}
	return all
}

var byID = sync.OnceValue(func() map[string]Known {
	index := map[string]Known{}
	for _, known := range All() {
		index[known.ID] = known
	}
	return index
})

// ByID returns a message by its ID.
func ByID(id string) (Known, bool) {
	known, ok := byID()[id]
	return known, ok
}

var errorCodes = sync.OnceValue(func() map[string]bool {
	index := map[string]bool{}
	for _, known := range All() {
		if strings.Trim(known.Text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" {
			index[known.Text] = true
		}
	}
	return index
})

// IsCode reports whether a name in capitals is the code of an error and not a variable.
func IsCode(name string) bool { return errorCodes()[name] }
