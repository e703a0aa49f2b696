package logs

import (
	"encoding/binary"
	"math/bits"
)

// member names a member of a JSON row that decides what the row is and whether a closer look is needed.
type member uint8

const (
	noMember member = iota
	// texts that must be written without escapes and in ASCII, or the row is read the slow way
	memberKind
	memberUdfType
	memberIdentifier
	memberCaller
	memberIdentity
	memberExecutionID
	memberTopic
	memberReason
	memberStatus
	memberPath
	memberFunctionType
	memberRequestID
	lastPlain = memberRequestID
	// all others
	memberLogLines = iota
	memberTimestamp
	memberCached
	memberError
	memberReturns
	memberMessage
	memberFunctionCached
	memberDeployment
	memberHostname
	memberDatadog
	memberAxiomTime
	memberBody
	memberTopicV1
	// objects whose members count as well
	memberFunction
	memberUsage
	memberConvex
	members_
)

// scope is the object that a member stands in.
type scope uint8

const (
	scopeRow scope = iota
	scopeFunction
	scopeUsage
	scopeConvex
	scopeOther // no member of it counts
)

func memberNamed(name []byte, in scope) member {
	switch in {
	case scopeFunction:
		switch string(name) {
		case "path":
			return memberPath
		case "type":
			return memberFunctionType
		case "cached":
			return memberFunctionCached
		case "request_id":
			return memberRequestID
		}
		return noMember
	case scopeUsage:
		if string(name) == "function_returns_bytes" {
			return memberReturns
		}
		return noMember
	case scopeConvex:
		if string(name) == "deployment_name" {
			return memberDeployment
		}
		return noMember
	case scopeOther:
		return noMember
	}
	switch string(name) {
	case "kind":
		return memberKind
	case "udfType":
		return memberUdfType
	case "identifier":
		return memberIdentifier
	case "caller":
		return memberCaller
	case "identityType":
		return memberIdentity
	case "executionId":
		return memberExecutionID
	case "topic":
		return memberTopic
	case "run_reason":
		return memberReason
	case "status":
		return memberStatus
	case "logLines":
		return memberLogLines
	case "timestamp":
		return memberTimestamp
	case "cachedResult":
		return memberCached
	case "error":
		return memberError
	case "returnBytes":
		return memberReturns
	case "message":
		return memberMessage
	case "hostname":
		return memberHostname
	case "ddsource":
		return memberDatadog
	case "_time":
		return memberAxiomTime
	case "body":
		return memberBody
	case "_topic":
		return memberTopicV1
	case "function":
		return memberFunction
	case "usage":
		return memberUsage
	case "convex":
		return memberConvex
	}
	return noMember
}

// inner returns the scope of an object's members.
func (member member) inner() scope {
	switch member {
	case memberFunction:
		return scopeFunction
	case memberUsage:
		return scopeUsage
	case memberConvex:
		return scopeConvex
	}
	return scopeOther
}

// insideOf are the members of a scope.
var insideOf = [...][]member{
	scopeFunction: {memberPath, memberFunctionType, memberFunctionCached, memberRequestID},
	scopeUsage:    {memberReturns},
	scopeConvex:   {memberDeployment},
	scopeOther:    nil,
}

// rowParts says where the members of a row stand in the chunk's data; a span that ends at 0 is absent.
type rowParts struct {
	at  [members_]span
	odd bool // a name or a text with an escape: only a closer look tells what it is
}

// raw returns a member's bytes, nil when the row lacks it.
func (chunk *chunk) raw(parts *rowParts, member member) []byte {
	at := parts.at[member]
	if at.to == 0 {
		return nil
	}
	return chunk.data[at.from:at.to]
}

// inside returns the text of a member without its quotes, nil when it is no text. Where the member must be plain, that
// is all of it.
func (chunk *chunk) inside(parts *rowParts, member member) []byte {
	raw := chunk.raw(parts, member)
	if len(raw) < 2 || raw[0] != '"' {
		return nil
	}
	return raw[1 : len(raw)-1]
}

// inner returns the span of a text without its quotes.
func (at span) inner() span { return span{at.from + 1, at.to - 1} }

// plainText is text for strings that should be plain: it also says whether there is no escape in it and nothing but
// ASCII.
func plainText(b []byte, i int) (end int, plain bool) {
	for at := i + 1; at+8 <= len(b); at += 8 {
		w := binary.LittleEndian.Uint64(b[at:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		stop := (((quote - ones) & ^quote) | ((slash - ones) & ^slash) | ((w - ones*0x20) & ^w) | w) & highs
		if stop == 0 {
			continue
		}
		at += bits.TrailingZeros64(stop) / 8
		if b[at] == '"' {
			return at + 1, true
		}
		return text(b, i), false
	}
	end = text(b, i)
	for at := i + 1; at < end-1; at++ {
		if b[at] == '\\' || b[at] >= 0x80 {
			return end, false
		}
	}
	return end, true
}

// split notes where the members of the object at i stand. It returns the offset behind the object, or failed.
func (chunk *chunk) split(i int, in scope, parts *rowParts) int {
	b, newlines := chunk.data[:chunk.size], chunk.newlines
	if i = space(b, i+1, newlines); i < len(b) && b[i] == '}' {
		return i + 1
	}
	for i < len(b) && b[i] == '"' {
		end, isPlain := plainText(b, i)
		if end == failed {
			return failed
		}
		this := noMember
		if isPlain {
			this = memberNamed(b[i+1:end-1], in)
		} else {
			parts.odd = true
		}
		if i = space(b, end, newlines); i >= len(b) || b[i] != ':' {
			return failed
		}
		if i = space(b, i+1, newlines); i >= len(b) {
			return failed
		}
		if end = chunk.member(i, this, parts); end == failed {
			return failed
		}
		if i = space(b, end, newlines); i >= len(b) {
			return failed
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = space(b, i+1, newlines)
		default:
			return failed
		}
	}
	return failed
}

// member reads the value of a member and notes where it stands.
func (chunk *chunk) member(i int, this member, parts *rowParts) int {
	b := chunk.data[:chunk.size]
	end := failed
	inner := this.inner()
	for _, one := range insideOf[inner] {
		parts.at[one] = span{} // a repeated object replaces the one before
	}
	switch {
	case inner != scopeOther && b[i] == '{':
		end = chunk.split(i, inner, parts)
	case this != noMember && this <= lastPlain && b[i] == '"':
		isPlain := false
		if end, isPlain = plainText(b, i); !isPlain {
			parts.odd = true
		}
	default:
		end = value(b, i, 1, chunk.newlines)
	}
	if end != failed {
		parts.at[this] = span{uint32(i), uint32(end)}
	}
	return end
}
