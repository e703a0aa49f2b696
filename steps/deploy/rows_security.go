package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/jsnum"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// securityTxt is SECTXT.
func (c *checker) securityTxt() []Row {
	kind := wellknown.SecurityTxt
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	if c.in.Now.IsZero() {
		return one(unseen("the time of the check"))
	}
	const fix = "Correct SECURITY_CONTACT: an address with its scheme, such as mailto:security@example.com or https://example.com/security."
	fetched := ""
	var problems []wellknown.Problem
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			return rows
		}
		fetched = orElse(document.Exchange.Last().URL, document.address())
		problems = wellknown.CheckSecurityTxtTransport(document.Exchange)
	}
	body, from, found := c.body(kind)
	if !found {
		if len(problems) > 0 {
			return withFix(rowsOf(problems, ids.SecurityTxt, ""), fix)
		}
		if c.daysThrow() {
			return one(after("SECTXT-DAYS", "The library throws."))
		}
		return c.needsVariable(kind)
	}
	found = strings.HasPrefix(from, "built")
	for _, problem := range wellknown.CheckSecurityTxt(body, fetched, c.in.Now) {
		if found && (problem.Code == "expired" || problem.Code == "long_expiry") {
			continue // of a file that is built anew for each request SECTXT-DAYS says it
		}
		problems = append(problems, problem)
	}
	return at(c.securityRows(problems, found, fix), from)
}

// securityRows makes rows of what is wrong with the file. What is only recommended is one row: no variable changes it.
func (c *checker) securityRows(problems []wellknown.Problem, built bool, fix string) []Row {
	var advice []string
	var wrong []wellknown.Problem
	for _, problem := range problems {
		if problem.Level == wellknown.Doubt && (problem.Code == "no_canonical" || problem.Code == "not_signed") {
			advice = append(advice, map[string]string{"no_canonical": "a Canonical line", "not_signed": "a signature"}[problem.Code])
			continue
		}
		wrong = append(wrong, problem)
	}
	var rows []Row
	for _, problem := range wrong {
		if problem.Level == wellknown.Note {
			continue
		}
		one := rowsOf([]wellknown.Problem{problem}, ids.SecurityTxt, "")
		switch {
		case problem.Code == "expired", problem.Code == "long_expiry":
			one = withFix(one, "This is a stored copy, or an old one from a cache: the library writes the date anew for each request. Hand the path on to the .convex.site host, or replace the copy.")
		case problem.Code == "no_uri" && built:
			one = withFix(one, fix, setCommand(nameContact, mailAddress(c.settings().Contact)))
		case built:
			one = withFix(one, fix)
		default:
			one = withFix(one, "Correct the file that answers there."+pageOf(wellknown.SecurityTxt))
		}
		rows = append(rows, one...)
	}
	if len(advice) > 0 {
		sentence := "Valid as far as it goes; recommended: " + join(advice) + "."
		switch {
		case built:
			sentence = "Recommended, and the library does not write it by itself: " + join(advice) + "."
		case len(rows) > 0:
			sentence = "Recommended besides: " + join(advice) + "."
		}
		rows = append(rows, warn(sentence))
	}
	if len(rows) == 0 {
		return rowsOf(wrong, ids.SecurityTxt, "The file is valid.")
	}
	return rows
}

// mailAddress is a bare mail address with its scheme, "" for anything else.
func mailAddress(text string) string {
	text = unwrapped(text)
	if name, host, ok := strings.Cut(text, "@"); ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(text, ": /<>") {
		return "mailto:" + text
	}
	return ""
}

// daysThrow reports whether SECURITY_TXT_EXPIRES_DAYS makes the library throw.
func (c *checker) daysThrow() bool {
	return wellknown.BuildSecurityTxt(c.settings()).Status == 500
}

// securityDays is SECTXT-DAYS.
func (c *checker) securityDays() []Row {
	if rows, missing := c.needDocument(wellknown.SecurityTxt); missing {
		return rows
	}
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if !c.gen.Robelest() {
		return one(notApplicable("This library does not serve security.txt."))
	}
	if contact := c.env.Lookup(nameContact); contact.State == VarUnset || contact.State == VarEmpty {
		return one(notApplicable("SECURITY_CONTACT is not set: the library serves no security.txt."))
	}
	v := c.env.Lookup(nameExpires)
	text := v.text()
	if v.State == VarNameOnly {
		return one(unseen(pasteEnv + ", with values"))
	}
	command := setCommand(nameExpires, "180")
	wrong := func(sentence string) []Row {
		return one(fail(ids.SecurityTxt, sentence).about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set a number of days.", command))
	}
	if v.State == VarUnset || v.State == VarEmpty {
		return one(warn("365 default sits on the limit.").about(nameExpires).compare("1 to 364", "365 by default").fix("Set less than a year.", command))
	}
	days, ok := jsnum.Parse(text)
	switch {
	case !ok:
		return wrong("Not a number: the library answers 500.")
	case days <= 0:
		return wrong("Expired from the beginning.")
	case c.daysThrow():
		return wrong("Out of range: the library answers 500.")
	case days >= 365:
		return one(warn(fmt.Sprintf("%s days: a year or more; less is recommended.", show(v.public(), 20))).about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set less than a year.", command))
	case days < 1 || days != float64(int64(days)):
		return one(warn("Not a whole number of days.").about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set a whole number.", command))
	}
	return one(pass(show(v.public(), 20)+" days.").about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()))
}
