package findings

// catalogue is every rule, ordered from the root on: what keeps a call from arriving, what keeps a token from being sent,
// the token itself, the configuration, and last what is only said. Behind each stands the fact that it follows from.
var catalogue = []func(v *view) []Finding{
	misspelt,           // B 4.3, 4.4, providers.md C6
	folder,             // projects.md, providers.md, versions.md
	places,             // B 7.7, 5.2
	folderAgainstPaste, // providers.md C3, A3, W2
	silentLog,          // B 5.20
	pushed,             // B 5.24
	clients,            // B 3
	backendLog,         // B 1.65, 5.17, 5.26
	bareIdentity,       // B 1.60-1.63, P 2.13, 2.14, providers.md 6.2
	sockets,            // B 3.1-3.15
	consoles,           // B 3.13-3.16
	tokens,             // B 1.5-1.10
	evaluated,          // B 4.4-4.22
	notPushed,          // B 4.25, 5.24
	pending,            // providers.md C10
	matching,           // B 1.13
	func(v *view) []Finding { return refusal(v, v.judge()) }, // B 1, vectors
	otherTokens,     // B 1, vectors
	wrongKind,       // providers.md 0.1, 7
	config,          // B 1.13-1.15, 1.43, providers.md 1.1
	withoutAudience, // B 1.28, providers.md 1.2, V 1
	knownVersions,   // versions.md
	storageState,    // P 4.21
	requests,        // B 3.30, P 3.2, 3.5
	production,      // P 6A-6C
	refreshTraffic,  // P 4E
	said,            // B 2, P 4.22
}

// Run applies every rule of the catalogue to a case.
func Run(input Input) Set {
	v := look(input)
	set := Set{Family: v.family(), Values: v.values(), Judgement: v.judge(), Entries: v.sides(), Checklist: v.rows, Production: v.deploy}
	for _, find := range catalogue {
		set.All = append(set.All, v.withProbes(find(v), set.Values)...)
	}
	set.All = undisputed(set.All)
	return set
}
