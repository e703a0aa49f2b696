package project

import (
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// lookAtConfig judges whether there is an auth.config that a push takes (B 4.1-4.11, 4.23).
func (scan *scan) lookAtConfig() {
	config := &scan.project.AuthConfig
	if legacy := scan.functions.config; legacy != nil && legacy.AuthInfo > 0 && config.File != "" {
		scan.look(Proved, RuleConfigLegacy, ids.AuthConfigPushRejected, legacy.file, legacy.AuthInfo,
			"convex.json still has authInfo beside an auth.config; Convex refuses to push while both are there.")
	}
	switch {
	case config.File == "" && len(config.Ignored) > 0:
		scan.lookShown(Proved, RuleConfigIgnored, ids.AuthConfigMissingOrNotPushed, config.Ignored[0], 1,
			"Convex reads only auth.config.ts and auth.config.js. A push with this name removes all providers: rename the file to auth.config.ts.")
	case config.File == "" && scan.expectsConfig():
		scan.look(scan.gradeOfUse(), RuleConfigMissing, ids.AuthConfigMissingOrNotPushed, scan.functions.dir, 0,
			"The functions folder has no auth.config.ts, so no deployment that is pushed from here accepts a token.")
	case config.File == "":
		return
	}
	if failure := config.Error; failure != nil {
		switch failure.Kind {
		case authconfig.KindBothFiles:
			scan.lookShown(Proved, RuleConfigBothFiles, ids.AuthConfigPushRejected, failure.File, failure.Line, "%s", failure.Sentence)
		case authconfig.KindMissingEnv:
			grade := Likely // a part of a list may have been copied
			if scan.options.Variables != nil && scan.options.Variables.Whole() {
				grade = Proved
			}
			scan.lookShown(grade, RuleConfigVariable, ids.AuthConfigEnvVarMissing, failure.File, failure.Line, "%s", aboutConfig(failure.Sentence))
			scan.about(config.Result.Failure.Variable)
		case authconfig.KindUnresolved, authconfig.KindNeedsValue, authconfig.KindCrash:
			// not evaluated: nothing is said against the config
		default:
			file := failure.File
			if file == "" {
				file = config.File
			}
			grade, ours := gradeOfFailure(failure.Kind)
			if ours {
				scan.lookShown(grade, RuleConfigFails, ids.AuthConfigPushRejected, file, failure.Line, "auth.config could not be evaluated here, and Convex has limits, too. %s", failure.Sentence)
				return
			}
			scan.lookShown(grade, RuleConfigFails, ids.AuthConfigPushRejected, file, failure.Line, "Convex cannot evaluate auth.config. %s", failure.Sentence)
		}
		return
	}
	if config.Result != nil && len(config.Providers) == 0 && config.Result.Failure == nil && config.Result.ExportJSON != "" {
		scan.lookShown(Likely, RuleConfigEmpty, ids.AuthConfigMissingOrNotPushed, config.File, scan.lineIn(config.File, "providers"),
			"auth.config exports no provider, so the deployment accepts no token.")
	}
	scan.lookAtPush()
	scan.lookAtReads()
}

// aboutConfig names the subject of a sentence about auth.config, where it stands as a heading by itself.
func aboutConfig(sentence string) string {
	if rest, ok := strings.CutPrefix(sentence, "It "); ok {
		return "auth.config " + rest
	}
	return sentence
}

// lookAtPush asks whether a push takes what auth.config exports (B 4.12-4.22). Where variables are not known only the shape counts.
func (scan *scan) lookAtPush() {
	config := &scan.project.AuthConfig
	refused := Refused(config.Result)
	if refused == nil {
		return
	}
	file, line := config.File, 0
	if refused.Index >= 0 && refused.Index < len(config.Providers) {
		file, line = config.Providers[refused.Index].File, config.Result.Entries[refused.Index].Line // any member of it may be at fault
	}
	cause := ids.AuthConfigPushRejected
	if refused.Fact == "B 4.18" {
		cause = ids.SharedIssuerNeedsAudience
	}
	scan.lookShown(Proved, RuleConfigRefused, cause, file, line, "A push is refused: %s", clean.Short(refused.Why, 200))
}

// Refused returns why a push refuses what a config exports, nil where it does not or where that cannot be told.
func Refused(result *authconfig.Result) *verdict.PushError {
	if result == nil || result.Failure != nil {
		return nil
	}
	export := result.ExportJSON
	if result.Symbolic {
		export = result.ShapeJSON
		for _, entry := range result.Entries {
			if entry.Algorithm != nil && len(entry.Algorithm.Env) > 0 {
				return nil // which of the two algorithms it is decides about the shape
			}
		}
	}
	if export == "" {
		return nil
	}
	_, refused := verdict.Store([]byte(export))
	if refused == nil || result.Symbolic && strings.Contains(refused.Message, "Invalid provider domain URL") {
		return nil
	}
	return refused
}

// gradeOfFailure says how far a failure of evaluating carries; ours says that it was a limit of this program that ended it. What took too
// long, or could not be read, may lie with this machine.
func gradeOfFailure(kind authconfig.Kind) (grade Grade, ours bool) {
	switch kind {
	case authconfig.KindTooLong, authconfig.KindUnreadable:
		return Possible, true
	case authconfig.KindTooMuchMemory, authconfig.KindTooMuchOutput, authconfig.KindTooDeep:
		return Likely, true
	}
	return Proved, false
}

// expectsConfig reports whether something in the project can only work with an auth.config.
func (scan *scan) expectsConfig() bool {
	if len(scan.project.Backend.IdentityReads) > 0 {
		return true
	}
	if id, _, _ := scan.familyOfBackend(); id != ids.FamilyUnknown {
		return true
	}
	return scan.project.Client.Component != "" && scan.project.Client.Component != "ConvexProvider"
}

// lookAtReads judges how variables are read.
func (scan *scan) lookAtReads() {
	config := &scan.project.AuthConfig
	if config.Result == nil {
		return
	}
	for _, read := range config.Result.ReadEnv {
		if _, prefix := withoutPrefix(read.Name); prefix != "" && !read.Set && read.Required {
			scan.look(Possible, RuleConfigBrowserName, ids.AuthConfigEnvVarMissing, read.File, read.Line,
				"auth.config reads %s. Convex does not see .env.local: the variable has to be set on the deployment under just this name.", read.Name)
			scan.about(read.Name)
		}
	}
	for _, name := range config.Result.Files {
		text, err := scan.tree.read(name, maxSource, nil)
		if err != nil || scan.project.AuthConfig.EnvKnown {
			continue
		}
		tokens := jslex.Lex(string(text), jslex.Options{JSX: !strings.HasSuffix(name, ".ts")})
		for i, token := range tokens {
			if !token.Is("env") || !at(tokens, i-1).Is(".") || !at(tokens, i-2).Is("process") || !at(tokens, i+1).Is(".") {
				continue
			}
			variable, after := at(tokens, i+2), at(tokens, i+3)
			if variable.Kind != jslex.Ident || variable.Is("NODE_ENV") || variable.Is("CONVEX_SITE_URL") || variable.Is("CONVEX_CLOUD_URL") {
				continue
			}
			if after.Is("??") || after.Is("||") {
				scan.look(Possible, RuleConfigFallback, ids.AuthConfigEnvVarMissing, name, token.Line,
					"The fallback for %s never runs: reading a variable that is not set throws and Convex refuses the push.", variable.Text)
			}
		}
	}
}

// lineIn returns the line at which a word stands in a file that is shown as name, 1 when it does not.
func (scan *scan) lineIn(name, word string) int {
	for _, file := range scan.project.AuthConfig.Result.Files {
		if scan.shown(file) != name {
			continue
		}
		text, err := scan.tree.read(file, maxSource, nil)
		if err != nil {
			break
		}
		for _, token := range jslex.Lex(string(text), jslex.Options{JSX: !strings.HasSuffix(file, ".ts")}) {
			if token.Is(word) {
				return token.Line
			}
		}
	}
	return 1
}

// lookAtEntries judges the entries of auth.config by themselves and against the client.
func (scan *scan) lookAtEntries() {
	workOSUsers := false
	for _, entry := range scan.project.AuthConfig.Providers {
		workOSUsers = workOSUsers || strings.Contains(entry.issuer(), "/user_management/") || literal(entry.issuer()) && entry.Family == ids.FamilyWorkOS && !strings.Contains(entry.issuer(), "api.workos.com")
	}
	for _, entry := range scan.project.AuthConfig.Providers {
		scan.lookAtEntry(entry, workOSUsers)
	}
	scan.lookAtFamilies()
	scan.lookAtInstances()
}

// lookAtEntry judges one entry.
func (scan *scan) lookAtEntry(entry Provider, workOSUsers bool) {
	issuer := entry.issuer()
	known := family.OfIssuer(issuer)
	id, hasID := "", entry.ApplicationID != nil
	if hasID {
		id = *entry.ApplicationID
	}
	say := func(grade Grade, rule ids.Rule, cause ids.Cause, sentence string, args ...any) {
		scan.lookShown(grade, rule, cause, entry.File, entry.Line, sentence, args...)
	}
	host := strings.ToLower(known.Host)
	switch {
	case isLocal(issuer) || strings.HasPrefix(host, "localhost"):
		say(Possible, RuleConfigPlaceholder, ids.IssuerMismatch, "The entry names %s, which only a local deployment can reach.", issuer)
	case isPlaceholder(issuer):
		say(Likely, RuleConfigPlaceholder, ids.IssuerMismatch, "The entry still names the placeholder %s of the documentation.", issuer)
	case strings.HasSuffix(host, ".accounts.dev") && !strings.HasSuffix(host, ".clerk.accounts.dev"):
		say(Likely, RuleConfigAccountPortal, ids.IssuerMismatch, "%s is Clerk's account portal. The issuer is the Frontend API URL, https://….clerk.accounts.dev.", issuer)
	case known.Family == ids.FamilyClerk && known.Stage == family.Development && scan.written(known.Host):
		say(Possible, RuleConfigDevInstance, ids.DevProdInstanceMix, "The entry names the development instance of Clerk in the code, so production gets it, too. A variable of the deployment can differ.")
	case strings.Contains(host, ".convex.cloud") && entry.Kind == "oidc":
		say(Likely, RuleConfigCloudAddress, ids.ConvexCloudVsSiteURL, "The entry names the .convex.cloud address. Libraries that run on Convex sign with CONVEX_SITE_URL, which ends in .convex.site.")
	}
	if strings.Contains(host, "api.workos.com") && entry.Kind == "oidc" {
		say(Proved, RuleConfigEntryKind, ids.SharedIssuerNeedsAudience, "WorkOS tokens need entries with type \"customJwt\": api.workos.com has no discovery document for Convex.")
	}
	if entry.Family == ids.FamilyWorkOS && strings.Contains(host, "api.workos.com") && !workOSUsers {
		say(Possible, RuleConfigWorkOSEntries, ids.IssuerMismatch, "There is no entry for https://api.workos.com/user_management/<client id>, which most WorkOS tokens name as issuer.")
	}
	if hasID {
		scan.lookAtAudience(entry, id, say)
	}
	if !hasID && entry.Kind == "customJwt" && known.Family == ids.FamilyGoogle {
		say(Likely, RuleConfigNoAudience, ids.SharedIssuerNeedsAudience, "Without applicationID a Google token of any other app is accepted as well.")
	}
	if scan.project.Family.ID == ids.FamilyRobelest && strings.HasSuffix(strings.TrimRight(issuer, "/"), "CONVEX_SITE_URL") && scan.robelestSuffix() {
		say(Likely, RuleConfigBareIssuer, ids.IssuerMismatch, "Since preview.31 this library signs with CONVEX_SITE_URL + \"/auth\"; the entry names the bare address.")
	}
	if scan.project.Family.ID == ids.FamilyBetterAuth && entry.Kind == "oidc" && strings.Contains(issuer, "$CONVEX_SITE_URL") && scan.atLeast("@convex-dev/better-auth", "0.10.0") {
		say(Likely, RuleConfigEntryKind, ids.UnsupportedSigningAlgorithm, "Since 0.10 @convex-dev/better-auth needs getAuthConfigProvider(), a customJwt entry, in place of an OIDC entry.")
	}
}

// placeholders are issuers that documentations show.
var placeholders = []string{"your-issuer-url", "your.issuer.url", "your-domain", "yourdomain", "your-issuer", "example.clerk", "<your", "your_domain", "issuer-url-here", "your-clerk"}

func isPlaceholder(issuer string) bool {
	lower := strings.ToLower(issuer)
	for _, one := range placeholders {
		if strings.Contains(lower, one) {
			return true
		}
	}
	return false
}

// lookAtAudience judges an applicationID that the provider never issues (projects.md, "Mistakes seen").
func (scan *scan) lookAtAudience(entry Provider, id string, say func(Grade, ids.Rule, ids.Cause, string, ...any)) {
	never := map[ids.Family]string{
		ids.FamilyAuth0:    "the application's Client ID",
		ids.FamilyWorkOS:   "the Client ID, client_…",
		ids.FamilyFirebase: "the project ID",
		ids.FamilySupabase: "\"authenticated\"",
	}
	right, ok := never[entry.Family]
	lower := strings.ToLower(id)
	if ok && (lower == "convex" || lower == string(entry.Family)) {
		say(Likely, RuleConfigAudience, ids.AudienceMismatch, "applicationID is %q, but %s issues %s.", id, entry.Family.Name(), right)
	}
	switch entry.Family {
	case ids.FamilyClerk, ids.FamilyConvexAuth, ids.FamilyRobelest, ids.FamilyBetterAuth:
		if literal(id) && id != "convex" {
			grade := Likely
			if entry.Family == ids.FamilyClerk {
				grade = Possible // a JWT template can carry any audience
			}
			say(grade, RuleConfigAudience, ids.AudienceMismatch, "applicationID is %q; tokens of %s for Convex carry \"convex\".", id, entry.Family.Name())
		}
	}
}

// robelestSuffix reports whether the installed version signs with the suffix /auth (P 0, versions.md 63).
func (scan *scan) robelestSuffix() bool {
	return scan.atLeast("@robelest/convex-auth", "0.0.4-preview.31") || scan.atLeast("@estifanos-sh/convex-auth", "0.0.4-preview.31")
}

// lookAtFamilies compares the family of the client with what the entries name.
func (scan *scan) lookAtFamilies() {
	inUse := scan.project.Family.ID
	named := scan.project.Family.Config
	if inUse == ids.FamilyUnknown || inUse == ids.FamilyCustom || len(named) == 0 || scan.project.Client.Component == "" {
		return
	}
	for _, one := range named {
		if one == inUse || one == ids.FamilyCustom {
			return
		}
	}
	for _, entry := range scan.project.AuthConfig.Providers {
		if entry.Family == ids.FamilyUnknown {
			return // an entry that cannot be read may be the one
		}
	}
	entry := scan.project.AuthConfig.Providers[0]
	scan.lookShown(Likely, RuleConfigOtherFamily, ids.IssuerMismatch, entry.File, entry.Line,
		"The client renders %s (%s:%d), but auth.config names %s: no token of the client will match.",
		scan.project.Client.Component, scan.project.Family.File, scan.project.Family.Line, named[0].Name())
}

// written reports whether a text stands in the code of auth.config itself, and does not come from a variable.
func (scan *scan) written(text string) bool {
	if scan.project.AuthConfig.Result == nil || text == "" {
		return false
	}
	for _, name := range scan.project.AuthConfig.Result.Files {
		if source, err := scan.tree.read(name, maxSource, nil); err == nil && strings.Contains(strings.ToLower(string(source)), text) {
			return true
		}
	}
	return false
}

// lookAtInstances compares the publishable key of Clerk in the environment with the issuer of the entry.
func (scan *scan) lookAtInstances() {
	production := false // the variables are those of production
	if scan.options.Variables != nil {
		where, _ := scan.options.Variables.Where()
		production = where.Kind == deploy.KindProd
	}
	for _, file := range scan.envs {
		if file.production() != production {
			continue
		}
		for _, variable := range file.env.Vars {
			key, ok := family.OfPublishableKey(variable.Value)
			if !ok || key.Problem != "" {
				continue
			}
			scan.lookAtInstance(file, variable.Line, key)
		}
	}
}

// lookAtInstance compares one key with the entries of Clerk.
func (scan *scan) lookAtInstance(file envFile, line int, key family.Publishable) {
	var other *Provider
	for i := range scan.project.AuthConfig.Providers {
		entry := &scan.project.AuthConfig.Providers[i]
		if entry.Family != ids.FamilyClerk {
			continue
		}
		if !literal(entry.issuer()) {
			return
		}
		if family.Relation(family.OfIssuer(entry.issuer()), family.OfIssuer(key.Issuer)) == family.SameInstance {
			return
		}
		other = entry
	}
	if other == nil {
		return
	}
	grade, source := Proved, "The entry names"
	if issuer := family.OfIssuer(other.issuer()); !scan.written(issuer.Host) {
		if source = "With the variables of the deployment the entry names"; issuer.Stage != key.Stage {
			grade = Possible // they may be those of production
		}
	}
	scan.lookShown(grade, RuleConfigOtherInstance, ids.DevProdInstanceMix, other.File, other.Line,
		"%s %s, the publishable key in %s:%d belongs to %s: two instances of Clerk.", source, other.issuer(), scan.shown(file.name), line, key.Issuer)
}
