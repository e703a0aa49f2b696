package wizard

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	_ "github.com/charmbracelet/x/exp/teatest" // has the flag -update
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
)

// onList opens the checklist by the way in "Only production fails".
func onList(t testing.TB, width, height int) *app {
	return open(t, width, height).say("start=production", "production-what=checklist")
}

// list returns the checklist that is open.
func (a *app) list() *checklistScreen {
	a.t.Helper()
	list := a.m.openedList()
	if list == nil {
		a.t.Fatalf("the checklist is not open:\n%s", a.view())
	}
	return list
}

// on puts the cursor on the row of an item.
func (a *app) on(id string) *app {
	a.t.Helper()
	list := a.list()
	for _, one := range list.entries() {
		if one.line != nil && one.line.Row().ID == id {
			list.at = one.key
			list.find(list.entries())
			return a
		}
	}
	a.t.Fatalf("no row %s on the screen:\n%s", id, a.view())
	return a
}

// The fault of most tests here: the two keys do not belong together, and a secret is missing.
func broken() *deploytest.List {
	return deploytest.Healthy(deploy.GenA2).Set("JWKS", deploytest.Ed25519(2).JWKS).Drop("AUTH_GITHUB_SECRET")
}

func TestChecklistOpens(t *testing.T) {
	// By the answer.
	onList(t, 100, 30).wants("Production checklist", "Nothing of it was seen yet", "npx convex env list --prod", "66 not seen")
	// By itself, after a list of variables answers a question about production.
	a := open(t, 100, 30).say("start=production").paste(broken().Text())
	a.wants("Production · happy-otter-123 · Convex Auth (robelest, preview.31+)", "from 1 paste of `env list --prod`", "private key and JWKS", "key-pair-mismatch", "2 wrong")
	// With l, on any page, once a list is known: not before.
	a = open(t, 100, 30).keys("l").lacks("Production checklist").wants("paste npx convex env list --prod")
	a.say("start=unsure").paste(deploytest.Healthy(deploy.GenO).Text())
	if a.m.openedList() != nil {
		t.Error("the list opened although nobody asked about production")
	}
	a.wants("l shows the production checklist").keys("down").wants("l production checklist").keys("l").wants("Convex Auth (@convex-dev/auth)")
	// And it closes where it was opened.
	a.keys("esc").lacks("Convex Auth (@convex-dev/auth)")
}

// A list that is pasted on the first screen leads to production: it is not asked for again, and neither after what is pasted
// beside it.
func TestChecklistOpensFromTheFirstScreen(t *testing.T) {
	a := open(t, 100, 30).paste(deploytest.Healthy(deploy.GenO).Text())
	a.wants("Production · happy-otter-123", "Convex Auth (@convex-dev/auth)").lacks("Paste what it prints")
	a.keys("esc").paste("https://happy-otter-123.convex.site/api/auth/callback/github")
	a.wants("callback URL: github", "Exact match").lacks("Paste what it prints")
}

func TestChecklistFilter(t *testing.T) {
	a := onList(t, 100, 70).paste(broken().Text())
	a.wants("JWT_PRIVATE_KEY PKCS#8 Ed25519 key, readable", "do not apply").keys("f")
	a.wants("private key and JWKS", "AUTH_GITHUB_SECRET missing", "only what is not right is shown", "f all").lacks("PKCS#8", "do not apply", "more checks fine")
	a.keys("f").wants("PKCS#8")
	a = onList(t, 100, 40).paste(deploytest.Healthy(deploy.GenA2).Text()).keys("f")
	a.wants("nothing is wrong or doubtful as far as it was seen", "PKCS#8")
}

// When a paste or an answer leaves no row that is not right, the whole list comes back, and a notice says why.
func TestChecklistFilterRunsEmpty(t *testing.T) {
	const fine = "nothing is wrong or doubtful as far as it was seen"
	oneFault := deploytest.Healthy(deploy.GenA2).Set("JWKS", deploytest.Ed25519(2).JWKS)
	healthy := deploytest.Healthy(deploy.GenA2)
	for _, size := range [][2]int{{80, 24}, {140, 45}} {
		a := onList(t, size[0], size[1]).paste(oneFault.Text()).keys("f").wants("only what is not right")
		a.paste(healthy.Text()).wants(fine, "more checks fine").lacks("only what is not right is shown")
		// From the page of the row.
		a = onList(t, size[0], size[1]).paste(oneFault.Text()).keys("f", "enter").paste(healthy.Text())
		a.keys("esc").wants("more checks fine")
		// By setting the list aside.
		a = onList(t, size[0], size[1]).paste(healthy.Text()).paste(oneFault.Text()).keys("f", "e", "home")
		for range 12 {
			a.keys("x", "down")
		}
		a.keys("esc").view()
	}
}

func TestChecklistRow(t *testing.T) {
	a := onList(t, 100, 40).paste(broken().Text()).on("KEY-MATCH").keys("enter")
	a.wants("private key and JWKS KEY-MATCH", "should be the public half of JWT_PRIVATE_KEY", "is the public half in JWKS", "npx @robelest/convex-auth keys --prod", "production env list, line", "key-pair-mismatch")
	a.keys("enter").wants("The private key that signs the tokens", "do this", "check").keys("esc").wants("KEY-MATCH").keys("esc")
	// Beside it are the other rows of the list.
	a.keys("enter", "right").lacks("KEY-MATCH").keys("left").wants("KEY-MATCH").keys("esc")
	// A row that was not seen says what to paste.
	a.on("EXPORTS").keys("enter").wants("to see it Paste convex/auth.ts")
}

func TestChecklistCopies(t *testing.T) {
	var copied []string
	clipboard := func(options *Options) {
		options.Clipboard = func(text string) (string, error) { copied = append(copied, text); return "test", nil }
	}
	a := open(t, 100, 40, clipboard).say("start=production").paste(broken().Text())
	a.on("KEY-MATCH").keys("c").on("OAUTH-CB").keys("c").on("URL-WWW").keys("c").on("PROVIDER-PAIR").keys("enter", "c")
	want := []string{
		"npx @robelest/convex-auth keys --prod",
		"https://happy-otter-123.convex.site/auth/callback/github",
		"curl -iL https://app.example.com/",
		"npx convex env set --prod AUTH_GITHUB_SECRET",
	}
	if diff := cmp.Diff(want, copied); diff != "" {
		t.Error(diff)
	}
}

// A paste updates the list where it is: the cursor stays on its row, and a page above the list stays open.
func TestChecklistPastedAgain(t *testing.T) {
	a := onList(t, 100, 40).paste(broken().Text()).on("PROVIDER-PAIR").wants("2 wrong")
	at := a.list().at
	a.paste(broken().Set("AUTH_GITHUB_SECRET", strings.Repeat("0123456789abcdef", 3)[:40]).Text())
	a.wants("GitHub complete", "1 wrong").lacks("2 wrong")
	if a.list().at != at {
		t.Errorf("the cursor went from %s to %s", at, a.list().at)
	}
	a.on("KEY-MATCH").keys("enter").paste(deploytest.Healthy(deploy.GenA2).Text())
	a.wants("KEY-MATCH", "Private key and JWKS belong together").keys("esc").lacks("wrong")
	// Through the box for pasting, too.
	a.keys("p").paste(broken().Text()).wants("2 wrong")
	// And what does not concern it leaves it open below.
	a.paste(`8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null`).wants("2 wrong")
}

func TestChecklistCallback(t *testing.T) {
	const right = "https://happy-otter-123.convex.site/auth/callback/github"
	a := onList(t, 100, 40).paste(deploytest.Healthy(deploy.GenA2).Text())
	// Pasted on the list: the cursor goes to its row.
	a.paste("https://happy-otter-123.convex.site/api/auth/callback/github").wants("path is /api/auth but this library uses /auth")
	a.keys("enter").wants("OAUTH-CB", "is https://happy-otter-123.convex.site/api/auth/callback/github", "should be "+right, "^^^^", "GitHub shows", "register exactly this address")
	// Typed on its page.
	a.keys("f").wants("What is registered at GitHub?").types(right).keys("enter").wants("Exact match")
	// Pasted on its page, whatever it is.
	a.paste("https://app.example.com/").wants("Host is the frontend")
	a.keys("p").paste(right).wants("Exact match")
}

func TestChecklistAsksFirst(t *testing.T) {
	a := onList(t, 100, 70).paste(deploytest.Healthy(deploy.GenA2).Text())
	a.wants("first: does this app have", "1 passkeys ?", "0 none of 1-4")
	a.keys("2").wants("iOS app yes", "apple-app-site-association").keys("2").wants("iOS app no").keys("2").wants("iOS app ?")
	a.keys("0").wants("this app 1-4 none: a web app").lacks("first: does this app have")
	a.keys("5").types("shop.example.com").keys("enter").wants("host shop.example.com", "It names app.example.com, and production is shop.example.com")
	a.keys("5", "ctrl+u").types("no host").keys("enter").wants("this is no host")
}

func TestChecklistOfUnknownOrigin(t *testing.T) {
	list := deploytest.Healthy(deploy.GenO)
	list.Head = ""
	a := onList(t, 100, 40).paste(list.Text()).on("ENV-WHERE").keys("enter").wants("No evidence that this is production", "y yes, x no")
	a.keys("y").wants("The list is production's, as you said")
	onList(t, 100, 40).paste(list.Text()).on("ENV-WHERE").keys("enter", "x").wants("another deployment than production, as you said")
}

// A file of one's own machine is no list of a deployment.
func TestChecklistOfLocalFile(t *testing.T) {
	const local = "CONVEX_DEPLOYMENT=dev:brave-cat-456\nNEXT_PUBLIC_CONVEX_URL=https://brave-cat-456.convex.cloud\nAUTH_GITHUB_ID=Ov23liAbCdEfGhIjKl\n"
	open(t, 120, 30).say("start=production").paste(local).wants("which Convex does not read: paste npx convex env list --prod")
	onList(t, 120, 30).paste(local).wants("which Convex does not read", "Nothing of it was seen yet")
	open(t, 120, 30).paste(local).lacks("which Convex does not read")
}

func TestChecklistStages(t *testing.T) {
	a := onList(t, 100, 40).keys("down", "enter").wants("Production keys", "With Convex Auth (@convex-dev/auth)", "npx @convex-dev/auth --prod", "npx @robelest/convex-auth --prod", "npx convex-auth --prod")
	a.keys("right").wants("Provider secrets", "npx convex env set --prod AUTH_GITHUB_SECRET").keys("right").wants("npx convex deploy").keys("left", "left")
	a.paste(broken().Text()).wants("Production keys", "npx @robelest/convex-auth --prod --site-url", "openssl genpkey -algorithm ed25519")
	a.lacks("BEGIN PRIVATE")
}

func TestChecklistFolds(t *testing.T) {
	a := onList(t, 100, 60).paste(deploytest.Healthy(deploy.GenA2).Text())
	for _, one := range a.list().entries() {
		if one.fold == "variables" {
			a.list().at = one.key
		}
	}
	a.wants("12 more checks fine").lacks("No name occurs twice").keys("enter").wants("No name occurs twice").keys("enter").lacks("No name occurs twice")
	a.keys("end").wants("do not apply").keys("enter", "end").wants("SECONDARY_URL is not set")
}

func TestChecklistSideBySide(t *testing.T) {
	dev := deploytest.Healthy(deploy.GenO).Set("SITE_URL", "http://localhost:3000").Set("MAIL_FROM", "me@example.com")
	dev.Head = deploytest.DevHead
	a := onList(t, 120, 40).paste(deploytest.Healthy(deploy.GenO).Text()).keys("d").wants("paste the list of the other deployment")
	a.paste(dev.Text()).keys("down").wants("d dev beside production").keys("d")
	a.wants("Development beside production", "MAIL_FROM", "not set", "Dev and production share a signing key", "http://localhost:3000", "https://app.example.com")
	a.keys("f").lacks("http://localhost:3000").keys("f", "esc").wants("Production · happy-otter-123")
}

func TestDocumentPage(t *testing.T) {
	a := onList(t, 100, 60).paste(deploytest.Healthy(deploy.GenA2).Set("IOS_APP_IDS", "ABCDE12345.com.example.app").Text()).keys("w")
	a.wants("apple-app-site-association", "https://app.example.com/.well-known/apple-app-site-association", "ABCDE12345.com.example.app", "fed by IOS_APP_IDS", "curl -i https://app.example.com/.well-known/apple-app-site-association", "serve it Next.js", "Apple's CDN")
	a.lacks("an example: nothing is configured")
	// What is pasted here is this document, whatever it says.
	a.paste("HTTP/2 200\ncontent-type: application/json\n\n{\"apps\":[]}").wants("No webcredentials.apps", "apple-app-site-association · status 200")
	a.keys("enter").wants("apple-app-site-association ·").keys("esc")
	// The hosting is chosen once.
	a.keys("h", "h").wants("Netlify", "netlify.toml").keys("right").wants("assetlinks.json", "Netlify", "an example: nothing is configured")
	// What no paste says is typed.
	a.keys("left", "f").types("ZZZZZ12345.com.example.other").keys("enter").wants("apple-app-site-association").wants("ABCDE12345.com.example.app")
	if said := a.m.session.Said().App; said.IOSAppID != "ZZZZZ12345.com.example.other" || said.IOS != deploy.Yes {
		t.Errorf("said %+v", said)
	}
	// From the page of a cause, without the list: a paste updates it there.
	b := open(t, 100, 60).paste(deploytest.Healthy(deploy.GenA2).Set("IOS_APP_IDS", "x").Text()).wantPlace("cause apple-app-site-association")
	b.keys("w").wants("1 of 8").paste("HTTP/2 301\nlocation: https://www.app.example.com/\n\n").wants("1 of 8", "status 301")
	// Each document has a page that draws, in a small window, too.
	for range 8 {
		a.keys("right").size(80, 24).wants(" of 8").size(100, 60)
	}
}

// TestChecklistGolden compares the screens with those of testdata/checklist-*.txtar. After a wanted change:
//
//	go test ./wizard -run ChecklistGolden -update
func TestChecklistGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 45}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			var archive txtar.Archive
			archive.Comment = fmt.Appendf(nil, "The production checklist at %s. Made by: go test ./wizard -run ChecklistGolden -update\n", name)
			shoot := func(name string, a *app) {
				var lines []string
				for _, line := range strings.Split(ansi.Strip(a.m.View()), "\n") {
					lines = append(lines, strings.TrimRight(line, " "))
				}
				archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(strings.Join(lines, "\n") + "\n")})
			}
			shoot("nothing seen", onList(t, size[0], size[1]))
			a := onList(t, size[0], size[1]).paste(broken().Text()).keys("0")
			shoot("two faults", a)
			shoot("what is not right", a.keys("f"))
			shoot("a row", a.on("KEY-MATCH").keys("enter"))
			a.keys("esc", "f").paste("https://happy-otter-123.convex.cloud/auth/callback/github")
			shoot("a callback URL", a.keys("enter"))
			shoot("a document", a.keys("esc", "w"))
			shoot("keys", onList(t, size[0], size[1]).paste(deploytest.Healthy(deploy.GenA2).Text()).keys("home", "enter"))
			compareGolden(t, filepath.Join("testdata", "checklist-"+name+".txtar"), archive)
		})
	}
}

// wander pastes a list and presses keys at random; each screen fits its window, has no control character and shows no
// secret.
func wander(t testing.TB, text string, width, height int, seed uint64, presses int) {
	t.Helper()
	a := onList(t, width, height).paste(text)
	random := rand.New(rand.NewPCG(seed, 0))
	keys := []string{"down", "up", "enter", "esc", "f", "0", "1", "2", "3", "4", "w", "d", "right", "left", "h", "s", "c", "end", "home", "pgdown", "l", "e", "x"}
	pastes := []string{text, broken().Text(), deploytest.Healthy(deploy.GenA2).Text(), deploytest.Healthy(deploy.GenO).Text()}
	for range presses {
		if n := random.IntN(len(keys) + len(pastes)); n < len(keys) {
			a.keys(keys[n])
		} else { // what is pasted can take the row away that the cursor is on, and all rows
			a.paste(pastes[n-len(keys)])
		}
		if err := a.m.session.Secrets().Check([]byte(a.view())); err != nil {
			t.Fatal(err)
		}
	}
}

// Damaged lists, in windows of any size.
func TestChecklistOfDamagedLists(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for i := range 24 {
		text := []byte(deploytest.Healthy([]deploy.Generation{deploy.GenO, deploy.GenA0, deploy.GenA2, deploy.GenB}[i%4]).
			Set("IOS_APP_IDS", "ABCDE12345.com.example.app").Set("ANDROID_APP_LINKS", "com.example.app:AA").Set("SECURITY_CONTACT", "x").Text())
		for range random.IntN(40) {
			text[random.IntN(len(text))] = byte(random.IntN(256))
		}
		text = text[:len(text)-random.IntN(len(text)/2)]
		wander(t, string(text), random.IntN(200), random.IntN(60), uint64(i), 25)
	}
}

func FuzzChecklist(f *testing.F) {
	f.Add(broken().Text(), uint16(80), uint16(24), uint64(1))
	f.Add("JWKS={\"keys\":[]}\nSITE_URL=localhost\n", uint16(100), uint16(30), uint64(2))
	f.Add("$ npx convex env list --prod\nAPP_URL=\x1b[31mred\nIOS_APP_IDS=a,b\nANDROID_APP_LINKS=x\nSECURITY_CONTACT=y\n", uint16(30), uint16(8), uint64(3))
	f.Add("$ npx convex env list --prod\nJWT_PRIVATE_KEY=x\nSITE_URL=https://app.example\fcom\n", uint16(237), uint16(24), uint64(0))
	f.Fuzz(func(t *testing.T, text string, width, height uint16, seed uint64) {
		if len(text) < 8<<10 {
			wander(t, text, int(width%300), int(height%100), seed, 8)
		}
	})
}
