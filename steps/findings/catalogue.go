package findings

// rule is one entry of the catalogue.
type rule struct {
	find func(v *view) []Finding
	fact string // where the rule comes from
}

// catalogue is every rule, ordered from the root on: what keeps a call from arriving, what keeps a token from being sent,
// the token itself, the configuration, and last what is only said.
var catalogue = []rule{
	{find: folder, fact: "projects.md, providers.md, versions.md"},
	{find: places, fact: "B 7.7, 5.2"},
	{find: folderAgainstPaste, fact: "providers.md C3, A3, W2"},
	{find: silentLog, fact: "B 5.20"},
	{find: pushed, fact: "B 5.24"},
	{find: clients, fact: "B 3"},
	{find: backendLog, fact: "B 1.65, 5.17, 5.26"},
	{find: bareIdentity, fact: "B 1.60-1.63, P 2.13, 2.14, providers.md 6.2"},
	{find: sockets, fact: "B 3.1-3.15"},
	{find: consoles, fact: "B 3.13-3.16"},
	{find: tokens, fact: "B 1.5-1.10"},
	{find: evaluated, fact: "B 4.4-4.22"},
	{find: notPushed, fact: "B 4.25, 5.24"},
	{find: pending, fact: "providers.md C10"},
	{find: matching, fact: "B 1.13"},
	{find: func(v *view) []Finding { return refusal(v, v.judge()) }, fact: "B 1, vectors"},
	{find: otherTokens, fact: "B 1, vectors"},
	{find: wrongKind, fact: "providers.md 0.1, 7"},
	{find: config, fact: "B 1.13-1.15, 1.43, providers.md 1.1"},
	{find: withoutAudience, fact: "B 1.28, providers.md 1.2, V 1"},
	{find: knownVersions, fact: "versions.md"},
	{find: storageState, fact: "P 4.21"},
	{find: requests, fact: "B 3.30, P 3.2, 3.5"},
	{find: production, fact: "P 6A-6C"},
	{find: refreshTraffic, fact: "P 4E"},
	{find: said, fact: "B 2, P 4.22"},
}

// Run applies every rule of the catalogue to a case.
func Run(input Input) Set {
	v := look(input)
	set := Set{Family: v.family(), Values: v.values(), Judgement: v.judge(), Checklist: v.rows, Production: v.deploy}
	for _, one := range catalogue {
		set.All = append(set.All, v.withProbes(one.find(v))...)
	}
	set.All = undisputed(set.All)
	return set
}
