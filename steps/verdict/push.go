package verdict

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/verdict/serde"
	"convex-auth-doctor/steps/verdict/wire"
)

// Providers answers a push of auth.config: its entries in the order of the file, or why the push is refused. export is the
// evaluated default export as JSON.stringify writes it; nil or "null" stands for no default export (B 4.10). A domain or
// issuer without a scheme has "https://" before it, as it is stored.
func Providers(export []byte) ([]Provider, *PushError) {
	raw, refused := readExport(export)
	if refused != nil {
		return nil, refused
	}
	if refused := findConfusions(raw); refused != nil {
		return nil, refused
	}
	list, refused := providerList(raw)
	if refused != nil {
		return nil, refused
	}
	providers := make([]Provider, len(list))
	for i, entry := range list {
		provider, ok := readEntry(entry)
		if !ok {
			return nil, notMatching(i, messages.PushNoVariant.Text, "B 4.13", misfit(i+1, entry))
		}
		providers[i] = provider
	}
	// The addresses are looked at only after all entries have their shape.
	for i := range providers {
		address := &providers[i].Domain
		if providers[i].Kind == KindCustomJWT {
			address = &providers[i].Issuer
		}
		if refused := storeAddress(i, address); refused != nil {
			return nil, refused
		}
	}
	return providers, nil
}

// readExport reads the whole default export. What JSON.stringify writes is always JSON; other bytes are refused alike.
func readExport(export []byte) (serde.Raw, *PushError) {
	if len(export) == 0 {
		export = []byte("null")
	}
	raw, err := serde.ReadAll(export)
	if err != nil {
		return nil, notMatching(-1, serdeWords(err)+" ", "B 4.13", "Convex cannot read the default export as JSON: "+err.Error()+".")
	}
	if raw.IsNull() {
		return nil, refuse(-1, messages.PushNoDefaultExport.Text, "B 4.10", "auth.config has no default export.")
	}
	return raw, nil
}

// serdeWords words a fault of the JSON as the backend does, without its position (B 4.12). What JSON.stringify writes can
// have only these.
func serdeWords(err error) string {
	var syntax *serde.SyntaxError
	if !errors.As(err, &syntax) {
		return err.Error()
	}
	switch syntax.What {
	case serde.TooDeep:
		return "recursion limit exceeded"
	case serde.LoneSurrogate:
		return "lone leading surrogate in hex escape"
	case serde.HalfSurrogate:
		return "unexpected end of hex escape"
	}
	return syntax.What
}

// providerList returns the entries of the default export: the member providers, or the one element of a list (C10).
func providerList(raw serde.Raw) ([]serde.Raw, *PushError) {
	const expected = "struct SerializedAuthConfig"
	var providers serde.Raw
	switch members, isObject := raw.Members(); {
	case isObject:
		found := 0
		for _, member := range members {
			if member.Name == "providers" {
				found++
				providers = member.Value
			}
		}
		if found == 0 {
			return nil, notMatching(-1, messages.PushMissingProviders.Text, "B 4.12", "The default export has no member providers.")
		}
		if found > 1 {
			return nil, notMatching(-1, "duplicate field `providers` ", "C19", "The default export has providers twice.")
		}
	case raw.IsList():
		elements, _ := raw.Elements()
		if len(elements) == 0 {
			return nil, notMatching(-1, "invalid length 0, expected "+expected+" with 1 element ", "C10", "The default export is an empty list.")
		}
		if providers = elements[0]; !providers.IsList() {
			break
		}
		if len(elements) > 1 {
			return nil, notMatching(-1, "trailing characters ", "C10", "The default export is a list of more than one.")
		}
	default:
		return nil, notMatching(-1, invalidType(raw, expected), "C19", "The default export is "+raw.Kind().String()+", not an object.")
	}
	list, ok := providers.Elements()
	if !ok {
		return nil, notMatching(-1, invalidType(providers, "a sequence"), "C19", "providers is "+providers.Kind().String()+", not a list.")
	}
	return list, nil
}

// invalidType words a wrong type as the backend's JSON library does.
func invalidType(raw serde.Raw, expected string) string {
	what := ""
	switch raw.Kind() {
	case serde.Null:
		what = "null"
	case serde.Bool:
		what = "boolean `" + string(raw) + "`"
	case serde.Unsigned, serde.Negative:
		what = "integer `" + string(raw) + "`"
	case serde.Float:
		what = "floating point `" + rustFloat(raw.Number().Float) + "`"
	case serde.String:
		text, _ := raw.Text()
		what = "string " + rustQuote(text)
	case serde.List:
		what = "sequence"
	default:
		what = "map"
	}
	return "invalid type: " + what + ", expected " + expected + " "
}

// rustFloat writes a double as the backend's JSON library does: with an exponent from 1e16 on and below 1e-5.
func rustFloat(f float64) string {
	if size := math.Abs(f); size != 0 && (size >= 1e16 || size < 1e-5) {
		text := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(text, "e")
		value, _ := strconv.Atoi(exponent)
		return mantissa + "e" + strconv.Itoa(value)
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// rustQuote quotes a text as Rust's {:?} does, for the characters that occur.
func rustQuote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == 0:
			out.WriteString(`\0`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&out, `\u{%x}`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// protocol is what counts as a scheme in front of an address. The backend's \w knows all of Unicode's letters.
var protocol = lazy.Regexp(`^[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{200C}\x{200D}]+://`)

// storeAddress checks a domain or issuer and puts "https://" before one without a scheme (B 4.19-4.24).
func storeAddress(index int, address *string) *PushError {
	value := *address
	bad := func(detail messages.Message, why string) *PushError {
		return refuse(index, messages.PushDomainURL.Say("value", value, "error", detail.Text), detail.Fact, why)
	}
	if strings.HasPrefix(value, `"`) {
		return bad(messages.PushDomainQuote, "The address begins with a quotation mark: quotes were pasted into the environment variable.")
	}
	full, hadScheme := value, protocol().MatchString(value)
	if !hadScheme {
		full = "https://" + value
	}
	scheme, host, err := schemeAndHost(full)
	if err != nil {
		refused := refuse(index, messages.PushDomainURL.Say("value", value, "error", err.Error()), "B 4.20", "The address "+quote(value)+" is no URL: "+err.Error()+".")
		refused.Stable = len(refused.Message) - len(err.Error())
		return refused
	}
	if scheme != "http" && scheme != "https" {
		return bad(messages.PushDomainScheme, "The address "+quote(value)+" has to begin with https:// or http://.")
	}
	if !hadScheme && !wire.EndsWithTLD(host) {
		return bad(messages.PushDomainTLD, "The address "+quote(value)+" has no scheme and does not end in a known top-level domain.")
	}
	*address = full
	return nil
}

// schemeAndHost parses an address of any length. The host is looked at only for an address that had no scheme.
func schemeAndHost(address string) (scheme, host string, err error) {
	parsed, err := wire.ParseURL(address)
	if err == wire.ErrTooLong {
		return wire.SchemeAndHost(address)
	}
	return parsed.Scheme, parsed.Host, err
}

func notMatching(index int, detail, fact, why string) *PushError {
	return refuse(index, messages.PushNotMatching.Say("detail", detail), fact, why)
}

func refuse(index int, inner, fact, why string) *PushError {
	message := messages.PushRefused.Say("inner", inner)
	return &PushError{Code: messages.PushRefused.Code, Message: message, Stable: len(message), Index: index, Fact: fact, Why: why}
}
