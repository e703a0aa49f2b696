package family

import "convex-auth-doctor/steps/ids"

// Kin says how two issuers stand to one another.
type Kin string

// The relations.
const (
	SameInstance  Kin = "same instance"  // the same instance of the same family, though the texts may differ
	OtherInstance Kin = "other instance" // the same family, another instance: a development and a production one, two tenants
	OtherFamily   Kin = "other family"
	KinUnknown    Kin = "unknown" // at least one of them is of no known family
)

// Relation compares two issuers. Hosts that are no family's own count as one family only when they are equal.
func Relation(a, b Issuer) Kin {
	if a.Host == "" || b.Host == "" {
		return KinUnknown
	}
	if !share(a.Candidates, b.Candidates) {
		if a.Family == ids.FamilyCustom || b.Family == ids.FamilyCustom {
			return KinUnknown
		}
		return OtherFamily
	}
	switch {
	case a.Instance == b.Instance && a.Instance != "":
		return SameInstance
	case a.Instance == "" || b.Instance == "":
		if a.Host == b.Host {
			return SameInstance
		}
		return OtherInstance
	case a.Family == ids.FamilyCustom:
		return KinUnknown
	}
	return OtherInstance
}

// share reports whether some family is in both lists. FamilyConvex stands for the deployment, as the families that
// name its site URL do, so ".cloud in place of .site" is a relation within one family.
func share(a, b []ids.Family) bool {
	for _, one := range a {
		for _, other := range b {
			if one == other || onDeployment(one) && onDeployment(other) {
				return true
			}
		}
	}
	return false
}

// onDeployment reports the families whose issuer is the Convex deployment itself.
func onDeployment(family ids.Family) bool {
	switch family {
	case ids.FamilyConvexAuth, ids.FamilyRobelest, ids.FamilyBetterAuth, ids.FamilyConvex:
		return true
	}
	return false
}
