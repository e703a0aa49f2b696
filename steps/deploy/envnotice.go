package deploy

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// DeploymentKind is the kind of a deployment, in the words of the CLI.
type DeploymentKind string

// The kinds of deployments. KindUnknown is "not said".
const (
	KindUnknown DeploymentKind = ""
	KindProd    DeploymentKind = "prod"
	KindDev     DeploymentKind = "dev"
	KindPreview DeploymentKind = "preview"
	KindLocal   DeploymentKind = "local"
	KindCustom  DeploymentKind = "custom"
)

// Deployment is one trace of which deployment a text is about.
type Deployment struct {
	Kind DeploymentKind
	Name string // "happy-animal-123", with a region where it has one; "" when not said
	Line int    // from 1
	By   string // what said so: "notice", "command", "CONVEX_DEPLOYMENT", "deploy key"
}

var (
	// P 1.43-1.45: the notice in parentheses is the only evidence of which deployment the CLI acted on.
	// In prose ("works on dev deployment") the parenthesis and the name are missing.
	deploymentNotice = lazy.Regexp(`\(on (?:the |your )?(prod|production|dev|development|preview|local|custom) deployment(?: "?([a-z0-9][a-z0-9.\-]*[a-z0-9])"?)?|\bon (?:the |your )?(prod|production|dev|development|preview|local|custom) deployment "?([a-z]+-[a-z]+-[0-9]+(?:\.[a-z0-9\-]+)?)"?`)
	listCommand      = lazy.Regexp(`\bconvex\s+env\s+(?:[^|;&]*\s)?(?:list|ls)\b`)
	convexCommand    = lazy.Regexp(`\b(?:npx|bunx|pnpm|yarn|npm|bun|deno|convex)\b[^#]*\bconvex(?:-auth)?(?:@\S+)?\s+(env|deploy|dev|run|logs|data|--prod|setup|keys|urls|doctor)\b(.*)$`)
	getCommand       = lazy.Regexp(`\benv\s+(?:--\S+\s+)*get\s+(?:--\S+\s+)*([A-Za-z_][A-Za-z0-9_]*)`)
	nameOption       = lazy.Regexp(`--(deployment-name|deployment|preview-name)[= ]+"?([A-Za-z0-9.\-:/_]+)`)
	warningLine      = lazy.Regexp(`^\W*Warning \(([A-Za-z_][A-Za-z0-9_]*)\): (.*)$`)
	setLine          = lazy.Regexp(`Successfully (set|unset|removed|updated) ([A-Za-z_][A-Za-z0-9_]*)(?: to (.*?))?(?: \(on [^)]*\))?\.?\s*$`)
	notFoundLine     = lazy.Regexp(`Environment variable "?([A-Za-z_][A-Za-z0-9_]*)"? not found`)
	conflictLine     = lazy.Regexp(`environment variable "?([A-Za-z_][A-Za-z0-9_]*)"? already exists with different value`)
	statusLine       = lazy.Regexp(`^\s*[✔✓✖✗⚠ℹ▌⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]\s`)
	deploymentName   = lazy.Regexp(`^[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*$`)
)

// notice reads a line that a tool wrote about the list or one of its variables.
func (p *envParser) notice(line string, number int) bool {
	if !mayBeNotice(line) {
		return false
	}
	if found := warningLine().FindStringSubmatch(line); found != nil {
		kind := NoticeOther
		switch {
		case strings.Contains(found[2], "carriage return"):
			kind = NoticeCarriageReturn
		case strings.Contains(found[2], "'#'"):
			kind = NoticeHash
		case strings.Contains(found[2], "round"):
			kind = NoticeRoundTrip
		}
		p.note(kind, found[1], number)
		return true
	}
	if strings.Contains(line, "=") && assignment().MatchString(line) && !statusLine().MatchString(line) {
		return false // a value may hold any of the texts below
	}
	where := p.where(line, number)
	if found := setLine().FindStringSubmatch(line); found != nil {
		p.wasSet(found, number)
		return true
	}
	if found := notFoundLine().FindStringSubmatch(line); found != nil {
		p.note(NoticeNotFound, found[1], number)
		p.env.Vars = append(p.env.Vars, Variable{Name: found[1], State: VarUnset, Line: number})
		return true
	}
	if found := conflictLine().FindStringSubmatch(line); found != nil {
		p.note(NoticeConflict, found[1], number)
		return true
	}
	if strings.Contains(line, "No environment variables set") {
		p.note(NoticeNone, "", number)
		return true
	}
	if strings.HasPrefix(strings.TrimSpace(line), "Successfully set ") || statusLine().MatchString(line) && !assignment().MatchString(statusLine().ReplaceAllString(line, "")) {
		p.note(NoticeOther, "", number)
		return true
	}
	if where && !bareName().MatchString(strings.TrimSpace(line)) {
		return true
	}
	return false
}

// mayBeNotice looks for what every notice has, so that the expressions run on few lines.
func mayBeNotice(line string) bool {
	for _, mark := range []string{"Warning (", "Successfully", "not found", "already exists", "deployment", "No environment"} {
		if strings.Contains(line, mark) {
			return true
		}
	}
	return statusLine().MatchString(line[:min(len(line), 40)])
}

// wasSet keeps a variable that the CLI says it has just set, changed or removed.
func (p *envParser) wasSet(found []string, number int) {
	v := Variable{Name: found[2], State: VarNameOnly, Line: number}
	if found[1] == "unset" || found[1] == "removed" {
		v.State = VarUnset
		p.note(NoticeRemoved, v.Name, number)
		p.env.Vars = append(p.env.Vars, v)
		return
	}
	p.note(NoticeSet, v.Name, number)
	if found[3] != "" {
		p.keep(v, strings.Trim(found[3], `"`))
		return
	}
	p.env.Vars = append(p.env.Vars, v)
}

func (p *envParser) note(kind NoticeKind, name string, number int) {
	p.env.Notices = append(p.env.Notices, Notice{Kind: kind, Name: name, Line: number})
}

// where keeps the deployment that a notice names.
func (p *envParser) where(line string, number int) bool {
	found := deploymentNotice().FindStringSubmatch(line)
	if found == nil {
		return false
	}
	kind, name := DeploymentKind(found[1]+found[3]), found[2]+found[4]
	switch kind {
	case "production":
		kind = KindProd
	case "development":
		kind = KindDev
	}
	p.env.Deployments = append(p.env.Deployments, Deployment{Kind: kind, Name: name, Line: number, By: "notice"})
	return true
}

// command reads a command line of the convex CLI. Its options say which deployment was asked for; without any it is the
// development deployment (P 1.2). What it sets is not kept: the CLI's answer says whether it worked.
func (p *envParser) command(line string, number int) bool {
	if !strings.Contains(line, "convex") {
		return false
	}
	found := convexCommand().FindStringSubmatch(line)
	if found == nil || assignment().MatchString(line) && !strings.Contains(line, "convex env") {
		return false
	}
	p.note(NoticeCommand, "", number)
	if asked := getCommand().FindStringSubmatch(line); asked != nil {
		p.asked = asked[1]
	}
	if found[1] != "env" {
		return true
	}
	if !listCommand().MatchString(line) && p.asked == "" {
		return true
	}
	p.env.Command = p.env.Command || listCommand().MatchString(line)
	where := Deployment{Kind: KindDev, Line: number, By: "command"}
	if option := nameOption().FindStringSubmatch(line); option != nil {
		where.Kind = KindUnknown
		if option[1] == "preview-name" {
			where.Kind = KindPreview
		}
		where.Name = option[2]
	}
	if strings.Contains(line, "--prod") {
		where.Kind = KindProd
	}
	if strings.Contains(line, "CONVEX_DEPLOY_KEY") {
		where.Kind = KindUnknown
	}
	p.env.Deployments = append(p.env.Deployments, where)
	return true
}

// remark reads a comment line. The CLI writes one above CONVEX_DEPLOYMENT in .env.local (B 7.6).
func (p *envParser) remark(line string) {
	if strings.Contains(line, "Deployment used by `npx convex dev`") {
		p.env.Local = true
	}
}

// traceOf keeps the deployment that a variable of the CLI names (B 7.7, 7.8).
func (p *envParser) traceOf(v Variable) {
	text := v.text()
	by := "CONVEX_DEPLOYMENT"
	switch v.Name {
	case "CONVEX_DEPLOYMENT":
	case "CONVEX_DEPLOY_KEY", "CONVEX_DEPLOYMENT_TOKEN":
		by = "deploy key"
		before, _, ok := strings.Cut(text, "|")
		if !ok {
			return
		}
		text = before
	default:
		return
	}
	where := Deployment{Line: v.Line, By: by}
	name := text
	if cut := strings.LastIndex(text, ":"); cut >= 0 {
		name = text[cut+1:]
		switch kind := DeploymentKind(text[:cut]); kind {
		case KindProd, KindDev, KindPreview, KindLocal, KindCustom:
			where.Kind = kind
		}
	}
	if deploymentName().MatchString(name) {
		where.Name = name
	}
	p.env.Deployments = append(p.env.Deployments, where)
}

// Where returns the deployment that the list is from. ok is false when the text says nothing, or two different things.
// A notice of the CLI counts more than a command, because it names what was really asked.
func (env Env) Where() (where Deployment, ok bool) {
	rank := map[string]int{"notice": 3, "deploy key": 2, "command": 1, "CONVEX_DEPLOYMENT": 1}
	for _, one := range env.Deployments {
		switch {
		case rank[one.By] > rank[where.By] || where.By == "":
			where = one
		case rank[one.By] == rank[where.By]:
			if one.Kind != where.Kind || one.Name != "" && where.Name != "" && one.Name != where.Name {
				return Deployment{}, false
			}
			if where.Name == "" {
				where = one
			}
		}
	}
	return where, where.Kind != KindUnknown
}
