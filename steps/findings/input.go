package findings

import (
	"time"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/project"
)

// Input is what the rules look at.
type Input struct {
	Items   []casefile.Item  // the evidence that counts, as Case.Standing gives it
	Earlier []casefile.Item  // tokens of earlier rounds
	Logs    []logs.Summary   // what the logs that were taken in say, the newest last
	Said    Said             // what a person told beside them
	Project *project.Project // what the project folder says; nil where none was read
	// Evaluated is what evaluating pasted sources of auth.config showed, by the number of the item.
	Evaluated map[int]authconfig.Result
	Now       time.Time
	// NowGiven says that Now is the time of the attempt and not merely that of looking: then an expired token was
	// expired when it was sent.
	NowGiven bool
}

// seen is one item with its data, for the rules.
type seen[T any] struct {
	Data T
	Item casefile.Item
}

// From says where the item was seen, for a line of proof: "pasted, line 3".
func (s seen[T]) From() string {
	from, where := s.Item.From, s.Item.Piece.Where.String()
	switch {
	case where == "":
		return from
	case from == "":
		return where
	}
	return from + ", " + where
}

// view is the evidence sorted by kind, in the order of taking in.
type view struct {
	Input
	tokens      []seen[evidence.Token]
	messages    []seen[evidence.Message]
	identities  []seen[evidence.Identity]
	logs        []seen[evidence.Log]
	providers   []seen[evidence.Providers]
	configs     []seen[evidence.AuthConfig]
	deployments []seen[evidence.Deployment]
	urls        []seen[evidence.URL]
	keys        []seen[evidence.Key]
	versions    []seen[evidence.Versions]
	frames      []seen[evidence.Frame]
	sockets     []seen[evidence.Socket]
	requests    []seen[evidence.Request]
	keySets     []seen[evidence.KeySet]
	discoveries []seen[evidence.Discovery]
	storages    []seen[evidence.Storage]

	deploy    deploy.Input // what the production checklist looks at
	rows      []deploy.Row // the production checklist
	judged    bool
	judgement *Judgement
}

func look(input Input) *view {
	v := &view{Input: input}
	for _, item := range input.Items {
		sort(item, &v.tokens)
		sort(item, &v.messages)
		sort(item, &v.identities)
		sort(item, &v.logs)
		sort(item, &v.providers)
		sort(item, &v.configs)
		sort(item, &v.deployments)
		sort(item, &v.urls)
		sort(item, &v.keys)
		sort(item, &v.versions)
		sort(item, &v.frames)
		sort(item, &v.sockets)
		sort(item, &v.requests)
		sort(item, &v.keySets)
		sort(item, &v.discoveries)
		sort(item, &v.storages)
	}
	v.rows = v.checklist()
	return v
}

// sort adds an item to a list if its data is of the list's type.
func sort[T any](item casefile.Item, list *[]seen[T]) {
	if data, ok := item.Piece.Data.(T); ok {
		*list = append(*list, seen[T]{data, item})
	}
}
