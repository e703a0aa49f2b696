package logs

import "strings"

// preambleOf reads the lines that the CLI prints around the log: which deployment it shows, that functions are ready,
// that they could not be fetched (B 5.21, 5.24).
func preambleOf(line string) (Event, bool) {
	text := strings.TrimSpace(line)
	if at := strings.Index(text, "▌"); at > 0 && at < 40 { // another program's prefix
		text = text[at:]
	}
	event := newEvent(FormatCLIText, KindPreamble)
	event.Message = text
	switch {
	case strings.HasPrefix(text, "▌"):
		text = strings.TrimLeft(strings.TrimPrefix(text, "▌"), " ")
		event.Deployment = deploymentInURL(text)
		switch { // that line's URL is the dashboard's
		case strings.HasPrefix(text, "[Development]"):
			event.DeploymentType = "dev"
		case strings.HasPrefix(text, "[Production]"):
			event.DeploymentType = "prod"
		case strings.HasPrefix(text, "[Preview]"):
			event.DeploymentType = "preview"
		}
		return event, true
	case strings.Contains(text, "Watching logs for ") && strings.Contains(text, " deployment "):
		_, rest, _ := strings.Cut(text, "Watching logs for ")
		kind, name, _ := strings.Cut(rest, " deployment ")
		switch kind {
		case "production":
			kind = "prod"
		case "dev", "preview", "prod", "custom":
		default:
			kind = ""
		}
		event.DeploymentType = kind
		if name = strings.TrimRight(name, "."); isDeploymentName(name) {
			event.Deployment = name
		}
		return event, true
	case strings.Contains(text, "Convex functions ready!"), strings.HasPrefix(text, "Convex [WARN] "),
		strings.Contains(text, "Preparing Convex functions..."):
		return event, true
	}
	return Event{}, false
}

// deploymentInURL returns the name in https://happy-animal-123.convex.cloud, with or without a region.
func deploymentInURL(text string) string {
	_, rest, ok := strings.Cut(text, "https://")
	if !ok {
		return ""
	}
	host := rest
	if end := strings.IndexAny(rest, "/) \t"); end >= 0 {
		host = rest[:end]
	}
	name, domain, _ := strings.Cut(host, ".")
	if isDeploymentName(name) && (strings.HasSuffix(domain, "convex.cloud") || strings.HasSuffix(domain, "convex.site")) {
		return name
	}
	return ""
}

// isDeploymentName reports whether name has the form adjective-animal-number.
func isDeploymentName(name string) bool {
	parts := strings.Split(name, "-")
	if len(parts) != 3 {
		return false
	}
	const letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
	for i, part := range parts {
		allowed := letters
		if i == 2 {
			allowed = digits
		}
		if part == "" || strings.Trim(part, allowed) != "" {
			return false
		}
	}
	return true
}
