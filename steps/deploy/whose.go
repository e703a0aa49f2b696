package deploy

import (
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// A list that is known to be another deployment's is judged all the same: its faults are that deployment's. Places and
// commands then say which one it is, so that nobody changes production by the list of dev.

// listName says whose list it is, as far as that is known.
func (c *checker) listName() string {
	where, known := c.deployment()
	switch {
	case known && where.Kind == KindProd, !known && c.in.ProdSaid == Yes:
		return "production env list"
	case known:
		return string(where.Kind) + " env list"
	}
	return "env list"
}

// isProduction reports whether the list is production's, as it says itself or as the person says.
func (c *checker) isProduction() bool {
	where, known := c.deployment()
	return known && (where.Kind == KindProd || where.Kind == KindCustom) || !known && c.in.ProdSaid == Yes
}

// listLine is a line of the list.
func (c *checker) listLine(line int) string {
	return c.listName() + ", line " + strconv.Itoa(line)
}

// where says where a variable stands.
func (c *checker) where(v Variable) string {
	if v.Line == 0 {
		return ""
	}
	return c.listLine(v.Line)
}

// flag is the option with which the commands of the CLI reach the deployment of the list, with a blank before it: without
// any they act on the development deployment (P 1.2, 1.40).
func (c *checker) flag() string {
	if c.in.Site.SelfHosted == Yes {
		return "" // its backend has one deployment
	}
	if !c.isDev {
		return " --prod"
	}
	where, _ := c.deployment()
	switch {
	case where.Kind != KindPreview:
		return ""
	case where.By == "command":
		return " --preview-name " + orElse(show(where.Name, 60), "<name>")
	}
	return " --deployment-name " + orElse(show(where.Name, 60), "<name>")
}

var prodOption = lazy.Regexp(` --prod\b`)

// ownCommands turns the commands of a row to the deployment that the list is from. That production's list is to be pasted
// instead, and what it has beside that of dev, stay as they are.
func (c *checker) ownCommands(row Row) Row {
	if row.Fix == nil || c.flag() == " --prod" || row.ID == "ENV-WHERE" || row.ID == "ENV-PARSE" || row.ID == "ENV-DEV" {
		return row
	}
	own := func(text string) string {
		return prodOption().ReplaceAllLiteralString(text, c.flag())
	}
	text := strings.NewReplacer("the production deployment", "the deployment", "the production address", "the address").Replace(row.Fix.Text)
	fix := Fix{Text: own(text), Commands: make([]string, len(row.Fix.Commands))}
	for i, command := range row.Fix.Commands {
		fix.Commands[i] = own(command)
	}
	row.Fix = &fix
	return row
}
