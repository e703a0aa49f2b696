package project

import (
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
)

// isEnvFile reports whether a file holds environment variables. Samples of such files hold none.
func isEnvFile(base string) bool {
	rest, ok := strings.CutPrefix(base, ".env")
	if !ok || rest != "" && rest[0] != '.' {
		return false
	}
	for _, word := range []string{"example", "sample", "template", "dist", "defaults", "vault", "encrypted", "keys", "me", "bak", "swp"} {
		if strings.HasSuffix(rest, "."+word) {
			return false
		}
	}
	return true
}

// envFile is an environment file with what is in it.
type envFile struct {
	name string
	dir  string
	env  deploy.Env
}

// rank orders the files of one folder by how much they count during development: .env.local wins.
func (file envFile) rank() int {
	order := []string{".env.local", ".env.development.local", ".env.development", ".env"}
	if i := slices.Index(order, path.Base(file.name)); i >= 0 {
		return i
	}
	return len(order)
}

// production reports whether a file is for another stage than development.
func (file envFile) production() bool {
	base := path.Base(file.name)
	for _, word := range []string{"production", "prod", "staging", "preview", "test"} {
		if strings.Contains(base, word) {
			return true
		}
	}
	return false
}

// envFiles reads the environment files of some folders.
func (scan *scan) envFiles(dirs []string) []envFile {
	var all []envFile
	for _, name := range scan.listing.files {
		if !isEnvFile(path.Base(name)) || !slices.Contains(dirs, path.Dir(name)) {
			continue
		}
		text, ok := scan.read(name, maxSource)
		if !ok {
			continue
		}
		all = append(all, envFile{name: name, dir: path.Dir(name), env: deploy.ParseEnv(text, scan.registry)})
	}
	slices.SortStableFunc(all, func(a, b envFile) int {
		if a.dir != b.dir {
			return strings.Compare(a.dir, b.dir)
		}
		return a.rank() - b.rank()
	})
	return all
}

// addressNames are the variables that hold the address of a deployment, without the prefix for browsers (B 7.4).
var addressNames = []string{"CONVEX_URL", "CONVEX_SITE_URL"}

// browserPrefixes stand before the names of variables that a build hands to browsers.
var browserPrefixes = []string{"NEXT_PUBLIC_", "VITE_", "EXPO_PUBLIC_", "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_", "GATSBY_"}

// BareName takes a prefix for browsers off the name of a variable.
func BareName(name string) string {
	bare, _ := withoutPrefix(name)
	return bare
}

// withoutPrefix takes such a prefix off.
func withoutPrefix(name string) (bare, prefix string) {
	for _, one := range browserPrefixes {
		if rest, ok := strings.CutPrefix(name, one); ok {
			return rest, one
		}
	}
	return name, ""
}

// addresses returns the addresses of deployments in an environment file.
func (scan *scan) addresses(file envFile) []URL {
	var all []URL
	for _, one := range file.env.Vars {
		bare, _ := withoutPrefix(one.Name)
		if !slices.Contains(addressNames, bare) || one.Value == "" {
			continue
		}
		all = append(all, URL{
			Variable:   clean.Line(one.Name),
			Value:      clean.Short(one.Value, 200),
			Deployment: deploymentOf(one.Value),
			Site:       bare == "CONVEX_SITE_URL",
			Production: file.production(),
			File:       scan.shown(file.name),
			Line:       one.Line,
		})
	}
	return all
}

// deploymentOf returns the name of the deployment in a hosted address: https://<name>.convex.cloud, or with a region behind the
// name (B 7.1). Custom domains and local addresses have none.
func deploymentOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	host := strings.ToLower(parsed.Hostname())
	for _, ending := range []string{".convex.cloud", ".convex.site"} {
		if name, ok := strings.CutSuffix(host, ending); ok {
			name, _, _ = strings.Cut(name, ".")
			return name
		}
	}
	return ""
}

// isLocal reports whether an address is one of this machine.
func isLocal(address string) bool {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return false
	}
	host := parsed.Hostname()
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// deploymentNamed reads CONVEX_DEPLOYMENT: <type>:<name>, or a bare name; the part behind the last colon is the name (B 7.7).
func deploymentNamed(value string) Deployment {
	value, _, _ = strings.Cut(value, " #")
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	at := strings.LastIndexByte(value, ':')
	if at < 0 {
		return Deployment{Name: clean.Line(value)}
	}
	return Deployment{Kind: clean.Line(value[:at]), Name: clean.Line(value[at+1:])}
}
