package evidence

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/prose"
)

// providerLists finds provider entries in text: in the list of a NoAuthProvider message, on the dashboard's page, in an
// entry that was pasted alone.
func (part *part) providerLists(hits []messages.Hit) {
	part.listsOfErrors(hits)
	if part.inside && len(part.text) > 64<<10 {
		return
	}
	part.dashboardPage(hits)
}

// errorEntry matches one entry of the list in a NoAuthProvider message (B 2.8).
var errorEntry = lazy.Regexp(`(OIDC|CustomJWT)\(\s*(?:domain|issuer)\s*=\s*([^()]*?)\s*,\s*app_?\s*id\s*=\s*([^()]*?)\s*\)`)

func (part *part) listsOfErrors(hits []messages.Hit) {
	end := -1
	for _, hit := range hits {
		switch hit.Message.ID {
		case messages.BackendNoProviders.ID:
			if hit.Whole {
				part.keepProviders(part.where(hit.Start, hit.End), Providers{Origin: FromError, Whole: true})
			}
		case messages.BackendNoProviderMatches.ID:
			list := hit.Value("providers")
			if entries := errorEntries(shown(list)); len(entries) > 0 {
				part.keepProviders(part.where(hit.Start, hit.End), Providers{Origin: FromError, Entries: entries, Whole: hit.Whole})
				end = hit.End
			}
		case messages.BackendProviderOIDC.ID, messages.BackendProviderCustomJWT.ID:
			if hit.Start < end {
				continue // it stands in a list that was read already
			}
			// a list that was cut off: take what follows on these lines
			to := min(len(part.masked), hit.Start+4000)
			entries := errorEntries(shown(string(part.masked[hit.Start:to])))
			if len(entries) > 0 {
				part.keepProviders(part.where(hit.Start, hit.End), Providers{Origin: FromError, Entries: entries})
				end = to
			}
		}
	}
}

// errorEntries reads the entries of an error's list. Line breaks inside it are those of wrapping.
func errorEntries(list string) []Provider {
	list = strings.NewReplacer("\r", "", `\n`, "", "\n> ", "", "\n", "").Replace(list)
	var entries []Provider
	for _, groups := range errorEntry().FindAllStringSubmatch(list, 100) {
		address, application := setting(strings.TrimSpace(groups[2])), setting(strings.TrimSpace(groups[3]))
		entry := Provider{Kind: "oidc", Domain: address, ApplicationID: application}
		if groups[1] == "CustomJWT" {
			entry = Provider{Kind: "customJwt", Issuer: address, ApplicationID: application}
			if application.Text == "none" || application.Text == "None" {
				entry.ApplicationID = Setting{State: None}
			}
		}
		entries = append(entries, entry)
	}
	return entries
}

// placeholderText matches what people put in the place of a value that they do not show.
var placeholderText = lazy.Regexp(`<[^<>]*>|\[(?:(?i:your|my|the)\b[^\]]*|(?i:redacted|removed|hidden|masked))\]|…|\.\.\.|\*{3,}|[xX]{5,}|•{3,}|` +
	`\{[\w -]+\}|(?i:your[-_ ]?(?:own|app|domain|tenant|instance|issuer|client|clerk|convex|deployment|project|team|workos|auth0|site|company)|` +
	`my-(?:app|tenant|instance|deployment|domain)\.|\b(?:redacted|placeholder)\b|example\.clerk)`)

// IsPlaceholder reports whether a text is what people put in the place of a value that they do not show, or holds it:
// "https://<instance>.clerk.accounts.dev", "client_...".
func IsPlaceholder(text string) bool { return placeholderText().MatchString(text) }

// setting makes a value of a text.
func setting(text string) Setting {
	if text == "" {
		return Setting{State: Literal}
	}
	if name := variableName(text); name != "" {
		return Setting{State: Variable, Text: cutText(text, 300), Env: name}
	}
	state := Literal
	if IsPlaceholder(text) {
		state = Withheld
	}
	return Setting{State: state, Text: cutText(text, 2000)}
}

var variableForm = lazy.Regexp(`^(?:process\.env|import\.meta\.env|globalThis\.process\.env|env|Deno\.env)(?:\.([A-Za-z_]\w*)|\[["'\x60]([A-Za-z_]\w*)["'\x60]\])!?$`)

// variableName returns the name of the environment variable that an expression reads, or "".
func variableName(expression string) string {
	expression = strings.TrimSpace(expression)
	for _, suffix := range []string{" as string", "!"} {
		expression = strings.TrimSuffix(expression, suffix)
	}
	if groups := variableForm().FindStringSubmatch(expression); groups != nil {
		return groups[1] + groups[2]
	}
	return ""
}

// set stores a value under the name of its member, however it is spelled. It reports whether the name is one of an entry.
func (entry *Provider) set(name string, value Setting) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "domain":
		entry.Domain = value
	case "issuer":
		entry.Issuer = value
	case "domainorissuer":
		if entry.Kind == "customJwt" {
			entry.Issuer = value
		} else {
			entry.Domain = value
		}
	case "applicationid", "appid":
		entry.ApplicationID = value
	case "jwks", "jwksurl", "jwksuri":
		entry.JWKS = value
	case "algorithm":
		entry.Algorithm = value
	case "type", "kind":
		switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(value.Text)) {
		case "oidc", "oidcprovider":
			entry.Kind = "oidc"
		case "customjwt", "customjwtprovider":
			entry.Kind = "customJwt"
			if entry.Issuer.State == NotSeen {
				entry.Issuer, entry.Domain = entry.Domain, Setting{}
			}
		default:
			entry.Kind = clean.Short(value.Text, 40)
		}
	default:
		return false
	}
	return true
}

// likely reports whether the members that were seen are those of an entry and of nothing else.
func (entry Provider) likely() bool {
	if entry.Address().State == NotSeen {
		return false
	}
	return entry.ApplicationID.State != NotSeen || entry.Kind == "oidc" || entry.Kind == "customJwt" || entry.JWKS.State != NotSeen && entry.Algorithm.State != NotSeen
}

// infer sets the kind where it follows from the members.
func (entry *Provider) infer() {
	if entry.Kind == "" && (entry.JWKS.State != NotSeen || entry.Algorithm.State != NotSeen) && entry.Issuer.State != NotSeen {
		entry.Kind = "customJwt"
	}
	if entry.Kind == "" && entry.Domain.State != NotSeen {
		entry.Kind = "oidc"
	}
}

// providerOf reads a JSON object as an entry.
func providerOf(one object) (Provider, bool) {
	entry := Provider{}
	if kind := one.get("type"); isText(kind) {
		entry.set("type", Setting{State: Literal, Text: unquote(kind)})
	}
	for _, member := range one.members {
		value := Setting{State: None}
		switch {
		case isText(member.value):
			value = setting(unquote(member.value))
		case !isNull(member.value):
			value = Setting{State: Expression, Text: cutText(string(member.value), 200)}
		}
		if member.name != "type" {
			entry.set(member.name, value)
		}
	}
	if !entry.likely() {
		return Provider{}, false
	}
	entry.infer()
	return entry, true
}

// providerArray recognises a JSON array of entries. An empty one counts only under the name "providers".
func (run *run) providerArray(value []byte, where Where, name string) bool {
	var entries []Provider
	others := 0
	eachElement(value, func(_ int, element []byte) {
		if element[0] == '{' && len(entries) < 200 {
			if entry, ok := providerOf(newObject(element)); ok {
				entries = append(entries, entry)
				return
			}
		}
		others++
	})
	if len(entries) == 0 && !(name == "providers" && others == 0) || others > len(entries) {
		return false
	}
	run.keepProviders(where, Providers{Origin: FromJSON, Entries: entries, Whole: name == "providers" || others == 0})
	return true
}

// providerShape recognises {"providers": […]} and an entry that stands alone.
func (run *run) providerShape(one object, where Where, name string) bool {
	if list := one.get("providers"); len(list) > 0 && list[0] == '[' {
		return run.providerArray(list, where, "providers")
	}
	if entry, ok := providerOf(one); ok && !one.has("jwks_uri") && !one.has("tokenIdentifier") {
		run.keepProviders(where, Providers{Origin: FromJSON, Entries: []Provider{entry}})
		return true
	}
	return false
}

// keepProviders keeps a list of entries.
func (run *run) keepProviders(where Where, list Providers) {
	summary := "providers · " + prose.Count(len(list.Entries), "entry")
	if len(list.Entries) == 0 {
		summary = "providers · none"
	}
	same := string(list.Origin)
	for i, entry := range list.Entries {
		for _, one := range []*Setting{&list.Entries[i].Domain, &list.Entries[i].Issuer, &list.Entries[i].JWKS, &list.Entries[i].ApplicationID} {
			one.Text = run.hide(shown(one.Text))
		}
		if i < 3 {
			summary += " · " + entry.short()
		}
		same += "\x00" + entry.Kind + entry.Address().Text + "\x00" + entry.ApplicationID.Text
	}
	switch list.Origin {
	case FromDashboard:
		summary += " · from the dashboard"
	case FromError:
		summary += " · from an error message"
	case FromSource:
		summary += " · from source text"
	}
	run.add(KindProviders, where, cutShort(summary), same, list)
}

// short names an entry in a list.
func (entry Provider) short() string {
	address := entry.Address()
	text := clean.Short(address.Text, 50)
	if address.State == Variable {
		text = "$" + address.Env
	}
	switch entry.ApplicationID.State {
	case Literal, Withheld, Expression:
		text += " for " + clean.Short(entry.ApplicationID.Text, 30)
	case Variable:
		text += " for $" + clean.Short(entry.ApplicationID.Env, 30)
	}
	return text
}
