package serde

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func nested(levels int) string {
	return strings.Repeat("[", levels) + strings.Repeat("]", levels)
}

// What the backend's JSON reader takes and refuses (B appendices A and B, C4).
func TestReadAll(t *testing.T) {
	for _, c := range []struct{ text, what string }{
		{"null", ""}, {" true ", ""}, {"\n[1, 2]\t", ""}, {`{"a":1,"a":2}`, ""}, {`{"":{}}`, ""}, {`"\u0000\ud83d\ude00\/"`, ""},
		{"0", ""}, {"-0", ""}, {"-0.0", ""}, {"1e400000", OutOfRange}, {"-1e400", OutOfRange}, {"1e-400000", ""}, {"1.5E+3", ""},
		{"0e99999999999", ""}, {strings.Repeat("9", 308), ""}, {strings.Repeat("9", 310), OutOfRange},
		{nested(127), ""}, {nested(128), TooDeep}, {`{"a":` + nested(126) + `}`, ""}, {`{"a":` + nested(127) + `}`, TooDeep},
		{"", "unexpected end"}, {"[", "unexpected end"}, {"[1,]", "unexpected character"}, {"[1 2]", "unexpected character"},
		{"{,}", "unexpected character"}, {`{"a"}`, "unexpected character"}, {`{"a":1,}`, "unexpected character"}, {"{1:2}", "unexpected character"},
		{"nul", "unexpected word"}, {"True", "unexpected character"}, {"NaN", "unexpected character"}, {"+1", "unexpected character"},
		{"01", "number with a leading zero"}, {"-", "unexpected end"}, {"-x", "number without digits"}, {"1.", "number without digits after the point"},
		{".5", "unexpected character"}, {"1e", "number without digits in the exponent"}, {"0x1", "more text after the value"},
		{`"\ud800"`, HalfSurrogate}, {`"\udc00"`, LoneSurrogate}, {`"\ud800\u0041"`, LoneSurrogate}, {`"\x"`, "unknown escape"}, {`"\u12g4"`, "unknown escape"},
		{"\"a\nb\"", "control character in a text"}, {"\"\xff\"", "text that is not UTF-8"}, {"\"\xed\xa0\x80\"", "text that is not UTF-8"}, {`"a`, "unexpected end"}, {`"\`, "unexpected end"},
		{"\ufeff1", "unexpected character"}, {"1 x", "more text after the value"}, {"'a'", "unexpected character"}, {"1//x", "more text after the value"},
	} {
		_, err := ReadAll([]byte(c.text))
		what := ""
		var syntax *SyntaxError
		if errors.As(err, &syntax) {
			what = syntax.What
		}
		if what != c.what {
			t.Errorf("%.60q: %q, want %q", c.text, what, c.what)
		}
	}
}

// What nothing looks at only needs the shape of JSON.
func TestSkippedMembers(t *testing.T) {
	for _, c := range []struct {
		value string
		ok    bool
	}{
		{"1e400", true}, {`"\ud800"`, true}, {"\"\xff\"", true}, {nested(5000), true}, {`{"a":[{"b":null},true,"x"],"c":{}}`, true}, {"[]", true},
		{"01", false}, {"\"a\x01\"", false}, {"[1,]", false}, {`{"a"}`, false}, {`{"a":1,}`, false}, {"tru", false}, {"[}", false}, {`"\x"`, false}, {"1.", false}, {"", false},
	} {
		members, _, _, err := ReadObject([]byte(`{"skipped":`+c.value+`,"k":1}`), []string{"k"})
		if (err == nil) != c.ok || c.ok && (len(members) != 1 || members[0].Name != "k") {
			t.Errorf("%.40q: %v, members %v", c.value, err, members)
		}
	}
}

func TestReadObject(t *testing.T) {
	for _, c := range []struct {
		text string
		kind Kind
		bad  bool
	}{
		{`{"a":1}`, Object, false}, {`[`, List, false}, {`[1,`, List, false}, {`"x"`, String, false}, {`"x`, Null, true}, {"null", Null, false},
		{"5x", Unsigned, false}, {"-5", Negative, false}, {"5.5", Float, false}, {"true", Bool, false}, {"{", Object, true}, {"", Null, true},
	} {
		members, kind, _, err := ReadObject([]byte(c.text), nil)
		if kind != c.kind || (err != nil) != c.bad || (c.kind != Object && members != nil) {
			t.Errorf("%q: %v %v %v", c.text, kind, members, err)
		}
	}
	members, _, rest, err := ReadObject([]byte(` {"iss":"x","\u0069ss":2,"é":[1, 2],"a b":{}} y`), nil)
	if err != nil || string(rest) != "y" {
		t.Fatal(err, string(rest))
	}
	var got []string
	for _, member := range members {
		got = append(got, member.Name+"="+string(member.Value))
	}
	if diff := cmp.Diff([]string{`iss="x"`, "iss=2", "é=[1, 2]", "a b={}"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text string
		want Number
	}{
		{"0", Number{Unsigned, 0, 0, 0}},
		{"18446744073709551615", Number{Unsigned, math.MaxUint64, -1, math.MaxUint64}},
		{"18446744073709551616", Number{Kind: Float, Float: 1 << 64}},
		{"-9223372036854775808", Number{Kind: Negative, I: math.MinInt64, Float: math.MinInt64}},
		{"-9223372036854775809", Number{Kind: Float, Float: math.MinInt64}},
		{"1.5", Number{Kind: Float, Float: 1.5}},
		{`"1"`, Number{Kind: Null}},
	} {
		if got := Raw(c.text).Number(); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.text, got, c.want)
		}
	}
	if got := Raw("-0").Number(); got.Kind != Float || !math.Signbit(got.Float) {
		t.Errorf("-0: %+v", got)
	}
}

// FuzzRead holds what is accepted against encoding/json, which accepts more, and walks over everything that was read.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,"x\u0041",null,true,{"b":{}}]}`, `"\ud83d\ude00"`, nested(130), "[1,]", "1e400", "\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Read(data)
		if _, _, _, objectErr := ReadObject(data, []string{"a"}); err == nil && objectErr != nil {
			t.Errorf("%q: skipping refuses (%v) what checking accepts", data, objectErr)
		}
		if err != nil {
			return
		}
		if !json.Valid(text.Value) {
			t.Errorf("%q is accepted and no JSON", text.Value)
		}
		if got, ok := text.Value.Text(); ok {
			var want string
			if json.Unmarshal(text.Value, &want) != nil || got != want {
				t.Errorf("%q reads as %q, want %q", text.Value, got, want)
			}
		}
		walk(t, text.Value)
	})
}

func walk(t *testing.T, value Raw) {
	elements, isList := value.Elements()
	members, isObject := value.Members()
	if isList != (value.Kind() == List) || isObject != (value.Kind() == Object) {
		t.Errorf("%q: kind %v", value, value.Kind())
	}
	for _, one := range elements {
		walk(t, one)
	}
	for _, one := range members {
		walk(t, one.Value)
	}
}
