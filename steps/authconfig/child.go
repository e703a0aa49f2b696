package authconfig

import (
	"io"
	"slices"
	"strings"
)

// childMain is the whole work of a child: it reads a job, asks for files, evaluates and writes the result. It returns the
// exit code. It limits the process that it runs in, so it must be called in a process of its own.
func childMain(stdin io.Reader, stdout io.Writer) int {
	var task job
	if err := readFrame(stdin, &task); err != nil {
		return exitBroken
	}
	task.Limits = task.Limits.orDefault()
	guard(task.Limits)
	return work(task, stdin, stdout)
}

// work does a job that was read; the process it runs in is bounded already.
func work(task job, stdin io.Reader, stdout io.Writer) int {
	look := newLookup(func(path string, read bool) (answer, error) {
		if err := writeFrame(stdout, message{Path: path, Read: read}); err != nil {
			return answer{}, err
		}
		var reply answer
		err := readFrame(stdin, &reply)
		return reply, err
	})
	result := evaluate(task, look)
	if look.err != nil {
		return exitBroken
	}
	if err := writeFrame(stdout, message{Result: &result}); err != nil {
		if err == errFrameTooLarge {
			return exitOutput
		}
		return exitBroken
	}
	return exitDone
}

// evaluate does the job, with all that can be told about it.
func evaluate(task job, look *lookup) Result {
	builder := bundler{job: task, lookup: look}
	plain := builder.build()
	result := Result{
		Imports:    plain.imports,
		Unresolved: plain.unresolved,
		Assumed:    plain.assumed,
	}
	for name := range plain.sources {
		result.Files = append(result.Files, name)
	}
	slices.Sort(result.Files)
	locateImports(plain.sources, result.Imports, result.Unresolved, result.Assumed)
	if plain.failure != nil {
		result.Failure = plain.failure
		return result
	}

	first, used := runSymbolic(plain, task, !task.EnvKnown)
	result.ReadEnv = first.reads
	result.Failure = first.failure

	shown := first
	if first.failure != nil && first.failure.Kind == KindMissingEnv {
		// Convex refuses; the entries and the other names are found with placeholders for what is unset
		shown, used = runSymbolic(plain, task, true)
		for _, read := range shown.reads {
			addRead(&result.ReadEnv, read)
		}
	}
	markReads(&result, plain, task)
	if shown.failure != nil {
		return result
	}
	result.Symbolic = len(used.names) > 0
	if !result.Symbolic && result.Failure == nil {
		result.ExportJSON = shown.json
	}
	if result.Symbolic {
		result.ShapeJSON = shown.json
	}
	result.Entries = used.entries(shown.json)
	locateEntries(&result, task, look, used, shown.json, plain.sources[task.Entry])
	return result
}

// runSymbolic runs a bundle with placeholders for what is not known (all of it, or only the addresses that each deployment
// has), in the form that the config accepts.
func runSymbolic(plain *bundle, task job, all bool) (outcome, *symbols) {
	var first outcome
	var firstSymbols *symbols
	word, url, jwks := asWord, asURL, asJWKS
	for _, force := range []*form{nil, &word, &url, &jwks} {
		used := &symbols{known: task.Env, hidden: task.Hidden, all: all, force: force}
		result := run(plain, used.value, task.Limits)
		if result.failure == nil {
			return result, used
		}
		if firstSymbols == nil {
			first, firstSymbols = result, used
		}
		if len(used.names) == 0 || result.failure.Kind == KindUnresolved || result.failure.Kind == KindMissingEnv {
			break // nothing that was made up matters: the failure is the config's own
		}
	}
	if len(firstSymbols.names) > 0 && first.failure.Kind == KindThrows {
		first.failure.Kind = KindNeedsValue
		first.failure.Code, first.failure.Text = "", ""
		first.failure.Inner, _ = firstSymbols.readable(first.failure.Inner)
		first.failure.Variable = strings.Join(firstSymbols.names, ", ")
	}
	return first, firstSymbols
}

// addRead adds a read that is not yet in the list.
func addRead(reads *[]EnvRead, read EnvRead) {
	for _, one := range *reads {
		if one.Name == read.Name && one.File == read.File && one.Line == read.Line {
			return
		}
	}
	*reads = append(*reads, read)
}

// maxRequired bounds how many variables are tried one by one.
const maxRequired = 24

// markReads says which of the variables that were read are unset, and which of them the config cannot do without.
func markReads(result *Result, plain *bundle, task job) {
	required := map[string]bool{}
	tried := map[string]bool{}
	for i := range result.ReadEnv {
		read := &result.ReadEnv[i]
		_, read.Set = task.Env[read.Name]
		read.Set = read.Set || slices.Contains(task.Hidden, read.Name)
		if read.Set || isAddress(read.Name) {
			continue
		}
		if !tried[read.Name] && len(tried) < maxRequired {
			tried[read.Name] = true
			without := &symbols{known: task.Env, all: true, unset: read.Name}
			end := run(plain, without.value, task.Limits)
			required[read.Name] = end.failure != nil && end.failure.Kind == KindMissingEnv && end.failure.Variable == read.Name
		}
		read.Required = required[read.Name]
		result.MissingEnv = append(result.MissingEnv, *read)
	}
}

// isAddress reports whether a variable is one that every deployment has (B 4.3).
func isAddress(name string) bool { return name == "CONVEX_SITE_URL" || name == "CONVEX_CLOUD_URL" }
