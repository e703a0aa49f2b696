package project

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
)

// The rules of this package. Their codes stand in `check --json`, so they are never changed once published.
const (
	RuleConfigBothFiles     ids.Rule = "project-config-both-files"
	RuleConfigIgnored       ids.Rule = "project-config-ignored-ending"
	RuleConfigMissing       ids.Rule = "project-config-missing"
	RuleConfigEmpty         ids.Rule = "project-config-empty"
	RuleConfigVariable      ids.Rule = "project-config-variable-unset"
	RuleConfigFails         ids.Rule = "project-config-fails"
	RuleConfigRefused       ids.Rule = "project-config-refused"
	RuleConfigFallback      ids.Rule = "project-config-dead-fallback"
	RuleConfigBrowserName   ids.Rule = "project-config-browser-name"
	RuleConfigDevInstance   ids.Rule = "project-config-development-instance"
	RuleConfigPlaceholder   ids.Rule = "project-config-placeholder"
	RuleConfigAudience      ids.Rule = "project-config-audience"
	RuleConfigNoAudience    ids.Rule = "project-config-no-audience"
	RuleConfigAccountPortal ids.Rule = "project-config-account-portal"
	RuleConfigCloudAddress  ids.Rule = "project-config-cloud-address"
	RuleConfigBareIssuer    ids.Rule = "project-config-bare-issuer"
	RuleConfigEntryKind     ids.Rule = "project-config-entry-kind"
	RuleConfigWorkOSEntries ids.Rule = "project-config-workos-entries"
	RuleConfigOtherFamily   ids.Rule = "project-config-other-family"
	RuleConfigOtherInstance ids.Rule = "project-config-other-instance"
	RuleConfigLegacy        ids.Rule = "project-config-legacy"
	RulePlainProvider       ids.Rule = "project-plain-provider"
	RulePlainInside         ids.Rule = "project-plain-provider-inside"
	RuleNesting             ids.Rule = "project-provider-nesting"
	RuleTwoOwners           ids.Rule = "project-two-token-owners"
	RuleSPAProvider         ids.Rule = "project-spa-provider-with-server"
	RuleOtherClerkPackage   ids.Rule = "project-two-clerk-packages"
	RuleOwnHookDecides      ids.Rule = "project-own-hook-decides"
	RuleForceIgnored        ids.Rule = "project-force-refresh-ignored"
	RuleFetchNotMemoised    ids.Rule = "project-fetch-not-memoised"
	RuleAccessToken         ids.Rule = "project-access-token"
	RuleClientInComponent   ids.Rule = "project-client-in-component"
	RuleHTTPClientNoToken   ids.Rule = "project-http-client-without-token"
	RuleServerCallNoToken   ids.Rule = "project-server-call-without-token"
	RuleNotAwaited          ids.Rule = "project-promise-not-awaited"
	RuleTemplateName        ids.Rule = "project-clerk-template-name"
	RuleMiddlewareName      ids.Rule = "project-middleware-name"
	RuleMiddlewareTwice     ids.Rule = "project-middleware-twice"
	RuleMiddlewareMissing   ids.Rule = "project-middleware-missing"
	RuleAuthRouteMissing    ids.Rule = "project-auth-route-missing"
	RuleHTTPRoutesMissing   ids.Rule = "project-http-routes-missing"
	RuleExportMissing       ids.Rule = "project-auth-export-missing"
	RuleDeploymentsDiffer   ids.Rule = "project-deployments-differ"
	RuleCloudAndSite        ids.Rule = "project-cloud-and-site"
	RuleAddressUnset        ids.Rule = "project-address-unset"
	RuleVariableLocal       ids.Rule = "project-variable-only-local"
	RuleKnownVersion        ids.Rule = "project-known-version"
	RuleVersionsClash       ids.Rule = "project-versions-clash"
)

// look notes something that is worth a look. file is a path of the tree.
func (scan *scan) look(grade Grade, rule ids.Rule, cause ids.Cause, file string, line int, sentence string, args ...any) {
	scan.lookShown(grade, rule, cause, scan.shown(file), line, sentence, args...)
}

// lookShown is look for a path as it is shown.
func (scan *scan) lookShown(grade Grade, rule ids.Rule, cause ids.Cause, file string, line int, sentence string, args ...any) {
	one := Look{File: file, Line: line, Sentence: clean.Line(fmt.Sprintf(sentence, args...)), Cause: cause, Rule: rule, Grade: grade}
	same := func(old Look) bool {
		return old.File == file && old.Line == line && old.Rule == rule && old.Cause == cause && old.Grade == grade && old.Sentence == one.Sentence
	}
	if !slices.ContainsFunc(scan.project.WorthALook, same) {
		scan.project.WorthALook = append(scan.project.WorthALook, one)
	}
}

// about names the environment variable that the look noted last is about.
func (scan *scan) about(variable string) {
	if n := len(scan.project.WorthALook); n > 0 {
		scan.project.WorthALook[n-1].Variable = clean.Line(variable)
	}
}

// sortLooks puts the surest first, then by place.
func (scan *scan) sortLooks() {
	order := []Grade{Proved, Likely, Possible}
	slices.SortStableFunc(scan.project.WorthALook, func(a, b Look) int {
		if d := slices.Index(order, a.Grade) - slices.Index(order, b.Grade); d != 0 {
			return d
		}
		if d := strings.Compare(a.File, b.File); d != 0 {
			return d
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(string(a.Rule), string(b.Rule))
	})
}

// finish draws what the parts say together.
func (scan *scan) finish() {
	if scan.functions != nil {
		scan.findPackages()
		scan.findFramework()
		scan.findConfig()
		scan.findFamily()
		scan.findEnvironment()
		scan.findClient()
		scan.findBackend()

		scan.lookAtConfig()
		scan.lookAtEntries()
		scan.lookAtProviders()
		scan.lookAtHooks()
		scan.lookAtServer()
		scan.lookAtNext()
		scan.lookAtBackend()
		scan.lookAtEnvironment()
		scan.lookAtVersions()
		scan.sortLooks()
		scan.showCode()
	}
	scan.project.Looked.Files = len(scan.listing.files)
	scan.project.Looked.Folders = scan.listing.folders
	scan.project.Looked.Cut = scan.listing.cut
	slices.SortStableFunc(scan.listing.skipped, func(a, b Skipped) int { return strings.Compare(a.Path, b.Path) })
	scan.project.Looked.Skipped = scan.listing.skipped
	slices.Sort(scan.reads)
	scan.project.Looked.Read = slices.Compact(scan.reads)
}
