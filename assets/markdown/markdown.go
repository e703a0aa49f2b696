// Package markdown renders the pages of the program for a terminal: paragraphs, lists, code, emphasis and links, wrapped
// to a width. It knows no colours: each run of text has a role, and the caller says how a role looks.
package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Role says what a run of text is.
type Role int

// The roles.
const (
	Plain Role = iota
	Strong
	Emphasis
	Code
	Block // a line of a code block
	Link
	Mark // the bullet or number of a list
)

// Style says how text of a role looks. It must not change the width of the text.
type Style func(role Role, text string) string

// Bare leaves every role as it is.
func Bare(_ Role, text string) string { return text }

var parser = goldmark.New().Parser()

// Render returns the lines of a Markdown text, each at most width columns wide (as far as single words allow).
func Render(source string, width int, style Style) []string {
	return render(source, width, renderer{style: style})
}

// RenderWhole is Render for text that is copied from where it is printed: lines of code stay in one piece, however long.
func RenderWhole(source string, width int, style Style) []string {
	return render(source, width, renderer{style: style, whole: true})
}

func render(source string, width int, r renderer) []string {
	if width < 10 {
		width = 10
	}
	bytes := []byte(source)
	r.source = bytes
	r.blocks(parser.Parse(text.NewReader(bytes)), width, "")
	for len(r.lines) > 0 && strings.TrimSpace(r.lines[len(r.lines)-1]) == "" {
		r.lines = r.lines[:len(r.lines)-1]
	}
	return r.lines
}

// CodeBlocks returns the code blocks of a text, as they are copied.
func CodeBlocks(source string) []string {
	bytes := []byte(source)
	var blocks []string
	ast.Walk(parser.Parse(text.NewReader(bytes)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && (node.Kind() == ast.KindFencedCodeBlock || node.Kind() == ast.KindCodeBlock) {
			blocks = append(blocks, strings.TrimRight(blockText(node, bytes), "\n"))
		}
		return ast.WalkContinue, nil
	})
	return blocks
}

type renderer struct {
	source []byte
	style  Style
	whole  bool // lines of code are not cut
	lines  []string
}

// blocks renders the children of node. Indent is put before each line.
func (r *renderer) blocks(node ast.Node, width int, indent string) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.Kind() {
		case ast.KindList:
			r.list(child.(*ast.List), width, indent)
			r.blank(child)
		case ast.KindFencedCodeBlock, ast.KindCodeBlock:
			r.code(blockText(child, r.source), width, indent)
			r.blank(child)
		case ast.KindBlockquote:
			r.blocks(child, width-2, indent+"  ")
		case ast.KindThematicBreak, ast.KindHTMLBlock:
			// pages have none
		default: // paragraph, heading, text block
			role := Plain
			if child.Kind() == ast.KindHeading {
				role = Strong
			}
			r.paragraph(linked(r.inline(child, role)), width, indent, indent)
			if child.Kind() != ast.KindTextBlock {
				r.blank(child)
			}
		}
	}
}

// blank puts an empty line after a block that another one follows.
func (r *renderer) blank(node ast.Node) {
	if node.NextSibling() != nil {
		r.lines = append(r.lines, "")
	}
}

func (r *renderer) list(list *ast.List, width int, indent string) {
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "• "
		if list.IsOrdered() {
			mark = strconv.Itoa(number) + ". "
			number++
		}
		hang := strings.Repeat(" ", Width(mark))
		from := len(r.lines)
		r.blocks(item, width-Width(mark), indent+hang)
		if from < len(r.lines) {
			r.lines[from] = indent + r.style(Mark, mark) + strings.TrimPrefix(r.lines[from], indent+hang)
		}
		if !list.IsTight && item.NextSibling() != nil && len(r.lines) > 0 && r.lines[len(r.lines)-1] != "" {
			r.lines = append(r.lines, "")
		}
	}
}

// code shows a code block indented by two columns; a line that is too long goes on further in.
func (r *renderer) code(block string, width int, indent string) {
	for _, line := range strings.Split(strings.TrimRight(block, "\n"), "\n") {
		line = strings.ReplaceAll(line, "\t", "  ")
		prefix := "  "
		if r.whole {
			r.lines = append(r.lines, strings.TrimRight(indent+prefix+r.style(Block, line), " "))
			continue
		}
		for {
			room := max(width-Width(prefix), 8)
			head, rest := cut(line, room)
			r.lines = append(r.lines, strings.TrimRight(indent+prefix+r.style(Block, head), " "))
			if rest == "" {
				break
			}
			line, prefix = rest, "      "
		}
	}
}

// cut splits line after at most width columns, at the last blank if there is one in the second half.
func cut(line string, width int) (head, rest string) {
	if Width(line) <= width {
		return line, ""
	}
	columns, at := 0, 0
	for i, c := range line {
		w := runeWidth(c)
		if columns+w > width {
			at = i
			break
		}
		columns += w
	}
	if at == 0 {
		at = len(line)
	}
	if blank := strings.LastIndexByte(line[:at], ' '); blank > at/2 {
		return line[:blank], line[blank+1:]
	}
	return line[:at], line[at:]
}

type run struct {
	text string
	role Role
}

// inline collects the runs of text below a node.
func (r *renderer) inline(node ast.Node, role Role) []run {
	var runs []run
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			runs = append(runs, run{string(child.Segment.Value(r.source)), role})
			if child.HardLineBreak() {
				runs = append(runs, run{"\n", role})
			} else if child.SoftLineBreak() {
				runs = append(runs, run{" ", role})
			}
		case *ast.String:
			runs = append(runs, run{string(child.Value), role})
		case *ast.CodeSpan:
			runs = append(runs, run{joined(r.inline(child, Code)), Code})
		case *ast.Emphasis:
			inner := Emphasis
			if child.Level > 1 {
				inner = Strong
			}
			runs = append(runs, r.inline(child, inner)...)
		case *ast.AutoLink:
			runs = append(runs, run{string(child.URL(r.source)), Link})
		case *ast.Link:
			label := r.inline(child, role)
			runs = append(runs, label...)
			if target := string(child.Destination); target != joined(label) {
				runs = append(runs, run{" (", role}, run{target, Link}, run{")", role})
			}
		case *ast.RawHTML: // "<your-deployment>" in a sentence is no HTML
			for i := 0; i < child.Segments.Len(); i++ {
				segment := child.Segments.At(i)
				runs = append(runs, run{string(segment.Value(r.source)), role})
			}
		default:
			runs = append(runs, r.inline(child, role)...)
		}
	}
	return runs
}

func joined(runs []run) string {
	var out strings.Builder
	for _, one := range runs {
		out.WriteString(one.text)
	}
	return out.String()
}

func blockText(node ast.Node, source []byte) string {
	var out strings.Builder
	lines := node.Lines()
	for i := 0; i < lines.Len(); i++ {
		segment := lines.At(i)
		out.Write(segment.Value(source))
	}
	return out.String()
}
