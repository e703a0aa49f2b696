package jslex

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// short writes tokens as a reader would name them.
func short(tokens []Token) string {
	var all []string
	for _, token := range tokens {
		text := token.Text
		switch token.Kind {
		case TagOpen:
			text = "<" + text
		case TagClose:
			text = "</" + text
		case Attr:
			text = "@" + text
		case Text:
			text = "T:" + strings.TrimSpace(text)
		case Regexp:
			text = "R:" + text
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestLex(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"comments and strings", "a /* b */ 'c//d' // e\nf", "a 'c//d' f"},
		{"division", "a / b / c", "a / b / c"},
		{"regular expression", "x = /[/'\"]/g.test(y)", `x = R:/[/'"]/g . test ( y )`},
		{"behind a bracket a division", "(a) / 2 /1", "( a ) / 2 / 1"},
		{"non-null division", "a! / b", "a ! / b"},
		{"template", "`a${b + `c${d}`}e`", "` a ${ b + ` c ${ d } ` } e `"},
		{"braces in a template", "`${{a: 1}.a}` x", "` ${ { a : 1 } . a } ` x"},
		{"optional chain", "a?.b ?? c?.5:1", "a ?. b ?? c ? .5 : 1"},
		{"element", `x = <A b="it's" c={d} {...e}>Don't {f} <B.C/></A>; g`, `x = <A @b = "it's" @c = { d } { ... e } > T:Don't { f } <B.C /> </A ; g`},
		{"fragment", "return <>a</>", "return < > T:a </"},
		{"comparison", "if (a < b && c > d) e", "if ( a < b && c > d ) e"},
		{"generic call", "useState<string>('x')", "useState < string > ( 'x' )"},
		{"generic arrow", "const f = <T,>(x: T) => x", "const f = < T , > ( x : T ) => x"},
		{"generic function type", "a: <T>(x: T) => void", "a : < T > ( x : T ) => void"},
		{"element with a bracket inside", "x ? <p>(none)</p> : <P>(x)</P>", "x ? <p > T:(none) </p : <P > T:(x) </P"},
		{"type arguments of an element", "return <List<Item> a={1}/>", "return <List @a = { 1 } />"},
		{"comment between attributes", "x = <A // one\n b /* two */ />", "x = <A @b />"},
		{"string that is not closed", "a = 'b\nc", "a = 'b c"},
		{"private name", "this.#x", "this . #x"},
		{"entity and quote in text", "return <p>&quot;it's // not a comment</p>", "return <p > T:&quot;it's // not a comment </p"},
		{"stray closing brackets", "} ) ] a", "} ) ] a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, short(Lex(test.source, Options{JSX: true}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLexWithoutJSX(t *testing.T) {
	want := "const a = < Foo > b"
	if got := short(Lex("const a = <Foo>b", Options{})); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPairsAndLines(t *testing.T) {
	tokens := Lex("f({\n  a: [1],\n}, <A>\n  {b}\n</A>)", Options{JSX: true})
	var got []string
	for i, token := range tokens {
		if token.Pair > i {
			got = append(got, fmt.Sprintf("%s:%d-%s:%d", token.Text, token.Line, tokens[token.Pair].Text, tokens[token.Pair].Line))
		}
	}
	want := []string{"(:1-):5", "{:1-}:3", "[:2-]:2", "A:3-A:5", "{:4-}:4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestValue(t *testing.T) {
	for source, want := range map[string]string{
		`"plain"`:             "plain",
		`'it\'s'`:             "it's",
		`"a\nb\x41\u{1F600}"`: "a\nbA\U0001F600",
		`"\q"`:                "q",
		`"bad\u12"`:           "badu12",
		"'open":               "open",
	} {
		if got := Lex(source, Options{})[0].Value(); got != want {
			t.Errorf("%s: got %q, want %q", source, got, want)
		}
	}
}

func TestImports(t *testing.T) {
	source := `
import React, { useState as useS, type FC } from "react";
import * as ns from './ns';
import "side";
import type { AuthConfig } from "convex/server";
// import { gone } from "comment"
const s = "import { gone } from 'string'";
export { a as b } from "re";
export * from "all";
const { c, d: e } = require("old");
const x = await import("later");
import type from "odd";
`
	want := []Import{
		{Module: "react", Imported: "default", Local: "React", Line: 2},
		{Module: "react", Imported: "useState", Local: "useS", Line: 2},
		{Module: "react", Imported: "FC", Local: "FC", Line: 2, TypeOnly: true},
		{Module: "./ns", Imported: "*", Local: "ns", Line: 3},
		{Module: "side", Line: 4},
		{Module: "convex/server", Imported: "AuthConfig", Local: "AuthConfig", Line: 5, TypeOnly: true},
		{Module: "re", Imported: "a", Line: 8, Reexport: true},
		{Module: "all", Imported: "*", Line: 9, Reexport: true},
		{Module: "old", Imported: "c", Local: "c", Line: 10},
		{Module: "old", Imported: "d", Local: "e", Line: 10},
		{Module: "later", Imported: "*", Line: 11, Dynamic: true},
		{Module: "odd", Imported: "default", Local: "type", Line: 12},
	}
	if diff := cmp.Diff(want, Imports(Lex(source, Options{JSX: true}))); diff != "" {
		t.Error(diff)
	}
}

func TestExports(t *testing.T) {
	source := `
export const { auth, signIn: enter, store = f(a, b) } = convexAuth({});
export const one = 1;
export async function two() {}
export function* three() {}
export class Four {}
export { one as five };
export { six } from "./six";
export type Seven = string;
export default one;
`
	var got []string
	for _, export := range Exports(Lex(source, Options{})) {
		got = append(got, fmt.Sprintf("%s=%s:%d", export.Name, export.Local, export.Line))
	}
	want := []string{"auth=auth:2", "enter=enter:2", "store=store:2", "one=one:3", "two=two:4", "three=three:5", "Four=Four:6", "five=one:7", "default=one:10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLex(f *testing.F) {
	for _, seed := range []string{"a<b>{`${c}`}</b>", "<A b='", "x = /[", "`${`${", "import {", "export const {a", "<<<<", "\"\\", "<A<B<C>>/>", "#", ".5e+", "</a>", "<a><", "/*"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, source string, jsx bool) {
		tokens := Lex(source, Options{JSX: jsx})
		last := 0
		for i, token := range tokens {
			if token.Start < last || token.End < token.Start || token.End > len(source) {
				t.Fatalf("token %d spans %d to %d behind %d, of %d bytes", i, token.Start, token.End, last, len(source))
			}
			last = token.End
			if token.Pair >= 0 && (token.Pair >= len(tokens) || tokens[token.Pair].Pair != i) {
				t.Fatalf("token %d is paired with %d, which is not paired with it", i, token.Pair)
			}
			if want := 1 + strings.Count(source[:token.Start], "\n"); token.Line != want {
				t.Fatalf("token %d says line %d, is on %d", i, token.Line, want)
			}
			token.Value()
		}
		Imports(tokens)
		Exports(tokens)
	})
}

func BenchmarkLex(b *testing.B) {
	source := strings.Repeat("export function A({ b }: { b: string }) { return <div className=\"x\">{b.map((c) => <p key={c}>It's {c}</p>)}</div>; }\n", 1000)
	b.SetBytes(int64(len(source)))
	var buffer []Token
	for b.Loop() {
		buffer = Lex(source, Options{JSX: true, Buffer: buffer})
	}
}

func TestPlainJSON(t *testing.T) {
	for source, want := range map[string]string{
		`{"a": 1, // b` + "\n" + `}`:      `{"a": 1      ` + "\n" + `}`,
		`{/* "x": "*/"b":[1,2,/**/],}`:    `{          "b":[1,2     ] }`,
		`{"a": "// no /* comment */, }"}`: `{"a": "// no /* comment */, }"}`,
		"\ufeff{\"a\\\"//\":1}":           "   {\"a\\\"//\":1}",
		`[1,,]`:                           `[1, ]`,
		`/* open`:                         `       `,
		`{"a": "open // `:                 `{"a": "open // `,
	} {
		if got := string(PlainJSON([]byte(source))); len(got) != len(source) || strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("%q became %q, want %q", source, got, want)
		}
	}
}

func FuzzPlainJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,],}//`, `/*`, `"\`, `/**/`, `{,}`, `/*/`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if out := PlainJSON(data); len(out) != len(data) {
			t.Fatalf("%d bytes became %d", len(data), len(out))
		}
	})
}
