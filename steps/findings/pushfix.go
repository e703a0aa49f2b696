package findings

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/verdict"
)

// The parts of the page of auth-config-push-rejected that are for what a rule found, and for no message.
const (
	configFault     = "config-fault"     // the rule knows what to change: {{push_fix}}
	configAlone     = "config-alone"     // and nobody pasted what a push said, so no list of messages helps
	configElsewhere = "config-elsewhere" // and no entry is what is wrong
)

// pushFix are the values that begin the fix of a refused push with what to change.
func (v *view) pushFix(fix string, entries bool) map[string]string {
	values := map[string]string{ids.SaidPrefix + configFault: "yes", "push_fix": clean.Short(fix, 600)}
	if !entries {
		values[ids.SaidPrefix+configElsewhere] = "yes"
	}
	if !slices.ContainsFunc(v.messages, func(message seen[evidence.Message]) bool {
		return slices.ContainsFunc(meanings()[message.Data.ID], func(one reading) bool { return one.cause == ids.AuthConfigPushRejected })
	}) {
		values[ids.SaidPrefix+configAlone] = "yes"
	}
	return values
}

// pushFixOfLook says what to change where the folder shows why a push is refused; nil where it is about something else.
func (v *view) pushFixOfLook(look project.Look) map[string]string {
	config := v.Project.AuthConfig
	switch {
	case look.Cause != ids.AuthConfigPushRejected:
	case look.Rule == project.RuleConfigBothFiles:
		folder := path.Dir(look.File)
		return v.pushFix(fmt.Sprintf("Delete %s: auth.config.ts stays. If the providers in the .js file are the right ones, copy them over before.", code(path.Join(folder, "auth.config.js"))), false)
	case look.Rule == project.RuleConfigLegacy:
		return v.pushFix(fmt.Sprintf("Remove `authInfo` from convex.json (%s): the providers stand in %s now.", fileLine(look.File, look.Line), code(config.File)), false)
	case look.Rule == project.RuleConfigFails && config.Error != nil && config.Result != nil && config.Result.Failure != nil:
		return v.pushFix(howToEvaluate(*config.Result.Failure, fileLine(look.File, look.Line)), false)
	}
	return nil
}

// code sets a name in the font of code; a name with a backtick stays as it is.
func code(name string) string {
	if name = clean.Short(name, 200); strings.Contains(name, "`") {
		return name
	}
	return "`" + name + "`"
}

// howToEvaluate says what to change so that Convex can evaluate a config. From is the place of the fault.
func howToEvaluate(failure authconfig.Failure, from string) string {
	place := code(clean.Line(from))
	switch failure.Kind {
	case authconfig.KindSyntax:
		return fmt.Sprintf("Correct %s: %s. The mistake may stand at the end of the line before: a brace, a bracket or a comma that is missing there.", place, strings.TrimSuffix(clean.Line(failure.Detail), "."))
	case authconfig.KindNodeModule:
		return fmt.Sprintf("Take the import of %s out of %s: Convex's runtime has no modules of Node.js.", clean.Line(failure.Detail), place)
	case authconfig.KindThrows:
		return fmt.Sprintf("Change %s so that it does not throw while Convex reads the file: %s. Write the providers as plain values and `process.env` variables that are set on the deployment.", place, strings.TrimSuffix(clean.Line(failure.Inner), "."))
	case authconfig.KindNoDefault:
		return fmt.Sprintf("Let %s end with `export default { providers: [ … ] }`: Convex reads nothing else of it.", place)
	case authconfig.KindUnserializable:
		return fmt.Sprintf("Leave only texts, lists and objects in what %s exports: it is written as JSON.", place)
	case authconfig.KindTooDeep, authconfig.KindTooLong, authconfig.KindTooMuchMemory, authconfig.KindTooMuchOutput, authconfig.KindNeverEnds:
		return fmt.Sprintf("Write the providers in %s as plain values, `export default { providers: [ … ] }`, without the loop, the recursion or the await that does not end.", place)
	}
	return fmt.Sprintf("Correct %s, and push again.", place)
}

// howToPush says what to change in a config that can be evaluated and that a push refuses.
func howToPush(result authconfig.Result, refused *verdict.PushError, from string) string {
	text := fmt.Sprintf("Correct %s: %s", code(clean.Line(from)), clean.Short(refused.Why, 300))
	if !isAddressRefused(refused) {
		return text
	}
	text += " The whole issuer belongs there, with `https://`."
	var names []string
	for _, read := range result.ReadEnv {
		if read.Set && !slices.Contains(names, read.Name) && !strings.HasPrefix(read.Name, "CONVEX_") {
			names = append(names, read.Name)
		}
	}
	if len(names) == 1 {
		text += fmt.Sprintf(" Where it comes from %s, set that variable on the deployment again, without quotes.", code(names[0]))
	}
	return text
}
