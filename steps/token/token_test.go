package token

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// make64 encodes as a JWT does.
func make64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// padded64 encodes so that there is padding.
func padded64(text string) string {
	for len(text)%3 == 0 {
		text += " "
	}
	return base64.URLEncoding.EncodeToString([]byte(text))
}

// looseBits encodes so that the last character holds bits that belong to no byte.
func looseBits(text string) string {
	encoded := strings.TrimRight(padded64(text), "=")
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, encoded[len(encoded)-1])
	return encoded[:len(encoded)-1] + string(alphabet[last+1])
}

// signature is 256 bytes long, as RS256 with a 2048-bit key makes them. It signs nothing.
var signature = base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("not a real signature. ", 12)[:256]))

const (
	headerJSON  = `{"alg":"RS256","kid":"ins_1","typ":"JWT"}`
	payloadJSON = `{"iss":"https://verb-noun-00.clerk.accounts.dev","aud":"convex","sub":"user_1","iat":1790000000,"exp":1790000060}`
)

func sample() string { return make64(headerJSON) + "." + make64(payloadJSON) + "." + signature }

func names(object Object) string {
	var list []string
	for _, member := range object.Members {
		list = append(list, member.Name)
	}
	return strings.Join(list, " ")
}

func TestDecodeReadsATokenInOrder(t *testing.T) {
	header := `{"typ":"JWT","alg":"RS256","alg":"none","x":{"b":1,"a":[true,null]}}`
	payload := `{ "z" : 1.50, "iss":"https:\/\/a","z":2e3 ,"deep":{"k":"}"},"n":null,"t":"a\u0041\"" }`
	token := Decode(make64(header) + "." + make64(payload) + "." + signature)
	if token.Kind != JWT || token.Signature != Present || token.SigBytes != 256 || token.Parts != 3 || len(token.Damage) > 0 {
		t.Errorf("kind %s, signature %s of %d bytes, %d parts, damage %v", token.Kind, token.Signature, token.SigBytes, token.Parts, token.Damage)
	}
	if got := names(token.Header); got != "typ alg alg x" {
		t.Errorf("header members %q", got)
	}
	want := []Member{
		{"z", json.RawMessage(`1.50`)}, {"iss", json.RawMessage(`"https:\/\/a"`)}, {"z", json.RawMessage(`2e3`)},
		{"deep", json.RawMessage(`{"k":"}"}`)}, {"n", json.RawMessage(`null`)}, {"t", json.RawMessage(`"a\u0041\""`)},
	}
	if diff := cmp.Diff(want, token.Payload.Members); diff != "" {
		t.Error(diff)
	}
	if iss, state := token.String("iss"); iss != "https://a" || state != OK {
		t.Errorf("iss %q %v", iss, state)
	}
	if token.Payload.Count("z") != 2 || token.Header.Count("alg") != 2 {
		t.Error("repeated members were lost")
	}
}

func TestAccessorsHaveThreeStates(t *testing.T) {
	object := ReadObject([]byte(`{"s":"x","n":12.5,"b":true,"l":["a","b"],"e":[],"m":["a",1],"o":{"i":1},"null":null}`))
	_, sAbsent := object.String("none")
	_, sNull := object.String("null")
	_, sWrong := object.String("n")
	_, nWrong := object.Number("s")
	_, nNull := object.Number("null")
	_, lWrong := object.Strings("m")
	_, bWrong := object.Bool("s")
	_, oWrong := object.Object("l")
	got := []State{sAbsent, sNull, sWrong, nWrong, nNull, lWrong, bWrong, oWrong}
	if diff := cmp.Diff([]State{Absent, Null, WrongType, WrongType, Null, WrongType, WrongType, WrongType}, got); diff != "" {
		t.Error(diff)
	}
	if list, state := object.Strings("l"); state != OK || strings.Join(list, ",") != "a,b" {
		t.Errorf("l %v %v", list, state)
	}
	if list, state := object.Strings("s"); state != OK || len(list) != 1 {
		t.Errorf("s as a list %v %v", list, state)
	}
	if list, state := object.Strings("e"); state != OK || len(list) != 0 {
		t.Errorf("e %v %v", list, state)
	}
	if number, state := object.Number("n"); number != 12.5 || state != OK {
		t.Errorf("n %v %v", number, state)
	}
	if inner, state := object.Object("o"); state != OK || names(inner) != "i" {
		t.Errorf("o %v %v", inner, state)
	}
}

func TestDecodeKinds(t *testing.T) {
	jwe := make64(`{"alg":"dir","enc":"A256GCM","iss":"https://x.auth0.com/"}`) + "..aXY.Y2lwaGVy.dGFn"
	for _, c := range []struct {
		name, raw string
		kind      Kind
		lost      Part
	}{
		{"nothing", "", Empty, Whole},
		{"blanks", " \n\t ", Empty, Whole},
		{"whole", sample(), JWT, Whole},
		{"encrypted", jwe, EncryptedJWT, Whole},
		{"encrypted, the rest masked", jwe[:strings.Index(jwe, ".")] + "..aXY(cut).Y2l(cut).dGFn(cut)", EncryptedJWT, Whole},
		{"encrypted, cut off", jwe[:strings.Index(jwe, ".")+4] + "…", EncryptedJWT, Whole},
		{"encrypted, half a header", jwe[:strings.Index(jwe, ".")-10], Cut, HeaderPart},
		{"undefined", "undefined", Literal, Whole},
		{"bearer undefined", "Bearer undefined", Literal, Whole},
		{"quoted null", `"null"`, Literal, Whole},
		{"object", "[object Object]", Literal, Whole},
		{"promise in Chrome", "Promise {<pending>}", Literal, Whole},
		{"promise in Node", "Promise { <pending> }", Literal, Whole},
		{"promise in Firefox", `Promise { <state>: "pending" }`, Literal, Whole},
		{"placeholder", "<your token>", Literal, Whole},
		{"session id", "sess_2abcDEFghiJKLmno", Opaque, Whole},
		{"a word", "hello", Opaque, Whole},
		{"a sentence", "this is no token at all. Really. No.", Opaque, Whole},
		{"dots", "...", Opaque, Whole},
		{"binary", "\x00\xff\xfe.\x01.\x02", Opaque, Whole},
		{"unsecured", make64(`{"alg":"none"}`) + "." + make64(payloadJSON) + ".", JWT, Whole},
		{"header only", make64(headerJSON), Cut, PayloadPart},
		{"half a header", make64(headerJSON)[:20], Cut, HeaderPart},
		{"header and dot", make64(headerJSON) + ".", Cut, PayloadPart},
		{"half a payload", (make64(headerJSON) + "." + make64(payloadJSON))[:120], Cut, PayloadPart},
		{"no signature", make64(headerJSON) + "." + make64(payloadJSON), Cut, SignaturePart},
		{"no signature, with dot", make64(headerJSON) + "." + make64(payloadJSON) + ".", Cut, SignaturePart},
		{"half a signature", sample()[:len(sample())-100], Cut, SignaturePart},
		{"signature hidden", make64(headerJSON) + "." + make64(payloadJSON) + ".<signature>", Cut, SignaturePart},
		{"shortened by a viewer", sample()[:150] + "…", Cut, PayloadPart},
		{"shortened with dots", sample()[:260] + "...", Cut, SignaturePart},
		{"shortened in the middle", sample()[:40] + "…" + sample()[300:], Cut, HeaderPart},
		{"begins in the header", sample()[10:], Cut, HeaderPart},
		{"begins at the payload", sample()[len(make64(headerJSON))+1:], Cut, HeaderPart},
		{"begins within the payload", sample()[len(make64(headerJSON))+31:], Cut, HeaderPart},
		{"begins within the payload, one further", sample()[len(make64(headerJSON))+32:], Cut, HeaderPart},
		{"begins with the signature", sample()[strings.LastIndex(sample(), ".")+1:], Opaque, Whole},
		{"two words with a dot", strings.Repeat("word", 10) + "." + strings.Repeat("other", 20), Opaque, Whole},
		{"payload only", make64(payloadJSON), Cut, HeaderPart},
	} {
		t.Run(c.name, func(t *testing.T) {
			token := Decode(c.raw)
			if token.Kind != c.kind || token.Lost != c.lost {
				t.Errorf("kind %s, lost %q, damage %v; want %s, %q", token.Kind, token.Lost, token.Damage, c.kind, c.lost)
			}
		})
	}
}

func TestDecodeReadsWhatACutTokenStillHolds(t *testing.T) {
	token := Decode((make64(headerJSON) + "." + make64(payloadJSON))[:150])
	if got := names(token.Header); got != "alg kid typ" {
		t.Errorf("header members %q", got)
	}
	if iss, state := token.String("iss"); state != OK || iss != "https://verb-noun-00.clerk.accounts.dev" {
		t.Errorf("iss %q %v", iss, state)
	}
	if token.Readable() || !token.Has(EndsEarly) {
		t.Errorf("a cut payload counts as whole: %v", token.Damage)
	}
	late := Decode(sample()[len(make64(headerJSON))+1:])
	if aud, state := late.Audience(); state != OK || aud[0] != "convex" || late.Header.Seen {
		t.Errorf("aud %v %v", aud, state)
	}
}

func TestDecodeNamesDamage(t *testing.T) {
	padded := padded64(headerJSON) + "." + padded64(payloadJSON) + "." + signature
	odd := `{"iss":"https://a","name":"ÿþ~~~ÿÿ>>>???"}`
	standard := make64(headerJSON) + "." + base64.RawStdEncoding.EncodeToString([]byte(odd)) + "." + signature
	whole := make64(payloadJSON)
	lossy := make64(headerJSON) + "." + whole[:90] + whole[93:] + "." + signature
	for _, c := range []struct {
		name, raw string
		kind      DamageKind
		part      Part
	}{
		{"padding", padded, Padding, HeaderPart},
		{"standard alphabet", standard, StandardAlphabet, PayloadPart},
		{"three characters lost in the middle", lossy, Gibberish, PayloadPart},
		{"one character lost", make64(headerJSON) + "." + whole[:len(whole)-1-(len(whole)-2)%4] + "." + signature, MissingCharacters, PayloadPart},
		{"foreign character", make64(headerJSON) + "." + whole[:60] + "~" + whole[60:] + "." + signature, ForeignCharacter, PayloadPart},
		{"trailing bits", make64(headerJSON) + "." + looseBits(payloadJSON) + "." + signature, TrailingBits, PayloadPart},
		{"payload is text", make64(headerJSON) + "." + make64("hello world") + "." + signature, NotJSON, PayloadPart},
		{"payload is a list", make64(headerJSON) + "." + make64("[1]") + "." + signature, NotAnObject, PayloadPart},
		{"payload is a JSON string", make64(headerJSON) + "." + make64(`"{\"iss\":\"a\"}"`) + "." + signature, NotAnObject, PayloadPart},
		{"payload encoded twice", make64(headerJSON) + "." + make64(make64(payloadJSON)) + "." + signature, DoubleEncoded, PayloadPart},
		{"token encoded twice", base64.StdEncoding.EncodeToString([]byte(sample())), DoubleEncoded, Whole},
		{"wrapped", sample()[:80] + "\n" + sample()[80:160] + "\r\n  " + sample()[160:], Whitespace, Whole},
		{"percent-encoded", url.QueryEscape(padded), PercentEncoded, Whole},
		{"JSON-escaped", `\"` + sample()[:100] + `\n` + sample()[100:] + `\"`, JSONEscaped, Whole},
		{"zero-width", sample()[:50] + "\u200b" + sample()[50:], Invisible, Whole},
		{"not UTF-8", make64(headerJSON) + "." + make64("{\"a\":\"\xff\"}") + "." + signature, NotUTF8, PayloadPart},
		{"trailing garbage", make64(headerJSON) + "." + make64(payloadJSON+"}") + "." + signature, TrailingText, PayloadPart},
		{"short signature", sample()[:len(sample())-40], ShortSignature, SignaturePart},
	} {
		t.Run(c.name, func(t *testing.T) {
			token := Decode(c.raw)
			for _, damage := range token.Damage {
				if damage.Kind == c.kind && damage.Part == c.part {
					if !strings.Contains(damage.String(), " ") {
						t.Errorf("no sentence for %s", damage.Kind)
					}
					return
				}
			}
			t.Errorf("kind %s, damage %v; want %s in %q", token.Kind, token.Damage, c.kind, c.part)
		})
	}
}

// The token of these copies is whole: Decode must read every claim, and Clean must give back what was sent.
func TestCopiesLoseNothing(t *testing.T) {
	raw := sample()
	want := Decode(raw)
	for name, copied := range copies(raw) {
		t.Run(name, func(t *testing.T) {
			if text, _ := Clean(copied); text != raw {
				t.Fatalf("Clean gave other text: %d of %d bytes", len(text), len(raw))
			}
			token := Decode(copied)
			for _, damage := range token.Damage {
				if !damage.ByCopying() {
					t.Errorf("damage %v", damage)
				}
			}
			token.Damage = nil
			if diff := cmp.Diff(want, token); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func copies(raw string) map[string]string {
	wrap := func(width int, between string) string {
		var out strings.Builder
		for i := 0; i < len(raw); i += width {
			if i > 0 {
				out.WriteString(between)
			}
			out.WriteString(raw[i:min(i+width, len(raw))])
		}
		return out.String()
	}
	quoted, _ := json.Marshal(raw)
	twice, _ := json.Marshal(string(quoted))
	return map[string]string{
		"plain": raw, "bearer": "Bearer " + raw, "lower-case bearer": "bearer  " + raw,
		"header": "Authorization: Bearer " + raw, "double quotes": `"` + raw + `"`, "single quotes": "'" + raw + "'",
		"back-ticks": "`" + raw + "`", "smart quotes": "“" + raw + "”", "brackets": "(" + raw + ")",
		"comma": `"` + raw + `",`, "semicolon": "'" + raw + "';", "JSON": string(quoted), "JSON twice": string(twice),
		"blanks": "  " + raw + " \n", "BOM": "\ufeff" + raw, "terminal": wrap(80, "\n"), "CRLF": wrap(64, "\r\n"),
		"mail": "> " + wrap(72, "\n> "), "frame": "│ " + wrap(60, " │\n│ ") + " │", "indented": "    " + wrap(76, "\n    "),
		"escaped line breaks": wrap(100, `\n`), "shell": wrap(100, "\\\n"), "URL": strings.ReplaceAll(raw, ".", "%2E"),
		"unicode escapes": strings.ReplaceAll(raw, ".", `\u002e`), "zero-width": wrap(30, "\u200b"), "soft hyphens": wrap(30, "\u00ad"),
	}
}

func TestFromDecoded(t *testing.T) {
	token := FromDecoded(nil, []byte(payloadJSON))
	if token.Kind != JWT || !token.Decoded || token.Signature != NotSeen || token.Header.Seen || !token.Readable() {
		t.Errorf("payload only: %+v", token)
	}
	if exp, state := token.NumericDate("exp"); exp != 1790000060 || state != OK {
		t.Errorf("exp %v %v", exp, state)
	}
	broken := FromDecoded([]byte(`{"alg":"RS256"`), []byte(`{"iss":"https://a",`))
	if !broken.Has(EndsEarly) || broken.Readable() {
		t.Errorf("broken: %v", broken.Damage)
	}
}

func TestTokenHoldsNoTextOfItself(t *testing.T) {
	for name, raw := range copies(sample()) {
		token := Decode(raw)
		encoded, err := json.Marshal(token)
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range []string{fmt.Sprintf("%v %+v %#v", token, token, token), string(encoded)} {
			for _, part := range strings.Split(sample(), ".")[1:] {
				if strings.Contains(out, part[:20]) {
					t.Errorf("%s: a part of the token shows", name)
				}
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, raw := range copies(sample()) {
		f.Add(raw)
	}
	f.Add("eyJ.eyJ.")
	f.Add(make64(`{"alg":1}`) + "." + make64(`{"a":[[[[`) + "..…")
	f.Fuzz(func(t *testing.T, raw string) {
		token := Decode(raw)
		if token.Kind == "" {
			t.Error("no kind")
		}
		token.Audience()
		token.NumericDate("exp")
		for _, damage := range token.Damage {
			_ = damage.String()
		}
		FromDecoded([]byte(raw), []byte(raw))
	})
}

// The header of an encrypted token says what it is, also where it was decoded by hand.
func TestFromDecodedEncrypted(t *testing.T) {
	header := []byte(`{"alg":"dir","enc":"A256GCM","iss":"https://x.auth0.com/"}`)
	if got := FromDecoded(header, nil).Kind; got != EncryptedJWT {
		t.Errorf("kind %s", got)
	}
	if got := FromDecoded([]byte(headerJSON), nil).Kind; got != JWT {
		t.Errorf("kind %s of a signed one", got)
	}
}
