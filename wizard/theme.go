package wizard

import (
	"github.com/charmbracelet/lipgloss"

	"convex-auth-doctor/assets/markdown"
)

// Theme is how things look, by meaning. Colour never stands alone: a mark (✗ ! ✓ ·) or a word stands beside it.
type Theme struct {
	Plain    lipgloss.Style
	Strong   lipgloss.Style // titles and what matters in a sentence
	Accent   lipgloss.Style // the one accent colour: where you are, what is chosen, what can be copied
	Fault    lipgloss.Style // proved wrong
	Doubt    lipgloss.Style // suspicious
	Fine     lipgloss.Style // checked and right
	Quiet    lipgloss.Style // hints, labels, rules
	Differ   lipgloss.Style // the characters in which two values differ
	Emphasis lipgloss.Style
}

// NewTheme returns the theme for a dark or a light background. The renderer decides how many colours there are; with
// none (NO_COLOR) only bold, underline and reverse remain.
func NewTheme(renderer *lipgloss.Renderer, dark bool) Theme {
	colour := func(onDark, onLight string) lipgloss.Style {
		if dark {
			return renderer.NewStyle().Foreground(lipgloss.Color(onDark))
		}
		return renderer.NewStyle().Foreground(lipgloss.Color(onLight))
	}
	return Theme{
		Plain:    renderer.NewStyle(),
		Strong:   renderer.NewStyle().Bold(true),
		Accent:   colour("#6cc7d9", "#006d80"),
		Fault:    colour("#ff7b72", "#b3202a"),
		Doubt:    colour("#e3b341", "#8a5a00"),
		Fine:     colour("#7ec699", "#1a7037"),
		Quiet:    colour("#8b949e", "#66707b"),
		Differ:   colour("#ff7b72", "#b3202a").Bold(true).Underline(true),
		Emphasis: renderer.NewStyle().Italic(true),
	}
}

// Markdown is the style of pages.
func (theme Theme) Markdown(role markdown.Role, text string) string {
	switch role {
	case markdown.Strong:
		return theme.Strong.Render(text)
	case markdown.Emphasis:
		return theme.Emphasis.Render(text)
	case markdown.Code, markdown.Block:
		return theme.Accent.Render(text)
	case markdown.Link:
		return theme.Accent.Underline(true).Render(text)
	case markdown.Mark:
		return theme.Quiet.Render(text)
	}
	return text
}

// QuietMarkdown is the style of text that stands behind the rest.
func (theme Theme) QuietMarkdown(role markdown.Role, text string) string {
	if role == markdown.Code || role == markdown.Block || role == markdown.Link {
		return theme.Markdown(role, text)
	}
	return theme.Quiet.Render(text)
}
