// Package verdict decides offline what a Convex deployment answers for a token: accepted, and with which identity, or
// rejected, and with which code, message, HTTP status and inner reason. Nothing is read but what is passed in: no clock,
// no network, no state.
//
// Convex keeps the inner reason to itself (one text, "Could not verify OIDC token claim", stands for nine faults); it is
// what this package is for. The rules are those of facts/backend.md ("B 1.23" is its number 1.23), sections 0A and 1,
// and the recorded answers in testdata.
package verdict
