package lazy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryExpressionCompiles finds each expression of the program that is compiled late, so that none fails at the
// moment when somebody first needs it.
func TestEveryExpressionCompiles(t *testing.T) {
	found := 0
	for _, root := range []string{"../../steps", "../../wizard", "../../assets", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Logf("%s: %v", path, err)
				return nil // the compiler says it better
			}
			ast.Inspect(file, func(node ast.Node) bool {
				call, ok := node.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 || !isLazyRegexp(call.Fun) {
					return true
				}
				found++
				if text, known := literal(call.Args[0]); !known {
					t.Logf("%s: the expression is put together from others: a test of its package has to use it", set.Position(call.Pos()))
				} else if _, err := regexp.Compile(text); err != nil {
					t.Errorf("%s: %v", set.Position(call.Pos()), err)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d expressions were found", found)
	}
}

func isLazyRegexp(fun ast.Expr) bool {
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Regexp" {
		return false
	}
	name, ok := selector.X.(*ast.Ident)
	return ok && name.Name == "lazy"
}

// literal returns the text of a string, or of strings that are joined with "+".
func literal(expression ast.Expr) (text string, known bool) {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(expression.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, one := literal(expression.X)
		right, other := literal(expression.Y)
		return left + right, one && other && expression.Op == token.ADD
	case *ast.ParenExpr:
		return literal(expression.X)
	}
	return "", false
}
