package authconfig

import (
	_ "embed"
	"errors"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

//go:embed js/prelude.js
var prelude string

// maxCalls bounds calls within calls, near to what the engine of Convex allows.
const maxCalls = 4000

// outcome is what one run of a bundle ended in.
type outcome struct {
	json    string // JSON.stringify of the default export
	reads   []EnvRead
	failure *Failure
}

// engine runs a bundle once.
type engine struct {
	vm       *goja.Runtime
	bundle   *bundle
	env      func(name string) (value string, set bool)
	limits   Limits
	reads    []EnvRead
	missing  *Import // the first thing that a missing package was asked for
	exported goja.Value
	called   bool          // the config ran to its end
	toJSON   goja.Callable // JSON.stringify as it was before the config could change it
}

// run evaluates a bundle with the variables that env knows; reading another one throws (B 4.4).
func run(bundle *bundle, env func(string) (string, bool), limits Limits) outcome {
	engine := &engine{vm: goja.New(), bundle: bundle, env: env, limits: limits}
	engine.vm.SetMaxCallStackSize(maxCalls)
	engine.vm.SetParserOptions(parser.WithSourceMapLoader(func(string) ([]byte, error) { return bundle.sourceMap, nil }))
	engine.vm.SetFieldNameMapper(goja.TagFieldNameMapper("js", true))
	failure := engine.evaluate()
	result := outcome{reads: engine.reads, failure: failure}
	if failure == nil {
		result.json, result.failure = engine.stringify()
	}
	return result
}

// evaluate sets up the globals and runs the bundle to its end.
func (engine *engine) evaluate() *Failure {
	engine.toJSON, _ = goja.AssertFunction(engine.vm.Get("JSON").ToObject(engine.vm).Get("stringify"))
	setup, err := engine.vm.RunScript("prelude", prelude)
	if err != nil {
		return &Failure{Kind: KindCrash, Detail: "the prelude does not run"}
	}
	call, _ := goja.AssertFunction(setup)
	if _, err := call(goja.Undefined(), engine.host()); err != nil {
		return &Failure{Kind: KindCrash, Detail: "the prelude does not run"}
	}
	value, err := engine.vm.RunScript("auth.config.js", engine.bundle.code+"\n//# sourceMappingURL=auth.config.js.map")
	if err != nil {
		return engine.failureOf(err)
	}
	if promise, ok := value.Export().(*goja.Promise); ok {
		switch promise.State() {
		case goja.PromiseStateRejected:
			return engine.thrown(promise.Result(), nil)
		case goja.PromiseStatePending:
			return &Failure{Kind: KindNeverEnds}
		}
	}
	if !engine.called {
		return &Failure{Kind: KindNeverEnds}
	}
	return nil
}

// stringify turns the default export into JSON, which is all that Convex looks at (B 4.2, 4.10, 4.11).
func (engine *engine) stringify() (string, *Failure) {
	if goja.IsUndefined(engine.exported) || goja.IsNull(engine.exported) {
		return "", invalid(KindNoDefault, noDefault.Text)
	}
	value, err := engine.toJSON(goja.Undefined(), engine.exported)
	if err != nil {
		if engine.missing != nil {
			return "", engine.unresolved()
		}
		var thrown *goja.Exception
		if errors.As(err, &thrown) {
			if failure := engine.failureOf(err); failure.Kind == KindMissingEnv {
				return "", failure // a toJSON or getter that reads a variable
			}
			return "", invalid(KindUnserializable, onlyStrings.Text)
		}
		return "", engine.failureOf(err)
	}
	if goja.IsUndefined(value) {
		return "", invalid(KindUnserializable, notJSON.Text) // a function or a symbol
	}
	text := value.String()
	if len(text) > engine.limits.Output {
		return "", &Failure{Kind: KindTooMuchOutput}
	}
	return text, nil
}

// failureOf names what ended a run.
func (engine *engine) failureOf(err error) *Failure {
	var exception *goja.Exception
	var deep *goja.StackOverflowError
	switch {
	case errors.As(err, &deep):
		return &Failure{Kind: KindTooDeep}
	case errors.As(err, &exception):
		return engine.thrown(exception.Value(), exception.Stack())
	}
	// the engine cannot read what the bundler wrote: newer syntax than it knows
	return &Failure{Kind: KindSyntax, Detail: "this program does not know a piece of its syntax"}
}

// thrown says what the deployment answers to a thrown value.
func (engine *engine) thrown(value goja.Value, stack []goja.StackFrame) *Failure {
	if engine.missing != nil {
		return engine.unresolved()
	}
	name, message := "", ""
	object, isObject := value.(*goja.Object)
	if isObject {
		name, message = textOf(object, "name"), textOf(object, "message")
	}
	if name == "" && message == "" {
		message = safeText(value)
	}
	if strings.Contains(message, "stack size exceeded") || strings.Contains(message, "Maximum call stack") {
		return &Failure{Kind: KindTooDeep}
	}
	message, loose := engineText(message)
	inner := "Uncaught " + message
	switch {
	case name != "" && message != "":
		inner = "Uncaught " + name + ": " + message
	case name != "":
		inner = "Uncaught " + name
	}
	failure := thrown(inner)
	failure.Loose = loose
	failure.File, failure.Line = engine.place(stack)
	if failure.Line == 0 && isObject {
		failure.File, failure.Line = engine.placeInText(textOf(object, "stack"))
	}
	if failure.Kind == KindMissingEnv {
		for _, read := range engine.reads {
			if read.Name == failure.Variable && read.Line > 0 {
				failure.File, failure.Line = read.File, read.Line
				break
			}
		}
	}
	return failure
}

// textOf returns a member of an object as text, "" when it cannot be had.
func textOf(object *goja.Object, name string) (text string) {
	defer func() {
		if recover() != nil {
			text = "" // a getter that throws
		}
	}()
	if value := object.Get(name); value != nil && !goja.IsUndefined(value) {
		return value.String()
	}
	return ""
}

func safeText(value goja.Value) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	return value.String()
}

func (engine *engine) unresolved() *Failure {
	what := engine.missing.Specifier
	if engine.missing.Name != "" {
		what = engine.missing.Name + " of " + what
	}
	return &Failure{Kind: KindUnresolved, Detail: what, File: engine.missing.File, Line: engine.missing.Line}
}

// place returns the innermost place in a file of the project.
func (engine *engine) place(stack []goja.StackFrame) (string, int) {
	for _, frame := range stack {
		position := frame.Position()
		if file, ok := engine.ownFile(position.Filename); ok {
			return file, position.Line
		}
	}
	return "", 0
}

// ownFile takes the path of a file of the project out of the name that the source map gives it.
func (engine *engine) ownFile(name string) (string, bool) {
	_, file, ok := strings.Cut(name, inProject+":")
	if !ok {
		return "", false
	}
	_, known := engine.bundle.sources[file]
	return file, known
}

// placeInText finds the same in the text of a stack: "at name (project:file:line:column(n))".
func (engine *engine) placeInText(stack string) (string, int) {
	for _, line := range strings.Split(stack, "\n") {
		at := strings.LastIndex(line, inProject+":") // a function can have such a name, too
		if at < 0 {
			continue
		}
		rest := line[at+len(inProject+":"):]
		for file := range engine.bundle.sources {
			if after, ok := strings.CutPrefix(rest, file+":"); ok {
				number := 0
				for _, c := range after {
					if c < '0' || c > '9' || number > 1<<24 {
						break
					}
					number = number*10 + int(c-'0')
				}
				return file, number
			}
		}
	}
	return "", 0
}
