package deploy

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// animalName is the form of the names that Convex gives (B 7.1). Options name deployments by other words too.
var animalName = lazy.Regexp(`^[a-z]+-[a-z]+-[0-9]+$`)

// listed returns the name of the deployment that the list is from, without its region, "" where nothing says it. A list
// that is not production's is to be replaced: what was asked elsewhere is not held against it.
func (c *checker) listed() string {
	if !c.hasEnv || c.isDev {
		return ""
	}
	where, _ := c.env.Where()
	if name := WithoutRegion(where.Name); animalName().MatchString(name) {
		return name
	}
	return ""
}

// ofOther reports a host of Convex that is another deployment's than the list is from, and returns that one's name. Of any
// other host, or without a name of the list, it is not known.
func (c *checker) ofOther(host string) (name string, other bool) {
	name = WithoutRegion(deploymentOf(host))
	return name, name != "" && c.listed() != "" && name != c.listed()
}

// sameAsListed reports a host of Convex that is of the deployment that the list is from.
func (c *checker) sameAsListed(host string) bool {
	name := WithoutRegion(deploymentOf(host))
	return name != "" && name == c.listed()
}

// WithoutRegion returns "calm-cow-456" of "calm-cow-456.eu-west-1" (B 7.1).
func WithoutRegion(name string) string {
	name, _, _ = strings.Cut(name, ".")
	return name
}
