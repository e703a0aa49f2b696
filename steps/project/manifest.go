package project

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/clean"
)

// manifest is a package.json.
type manifest struct {
	dir     string // folder that it stands in
	Name    string
	Manager string            // "pnpm@9.1.0"
	Wants   map[string]string // what it depends on -> range, of all kinds
	Members []string          // patterns of workspace members
	Scripts map[string]string
}

// parseManifest reads a package.json. Members of an unexpected type are passed over: only JSON itself can be wrong.
func parseManifest(dir string, text []byte) (*manifest, error) {
	var file map[string]json.RawMessage
	if err := json.Unmarshal(trimMark(text), &file); err != nil {
		return nil, jsonError(text, err)
	}
	pack := &manifest{dir: dir, Wants: map[string]string{}}
	json.Unmarshal(file["name"], &pack.Name)
	json.Unmarshal(file["packageManager"], &pack.Manager)
	json.Unmarshal(file["scripts"], &pack.Scripts)
	for _, kind := range []string{"peerDependencies", "optionalDependencies", "devDependencies", "dependencies"} {
		var wants map[string]json.RawMessage
		json.Unmarshal(file[kind], &wants)
		for name, raw := range wants {
			var set string
			if json.Unmarshal(raw, &set) == nil {
				pack.Wants[name] = set
			}
		}
	}
	if json.Unmarshal(file["workspaces"], &pack.Members) != nil {
		var long struct{ Packages []string }
		json.Unmarshal(file["workspaces"], &long)
		pack.Members = long.Packages
	}
	return pack, nil
}

func trimMark(text []byte) []byte {
	if len(text) >= 3 && text[0] == 0xef && text[1] == 0xbb && text[2] == 0xbf {
		return text[3:]
	}
	return text
}

// jsonError says at which line JSON is broken, without a piece of the text.
func jsonError(text []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1
		for i := 0; i < len(text) && int64(i) < syntax.Offset; i++ {
			if text[i] == '\n' {
				line++
			}
		}
		return fmt.Errorf("it is no JSON (line %d)", line)
	}
	return errors.New("it is no JSON object")
}

// convexJSON is what a convex.json says.
type convexJSON struct {
	file      string
	Functions string // folder of the functions, slash path inside the tree; "" when not named
	Line      int    // of "functions"
	AuthInfo  int    // line of the legacy "authInfo", 0 when it is not there (B 4.23)
	AuthKit   bool   // it provisions WorkOS
}

// parseConvexJSON reads a convex.json, which may have comments.
func parseConvexJSON(file string, text []byte) (*convexJSON, error) {
	plain := jslex.PlainJSON(text)
	var members map[string]json.RawMessage
	if err := json.Unmarshal(plain, &members); err != nil {
		return nil, jsonError(plain, err)
	}
	parsed := &convexJSON{file: file}
	_, parsed.AuthKit = members["authKit"]
	var authInfo []json.RawMessage
	if json.Unmarshal(members["authInfo"], &authInfo) == nil && len(authInfo) > 0 {
		parsed.AuthInfo = lineOf(plain, `"authInfo"`)
	}
	var functions string
	if json.Unmarshal(members["functions"], &functions) == nil && functions != "" {
		parsed.Line = lineOf(plain, `"functions"`)
		parsed.Functions = path.Join(path.Dir(file), strings.ReplaceAll(functions, `\`, "/"))
		if parsed.Functions == ".." || strings.HasPrefix(parsed.Functions, "../") || path.IsAbs(functions) {
			return nil, errors.New("it names a functions folder outside the project: " + clean.Short(functions, 80))
		}
	}
	return parsed, nil
}

// lineOf returns the line at which piece first stands in text, 0 when it does not.
func lineOf(text []byte, piece string) int {
	before, _, ok := strings.Cut(string(text), piece)
	if !ok {
		return 0
	}
	return 1 + strings.Count(before, "\n")
}
