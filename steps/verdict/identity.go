package verdict

// Identity is what getUserIdentity() returns: the members in the order of their mapping, values as JSON.
type Identity struct {
	members []member
}

type member struct {
	name  string
	value string // JSON
}
