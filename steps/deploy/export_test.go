package deploy

// RuleIDs returns the ids of all items in the order of the checklist.
func RuleIDs() []string {
	var all []string
	for _, one := range rules {
		all = append(all, one.id)
	}
	return all
}
