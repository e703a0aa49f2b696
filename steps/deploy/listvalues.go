package deploy

import (
	"encoding/json"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
)

// A command that sets a variable replaces its whole value. So a command that adds to a list says the whole list: what stands
// in it, in its right form, and what is missing. Rows that add to the same list hand out the same command.

// listText returns the list that a variable holds; known is false where its value was not shown, so that nobody can say what
// a command would take away.
func (c *checker) listText(name string) (text string, known bool) {
	if !c.hasEnv {
		return "", false
	}
	switch v := c.env.Lookup(name); {
	case v.State == VarUnset || v.State == VarEmpty:
		return "", true
	case !v.Readable() || !v.Secret.IsZero() && v.Value == "":
		return "", false
	default:
		return unwrapped(v.public()), true
	}
}

// addresses returns the items of a list of addresses in their right form; whole is false where one cannot be read.
func addresses(text string) (items []string, whole bool) {
	for _, item := range strings.Split(text, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		right := rightItem(item)
		if right == "" {
			return nil, false
		}
		items = append(items, right)
	}
	return items, true
}

// setAddresses is the command that writes a list of addresses with others added. It asks for the value where the list, or an
// item of it, cannot be read: nobody can tell what was meant, and leaving it out would take something away.
func (c *checker) setAddresses(name, from string, add ...string) string {
	text, known := c.listText(from)
	items, whole := addresses(text)
	if !known || !whole {
		return setCommand(name, "")
	}
	return setCommand(name, strings.Join(distinct(append(items, add...)), ","))
}

func distinct(items []string) []string {
	var all []string
	for _, item := range items {
		if !slices.Contains(all, item) {
			all = append(all, item)
		}
	}
	return all
}

// rightItem is an address of a list in its right form: the scheme is added where only that is missing, slashes at the end go.
// "" where nobody can tell what was meant.
func rightItem(item string) string {
	item = strings.TrimRight(item, "/")
	if !strings.Contains(item, "://") {
		item = "https://" + item
	}
	host := hostOf(item)
	if host == "" || !parsesAsURL(item) || strings.ContainsAny(item, " <>\"'") || !strings.Contains(host, ".") && localKind(host) == "" {
		return ""
	}
	return item
}

// setSecondary is the command that writes SECONDARY_URL: its own items, and every origin besides that the server refuses.
func (c *checker) setSecondary() string {
	return c.setAddresses(nameSecondary, nameSecondary, c.refusedByServer()...)
}

// setAlternative is the command that writes WEBAUTHN_ALT_ORIGINS with origins added. While it is not set the file is made of
// SECONDARY_URL, which it replaces from then on (P 1.14): so those items are written into it, too.
func (c *checker) setAlternative(add ...string) string {
	return c.setAddresses(nameAltOrigins, c.originsVariable(), add...)
}

// setApps is the command that writes IOS_APP_IDS with an id added to those that are there.
func (c *checker) setApps(id string) string {
	text, known := c.listText(nameIOSApps)
	if !known {
		return setCommand(nameIOSApps, "")
	}
	var apps []string
	for _, app := range strings.Split(text, ",") {
		if app = strings.TrimSpace(app); app != "" {
			apps = append(apps, app)
		}
	}
	return setCommand(nameIOSApps, strings.Join(distinct(append(apps, id)), ","))
}

// setAndroid is the command that writes ANDROID_APP_LINKS in its right form, with entries added.
func (c *checker) setAndroid(add ...string) string {
	text, known := c.listText(nameAndroid)
	if _, whole := wellknown.AndroidApps(text); !known || !whole {
		return setCommand(nameAndroid, "")
	}
	var entries []string
	if right := wellknown.Corrected(wellknown.Settings{Android: text}).Android; right != "" {
		entries = strings.Split(right, ";")
	}
	return setCommand(nameAndroid, strings.Join(distinct(append(entries, add...)), ";"))
}

// addPlay is the command that adds the Play signing key to ANDROID_APP_LINKS. The package is the one that was said, else the
// only one that the variable names.
func (c *checker) addPlay(print string) string {
	name := strings.TrimSpace(c.in.App.AndroidPackage)
	if name == "" {
		text, _ := c.listText(nameAndroid)
		apps, _ := wellknown.AndroidApps(text)
		for _, app := range apps {
			if name != "" && name != app.Package {
				return setCommand(nameAndroid, "")
			}
			name = app.Package
		}
	}
	if name == "" {
		return setCommand(nameAndroid, "")
	}
	return c.setAndroid(name + ":" + strings.TrimSpace(print))
}

// codeText writes a text as a string that is the same in TypeScript and in JSON.
func codeText(s string) string {
	text, _ := json.Marshal(show(s, 200))
	return string(text)
}

func codeList(items []string) string {
	var all []string
	for _, item := range distinct(items) {
		all = append(all, codeText(item))
	}
	return strings.Join(all, ", ")
}
