package authconfig

import (
	"path"
	"sort"
	"strconv"
	"strings"
	"sync"

	"convex-auth-doctor/steps/authconfig/jslex"

	"github.com/evanw/esbuild/pkg/api"
)

// Namespaces of the bundler: files of the project, and modules that stand in for what is not there.
const (
	inProject = "project"
	inMissing = "missing"
	inInert   = "inert"
	inHelper  = "helper"
	inEmpty   = "empty"
)

// entryName is the module that hands the default export of the config over.
const entryName = "auth-config-entry"

// bundle is a config with everything it imports, as one script.
type bundle struct {
	code       string
	sourceMap  []byte
	sources    map[string]string // files of the project (without node_modules): path -> text as it was written
	imports    []Import
	unresolved []Import
	assumed    []Import
	failure    *Failure
}

// bundler builds bundles of one job; it asks for files one at a time.
type bundler struct {
	job    job
	mutex  sync.Mutex // the bundler's plugins are called from several goroutines
	lookup *lookup
	mark   func(path, text string) string // changes a file of the project before it is bundled; may be nil
	out    *bundle
	fails  []Failure
}

// build bundles the config as the CLI of Convex does: for the isolate, with NODE_ENV as "production".
func (bundler *bundler) build() *bundle {
	bundler.out = &bundle{sources: map[string]string{}}
	result := api.Build(api.BuildOptions{
		Stdin: &api.StdinOptions{
			Contents:   `import * as config from "` + entryName + `"; __doctor.done(config.default);`,
			Sourcefile: entryName,
			Loader:     api.LoaderJS,
		},
		Bundle:       true,
		Platform:     api.PlatformBrowser,
		Format:       api.FormatESModule,
		Target:       api.ESNext,
		Supported:    map[string]bool{"async-generator": false, "for-await": false, "dynamic-import": false, "using": false, "decorators": false},
		JSX:          api.JSXAutomatic,
		TreeShaking:  api.TreeShakingTrue,
		MinifySyntax: true,
		Define:       map[string]string{"process.env.NODE_ENV": `"production"`, "import.meta": "__doctor.meta"},
		Conditions:   []string{"convex", "module"},
		Sourcemap:    api.SourceMapExternal,
		Outdir:       "out",
		TsconfigRaw:  "{}",
		LogLevel:     api.LogLevelSilent,
		// modules may await at their top level; a script may not
		Banner:  map[string]string{"js": `(async () => { "use strict";`},
		Footer:  map[string]string{"js": `})()`},
		Plugins: []api.Plugin{{Name: "project", Setup: bundler.plug}},
	})
	for _, file := range result.OutputFiles {
		if strings.HasSuffix(file.Path, ".map") {
			bundler.out.sourceMap = file.Contents
		} else {
			bundler.out.code = string(file.Contents)
		}
	}
	bundler.out.failure = bundler.failureOf(result.Errors)
	sort.Slice(bundler.out.imports, func(i, j int) bool {
		return bundler.out.imports[i].Specifier < bundler.out.imports[j].Specifier
	})
	return bundler.out
}

// failureOf picks the failure to report: the program's own reason, or else the bundler's first error.
func (bundler *bundler) failureOf(errors []api.Message) *Failure {
	if len(bundler.fails) > 0 {
		failure := &bundler.fails[0]
		for _, one := range jslex.Imports(lexed(bundler.out.sources[failure.File], failure.File)) {
			if one.Module == failure.Detail || strings.Contains(failure.Detail, `"`+one.Module+`"`) {
				failure.Line = one.Line
				break
			}
		}
		return failure
	}
	if len(errors) == 0 {
		return nil
	}
	failure := &Failure{Kind: KindSyntax, Detail: errors[0].Text}
	if place := errors[0].Location; place != nil {
		failure.File, failure.Line = strings.TrimPrefix(place.File, inProject+":"), place.Line
		if failure.File == entryName {
			failure.File, failure.Line = bundler.job.Entry, 0
		}
	}
	return failure
}

func (bundler *bundler) fail(failure Failure) {
	bundler.fails = append(bundler.fails, failure)
}

// plug makes every import and every file go through this program: the bundler reads nothing itself.
func (bundler *bundler) plug(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		bundler.mutex.Lock()
		defer bundler.mutex.Unlock()
		return bundler.resolve(args), nil
	})
	for _, namespace := range []string{inProject, inMissing, inInert, inHelper, inEmpty} {
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			bundler.mutex.Lock()
			defer bundler.mutex.Unlock()
			text, loader := bundler.load(args.Namespace, args.Path)
			return api.OnLoadResult{Contents: &text, Loader: loader}, nil
		})
	}
}

// resolve says which module an import means.
func (bundler *bundler) resolve(args api.OnResolveArgs) api.OnResolveResult {
	specifier := args.Path
	if args.Importer == entryName || args.Importer == "" {
		return api.OnResolveResult{Path: bundler.job.Entry, Namespace: inProject}
	}
	one := Import{Specifier: specifier, File: args.Importer}
	own := args.Namespace == inProject && !inNodeModules(args.Importer) && !isGenerated(args.Importer)
	if own && !strings.HasPrefix(specifier, ".") {
		bundler.out.imports = append(bundler.out.imports, one)
	}
	switch {
	case specifier == "server-only", isAsyncHooks(specifier):
		return api.OnResolveResult{Path: specifier, Namespace: inEmpty}
	case args.Namespace == inHelper, strings.HasPrefix(specifier, "data:"):
		return bundler.missing(one)
	case bundler.job.Helpers && helperFor(specifier) != "":
		return bundler.helper(one)
	}
	if bundler.job.Text == nil {
		found, ok := bundler.lookup.module(specifier, args.Importer, bundler.job.Workspaces)
		if ok {
			result := api.OnResolveResult{Path: found.path, Namespace: inProject}
			if found.untouched {
				result.SideEffects = api.SideEffectsFalse
			}
			return result
		}
	}
	switch {
	case helperFor(specifier) != "":
		return bundler.helper(one)
	case isConvexPackage(specifier):
		return api.OnResolveResult{Path: specifier, Namespace: inInert}
	case isGenerated(path.Join(path.Dir(args.Importer), specifier)), isGenerated(specifier):
		return api.OnResolveResult{Path: specifier, Namespace: inInert}
	case bundler.job.Text == nil && strings.HasPrefix(specifier, ".") && own:
		bundler.fail(Failure{Kind: KindSyntax, Detail: `Could not resolve "` + specifier + `"`, File: args.Importer})
		return api.OnResolveResult{Path: specifier, Namespace: inEmpty}
	case isNodeModule(specifier):
		bundler.fail(Failure{Kind: KindNodeModule, Detail: specifier, File: args.Importer})
		return api.OnResolveResult{Path: specifier, Namespace: inEmpty}
	}
	return bundler.missing(one)
}

func isAsyncHooks(specifier string) bool {
	return specifier == "async_hooks" || specifier == "node:async_hooks"
}

func inNodeModules(name string) bool { return strings.Contains("/"+name, "/node_modules/") }

// helper lets a known package helper stand for a package.
func (bundler *bundler) helper(one Import) api.OnResolveResult {
	bundler.out.assumed = append(bundler.out.assumed, one)
	return api.OnResolveResult{Path: one.Specifier, Namespace: inHelper}
}

// missing lets a module stand for what is not there: its names exist, using them is an error that names them.
func (bundler *bundler) missing(one Import) api.OnResolveResult {
	bundler.out.unresolved = append(bundler.out.unresolved, one)
	return api.OnResolveResult{Path: one.Specifier, Namespace: inMissing}
}

// load returns the text of a module.
func (bundler *bundler) load(namespace, name string) (string, api.Loader) {
	switch namespace {
	case inMissing:
		return `module.exports = __doctor.missing(` + strconv.Quote(name) + `);`, api.LoaderJS
	case inInert:
		return `module.exports = __doctor.inert(` + strconv.Quote(name) + `);`, api.LoaderJS
	case inHelper:
		return helperFor(name), api.LoaderJS
	case inEmpty:
		return ``, api.LoaderJS
	}
	if bundler.job.Text != nil {
		return bundler.source(name, *bundler.job.Text), loaderFor(name)
	}
	found := bundler.lookup.load(name)
	switch {
	case found.Fail != "":
		bundler.fail(Failure{Kind: KindUnreadable, Detail: path.Base(name) + ": " + found.Fail, File: name})
		return "", api.LoaderJS
	case found.Real == "" || found.Dir:
		kind := KindUnreadable
		if name == bundler.job.Entry {
			kind = KindNotFound
		}
		bundler.fail(Failure{Kind: kind, Detail: path.Base(name), File: name})
		return "", api.LoaderJS
	}
	return bundler.source(name, string(found.Data)), loaderFor(name)
}

// source keeps the text of a file of the project and returns what is bundled of it.
func (bundler *bundler) source(name, text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if inNodeModules(name) {
		return text
	}
	bundler.out.sources[name] = text
	if name == bundler.job.Entry && isScript(lexed(text, name)) {
		// as an entry such a file is a module without exports; imported, it would be taken for a CommonJS module
		text += "\nexport {};"
	}
	if bundler.mark != nil {
		return bundler.mark(name, text)
	}
	return text
}

func loaderFor(name string) api.Loader {
	switch path.Ext(name) {
	case ".ts", ".mts", ".cts":
		return api.LoaderTS
	case ".tsx":
		return api.LoaderTSX
	case ".jsx":
		return api.LoaderJSX
	case ".json":
		return api.LoaderJSON
	case ".css", ".svg", ".png", ".wasm":
		return api.LoaderEmpty
	}
	return api.LoaderJS
}

// isScript reports whether a file has neither the syntax of modules nor the names of CommonJS.
func isScript(tokens []jslex.Token) bool {
	for _, token := range tokens {
		if token.Kind == jslex.Ident && (token.Is("import") || token.Is("export") || token.Is("module") || token.Is("exports")) {
			return false
		}
	}
	return true
}

// lexed returns the tokens of a file of the project.
func lexed(text, name string) []jslex.Token {
	return jslex.Lex(text, jslex.Options{JSX: !strings.HasSuffix(name, ".ts")})
}
