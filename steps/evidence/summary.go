package evidence

import (
	"strconv"
	"strings"
	"time"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

// tokenSummary names a token in one line: "token · RS256 · issued by Clerk, development instance · expires 12:04:05Z".
func tokenSummary(found Token) string {
	read := found.Read
	words := []string{"token"}
	switch read.Kind {
	case token.Empty:
		return "no token: the place where it belongs is empty"
	case token.Literal:
		if read.Literal == "placeholder" {
			return "no token: a placeholder stands in its place"
		}
		return "no token: the text " + strconv.Quote(read.Literal) + " stands in its place"
	case token.EncryptedJWT:
		words = append(words, "encrypted, Convex cannot read it")
	case token.Opaque:
		words = append(words, "opaque, no JWT")
		if read.Shape != "" {
			words = append(words, read.Shape)
		}
	case token.Cut:
		words[0] = "token, cut off"
		if found.Masked {
			words[0] = "token, masked by hand"
		}
		if read.Lost != token.Whole {
			words = append(words, "the "+string(read.Lost)+" is missing or not whole")
		}
	}
	if read.Decoded {
		words[0] = "token, decoded view"
	}
	if alg, state := read.Header.String("alg"); state == token.OK {
		words = append(words, clean.Short(alg, 12))
	}
	if by := issuedBy(found.Guess); by != "" {
		words = append(words, by)
	}
	if exp, state := read.NumericDate("exp"); state == token.OK {
		words = append(words, "until "+token.PlainTime(exp, time.Time{})) // nobody knows here what time it is
	}
	if found.Origin != OriginText && found.Origin != OriginDecoded && found.Origin != OriginBare {
		place := "from " + article(string(found.Origin))
		if found.Name != "" && found.Origin != OriginAuthorization {
			place += " " + clean.Short(found.Name, 40)
		}
		words = append(words, place)
	}
	return strings.Join(words, " · ")
}

func article(noun string) string {
	if strings.ContainsRune("aeiouA", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// issuedBy says who issued a token, with the kind and the stage where they are known.
func issuedBy(guess family.Guess) string {
	text := ""
	switch {
	case guess.Kind != "" && guess.Family != ids.FamilyCustom:
		text = guess.Kind
	case guess.Family != ids.FamilyUnknown && guess.Family != ids.FamilyCustom:
		text = "issued by " + guess.Family.Name()
	case guess.Issuer.Host != "":
		return "issued by " + clean.Short(guess.Issuer.Host, 60)
	default:
		return ""
	}
	if guess.Issuer.Stage != "" && guess.Issuer.Stage != family.StageUnknown {
		text += ", " + string(guess.Issuer.Stage) + " instance"
	}
	return text
}
