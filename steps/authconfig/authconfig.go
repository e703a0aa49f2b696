// Package authconfig evaluates auth.config as Convex does (facts: backend.md section 4 and C1, C19; projects.md). The file is a
// program, so it is bundled and run: by esbuild and goja, in a child process of the same binary that has limits on time,
// memory and output and can be killed. The child sees the files of the project only through its parent, which hands out
// regular files inside the project and nothing else.
//
// What the exported value must look like (B 4.12-4.22) is decided by package verdict, from Result.ExportJSON.
package authconfig

import (
	"io/fs"
	"time"

	"convex-auth-doctor/steps/secret"
)

// Source is an auth.config: a file of a project, or a text that was pasted.
type Source struct {
	Files      fs.FS             // the project, slash paths; nil for a paste. It should refuse to leave the project.
	File       string            // path inside Files; for a paste the name to show, "auth.config.ts" if empty
	Text       string            // the pasted text, used when Files is nil
	Workspaces map[string]string // name of a package -> its folder inside Files, for packages of the same workspace
}

// Env are the variables of the deployment that the config will be pushed to.
type Env struct {
	Known   bool                   // all variables are known: a name that is in neither map is unset
	Vars    map[string]string      // values; CONVEX_SITE_URL and CONVEX_CLOUD_URL too, where known
	Secrets map[string]secret.Text // values that never stand in an error text of the result
	Hidden  []string               // names that are set to a value which is not known
}

// Limits bound what evaluating may cost. A zero field has the value of DefaultLimits.
type Limits struct {
	Time   time.Duration // from the start of the child to its answer
	Memory int64         // bytes that the child may use beyond what it needs to start
	Output int           // bytes of the JSON of the default export
}

// DefaultLimits are 2 seconds, 256 MB and 1 MB.
var DefaultLimits = Limits{Time: 2 * time.Second, Memory: 256 << 20, Output: 1 << 20}

func (limits Limits) orDefault() Limits {
	if limits.Time <= 0 {
		limits.Time = DefaultLimits.Time
	}
	if limits.Memory <= 0 {
		limits.Memory = DefaultLimits.Memory
	}
	if limits.Output <= 0 {
		limits.Output = DefaultLimits.Output
	}
	return limits
}

// Result is what evaluating showed.
type Result struct {
	File       string    `json:"file"`
	ExportJSON string    `json:"export_json,omitempty"` // JSON.stringify of the default export; "" when it could not be had exactly
	Symbolic   bool      `json:"symbolic,omitempty"`    // Entries hold $NAME in place of values that are not known
	ShapeJSON  string    `json:"shape_json,omitempty"`  // where Symbolic: the default export with stand-ins for those values; its shape counts, never its texts
	Entries    []Entry   `json:"entries,omitempty"`     // the members of the exported list `providers`, in order
	ReadEnv    []EnvRead `json:"read_env,omitempty"`    // every variable that was read, once for each place
	MissingEnv []EnvRead `json:"missing_env,omitempty"` // those that are unset on the deployment, or not known to be set
	Failure    *Failure  `json:"error,omitempty"`       // why there is no config, or why Convex refuses to evaluate it
	Unresolved []Import  `json:"unresolved,omitempty"`  // what node_modules would have to supply and does not
	Assumed    []Import  `json:"assumed,omitempty"`     // package helpers that were evaluated from knowledge, not from node_modules
	Imports    []Import  `json:"imports,omitempty"`     // every module that the config pulls in from outside its own file
	Files      []string  `json:"files,omitempty"`       // the files of the project that were bundled
}

// Entry is one member of `providers`.
type Entry struct {
	Index         int            `json:"index"`
	Type          string         `json:"type,omitempty"` // as exported: "", "oidc", "customJwt" or anything else
	Domain        *Value         `json:"domain,omitempty"`
	Issuer        *Value         `json:"issuer,omitempty"`
	ApplicationID *Value         `json:"applicationID,omitempty"`
	JWKS          *Value         `json:"jwks,omitempty"`
	Algorithm     *Value         `json:"algorithm,omitempty"`
	File          string         `json:"file,omitempty"`  // where the entry is written; "" when it cannot be told
	Line          int            `json:"line,omitempty"`  // 1-based; 0 when it cannot be told
	Lines         map[string]int `json:"lines,omitempty"` // of its members: "domain", "applicationID", …
}

// Value is the value of one member of an entry.
type Value struct {
	Text string   `json:"text"`          // "$NAME" stands for a variable whose value is not known
	Env  []string `json:"env,omitempty"` // the variables in it that are not known
	Null bool     `json:"null,omitempty"`
	// NotText says that the value is a number, a list or an object; Text is its JSON.
	NotText bool `json:"not_text,omitempty"`
}

// EnvRead is one place where a variable is read.
type EnvRead struct {
	Name     string `json:"name"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Set      bool   `json:"set"`                // it is set, as far as is known
	Required bool   `json:"required,omitempty"` // the push is refused while it is unset
}

// Import is a module that is taken in by another one.
type Import struct {
	Specifier string `json:"specifier"`      // as written: "@convex-dev/better-auth/auth-config"
	Name      string `json:"name,omitempty"` // the name that was used of it, where only that matters
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
}
