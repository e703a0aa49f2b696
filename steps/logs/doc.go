// Package logs reads what a Convex deployment and its clients print: `npx convex logs` as text and as --jsonl, `convex
// dev` output, dashboard copies, log streams (webhook, Axiom, Datadog, PostHog, the old V1 events) and browser consoles.
//
// It has two doors. Parse turns a paste into typed events, for recognising evidence. Read and Reader go over a log of
// any size in constant memory and say whether its refresh traffic is healthy: pairs of `auth:signIn` and `auth:store`,
// the bursts of queries behind them, loops, failures, what explains them, and every error text of the auth libraries on
// the way.
//
// A fact that a format does not carry is not guessed: it is "not seen" (see Tri, and the -1 of numbers).
package logs
