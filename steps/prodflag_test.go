package steps_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
	"convex-auth-doctor/steps/ids"
)

// Without --prod a command of the CLI acts on the deployment of development (P 1.2): each that the program proposes names the
// deployment that it is about. These are the commands that choose one, with something behind their name; the bare name stands
// in prose about the command itself.
var deploymentCommand = regexp.MustCompile("(?:npx convex (?:env (?:set|get|list|remove)|run|logs|data|dashboard)|npx (?:@convex-dev/auth|@robelest/convex-auth|convex-auth)(?: keys)?)(?:$| [^`|]*)")

// aboutProduction are the pages that are about production whatever the case is.
var aboutProduction = []string{"production-variables", "production-well-known", "production-what", string(ids.AllSet)}

// wrongCommands returns the commands of a text that do not reach the deployment of flag, "" for that of development.
func wrongCommands(text, flag string) []string {
	var wrong []string
	fenced := false
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		pieces := strings.Split(line, "|") // a command in a pipe chooses for itself
		if !fenced {
			pieces = nil
			for i, span := range strings.Split(line, "`") {
				if i%2 == 1 {
					pieces = append(pieces, strings.Split(span, "|")...)
				}
			}
		}
		for _, piece := range pieces {
			command := deploymentCommand.FindString(strings.TrimSpace(piece))
			if command == "" || !fenced && strings.Count(command, " ") <= strings.Count(deploymentName(command), " ") {
				continue
			}
			if strings.Contains(command, "--deployment ") {
				continue // it names one by itself
			}
			if flag != "" && !strings.Contains(command+" ", flag+" ") || flag == "" && strings.Contains(command, "--prod") {
				wrong = append(wrong, command)
			}
		}
	}
	return wrong
}

var bareCommand = regexp.MustCompile(`^npx (?:convex (?:env )?[a-z]+|[a-z@/-]+(?: keys)?)`)

func deploymentName(command string) string { return bareCommand.FindString(command) }

func TestPagesNameTheDeployment(t *testing.T) {
	for _, folder := range []string{"causes", "questions", "outcomes"} {
		for _, name := range assets.Names(folder) {
			page, err := map[string]func(string) (assets.Page, error){
				"causes":    func(name string) (assets.Page, error) { return assets.Cause(ids.Cause(name)) },
				"questions": func(name string) (assets.Page, error) { return assets.Question(ids.Question(name)) },
				"outcomes":  func(name string) (assets.Page, error) { return assets.Outcome(ids.Outcome(name)) },
			}[folder](name)
			if err != nil {
				t.Fatal(err)
			}
			for _, section := range page.Sections {
				if section.Title == "Why" || section.Title == "How it shows" {
					continue // they tell what commands do and print
				}
				texts := []string{section.Text}
				for _, part := range section.For {
					texts = append(texts, part.Text)
				}
				for _, text := range texts {
					for _, command := range wrongCommands(assets.Fill(text, map[string]string{"prod": " --prod", "push": "npx convex deploy"}), " --prod") {
						t.Errorf("%s/%s, %s: for production: %s", folder, name, section.Title, command)
					}
					if slices.Contains(aboutProduction, name) {
						continue
					}
					for _, command := range wrongCommands(assets.Fill(text, nil), "") {
						t.Errorf("%s/%s, %s: for development: %s", folder, name, section.Title, command)
					}
				}
			}
		}
	}
}

// Every row, page and experiment of a list is about the deployment that the list is from.
func TestProposedCommandsNameTheDeployment(t *testing.T) {
	faults := map[string]func(*deploytest.List, deploy.Generation){
		"no address": func(l *deploytest.List, gen deploy.Generation) { l.Drop(gen.URLName()) },
		"a backend URL": func(l *deploytest.List, gen deploy.Generation) {
			l.Set(gen.URLName(), "https://happy-otter-123.convex.cloud")
		},
		"another pair":   func(l *deploytest.List, gen deploy.Generation) { l.Set("JWKS", deploytest.PairOf(gen, 1).JWKS) },
		"no key":         func(l *deploytest.List, _ deploy.Generation) { l.Drop("JWT_PRIVATE_KEY") },
		"a broken key":   func(l *deploytest.List, _ deploy.Generation) { l.Set("JWT_PRIVATE_KEY", "-----BEGIN PRIVATE KEY-----") },
		"no secret":      func(l *deploytest.List, _ deploy.Generation) { l.Drop("AUTH_GITHUB_SECRET") },
		"a placeholder":  func(l *deploytest.List, _ deploy.Generation) { l.Set("AUTH_GITHUB_ID", "your-github-id") },
		"an old name":    func(l *deploytest.List, _ deploy.Generation) { l.Set("JWT_PRIVATEKEY", "x") },
		"an empty one":   func(l *deploytest.List, _ deploy.Generation) { l.Set("AUTH_LOG_LEVEL", "") },
		"log secrets":    func(l *deploytest.List, _ deploy.Generation) { l.Set("AUTH_LOG_SECRETS", "true") },
		"a bare contact": func(l *deploytest.List, _ deploy.Generation) { l.Set("SECURITY_CONTACT", "security@example.com") },
		"origins": func(l *deploytest.List, _ deploy.Generation) {
			l.Set("WEBAUTHN_ALT_ORIGINS", "https://a.example,https://b.example")
		},
	}
	for head, flag := range map[string]string{deploytest.ProdHead: " --prod", "": " --prod", deploytest.DevHead: ""} {
		for _, gen := range []deploy.Generation{deploy.GenO, deploy.GenA0, deploy.GenA2, deploy.GenB} {
			for name, change := range faults {
				list := deploytest.Healthy(gen)
				list.Head = head
				change(list, gen)
				s := newSession()
				s.Take([]byte(list.Text()), "pasted")
				result := s.Result()
				check := func(what, text string) {
					for _, command := range wrongCommands(text, flag) {
						t.Errorf("%q, %s, %s: %s: %s", head, gen, name, what, command)
					}
				}
				for _, row := range result.Checklist {
					if row.Fix == nil || row.ID == "ENV-WHERE" || row.ID == "ENV-PARSE" {
						continue // they ask for production's list
					}
					check(row.ID, "```\n"+strings.Join(row.Fix.Commands, "\n")+"\n```\n"+row.Fix.Text)
				}
				if result.Cause != nil {
					check(string(result.Cause.ID), result.Cause.Section("Fix")+"\n"+result.Cause.Section("Check again"))
				}
				for _, finding := range result.Findings {
					if finding.Probe != nil {
						check("what decides "+string(finding.Cause), "```\n"+finding.Probe.Command+"\n```")
					}
				}
			}
		}
	}
}
