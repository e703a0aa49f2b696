package wellknown

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Hosting is where the app's public host runs.
type Hosting string

// The hostings for which files are written.
const (
	NextJS     Hosting = "nextjs"
	ViteVercel Hosting = "vite-vercel"
	Netlify    Hosting = "netlify"
	Cloudflare Hosting = "cloudflare-pages"
	Nginx      Hosting = "nginx"
	ConvexHTTP Hosting = "convex-http"
)

// Hostings returns every hosting, in the order in which pages list them.
func Hostings() []Hosting {
	return []Hosting{NextJS, ViteVercel, Netlify, Cloudflare, Nginx, ConvexHTTP}
}

// Name returns the hosting as people say it.
func (hosting Hosting) Name() string {
	switch hosting {
	case NextJS:
		return "Next.js"
	case ViteVercel:
		return "Vite or another SPA on Vercel"
	case Netlify:
		return "Netlify"
	case Cloudflare:
		return "Cloudflare Pages"
	case Nginx:
		return "nginx"
	case ConvexHTTP:
		return "Convex HTTP action"
	}
	return "another host"
}

// File is one file that makes a host serve a document.
type File struct {
	Path string
	Text string // the whole file, or what to add to it
	Add  bool   // Text is a part to add to a file that may be there
	Note string // for people, one or two sentences; "" when there is nothing to say
}

// Content is what a document says, ready to be served.
type Content struct {
	ContentType string
	Body        string
	Location    string // of a redirect
	Sample      bool   // nothing is configured: the values are examples that have to be replaced
	Site        string // the Convex site URL, "" when it is not known
}

// ContentOf returns what the document should say for this app: what the library would build of the variables, or an
// example where nothing is configured.
func ContentOf(kind Kind, settings Settings, site string) Content {
	switch kind {
	case PasskeyEndpoints:
		page := orElse(strings.TrimSuffix(settings.App, "/"), "https://app.example.com") + "/settings/passkeys"
		return Content{ContentType: "application/json", Body: indented(compact(map[string]string{"enroll": page, "manage": page})), Sample: true, Site: site}
	case OpenID, JWKS, Probe:
		return Content{Site: site}
	}
	built := Build(kind, settings)
	if built.Status == 200 || built.Status == 302 {
		return Content{ContentType: built.ContentType, Body: indented(built.Body), Location: built.Location, Site: site}
	}
	return sample(kind, settings, site)
}

// sample fills the variables with examples, so that the form of the document can be seen.
func sample(kind Kind, settings Settings, site string) Content {
	app := orElse(strings.TrimSuffix(settings.App, "/"), "https://app.example.com")
	example := Settings{
		Library:    LibraryA,
		App:        app,
		AltOrigins: "https://app.example.org",
		IOSApps:    "TEAMID1234.com.example.app",
		IOSPaths:   settings.IOSPaths,
		Android:    "com.example.app:" + strings.TrimSuffix(strings.Repeat("00:", 32), ":"),
		ChangeURL:  app + "/settings/password",
		Contact:    "mailto:security@example.com",
		Days:       "180",
		Now:        settings.Now,
	}
	content := ContentOf(kind, example, site)
	content.Sample = true
	return content
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// indented writes JSON for people; other text stays as it is.
func indented(text string) string {
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return text
	}
	var out bytes.Buffer
	if json.Indent(&out, []byte(text), "", "  ") != nil {
		return text
	}
	return out.String() + "\n"
}

// quoted writes s as a string that is the same in JavaScript, JSON and TOML.
func quoted(s string) string { return compact(s) }

// expression writes a body as an expression of JavaScript: JSON as the object that it is, so that it can be read and changed.
func expression(body string) string {
	if !json.Valid([]byte(body)) {
		return quoted(body)
	}
	return "JSON.stringify(" + strings.TrimSpace(body) + ")"
}

const staticNote = "A copy in a folder does not follow the variables: change both."

// Serve returns the files that make a hosting serve the document at the root of the app's host. Values that are examples
// are said to be so in a note.
func Serve(kind Kind, hosting Hosting, content Content) []File {
	var files []File
	switch kind {
	case OpenID, JWKS:
		return serveIssuer(hosting, content)
	case Probe:
		files = serveProbe(hosting)
	case ChangePassword:
		files = serveRedirect(hosting, content)
	default:
		files = serveBody(kind, hosting, content)
	}
	if content.Sample && len(files) > 0 {
		files[0].Note = strings.TrimSpace("The values are examples: put yours in their place. " + files[0].Note)
	}
	return files
}

// serveBody serves a document with a body.
func serveBody(kind Kind, hosting Hosting, content Content) []File {
	note := staticNote
	if kind == SecurityTxt {
		note = "Expires in this copy does end one day: write a new date before."
	}
	static := File{Path: "public" + kind.Path(), Text: content.Body, Note: note}
	path := kind.Path()
	switch hosting {
	case NextJS:
		return []File{{
			Path: "app" + path + "/route.ts",
			Text: "export const dynamic = \"force-static\";\n\nconst body = " + expression(content.Body) + ";\n\nexport function GET() {\n" +
				"  return new Response(body, { headers: { \"Content-Type\": " + quoted(content.ContentType) + " } });\n}\n",
			Note: note + " If proxy.ts or middleware.ts guards pages, leave /.well-known/ out of its matcher.",
		}, nextProxy(content)}
	case ViteVercel:
		return []File{static, {
			Path: "vercel.json",
			Text: "{\n  \"headers\": [\n    {\n      \"source\": " + quoted(path) + ",\n      \"headers\": [{ \"key\": \"Content-Type\", \"value\": " + quoted(content.ContentType) + " }]\n    }\n  ],\n" +
				"  \"rewrites\": [{ \"source\": \"/((?!\\\\.well-known/).*)\", \"destination\": \"/index.html\" }]\n}\n",
			Add:  true,
			Note: "The rewrite leaves /.well-known/ out, so that the app's fallback does not answer there.",
		}}
	case Netlify:
		return []File{static, {
			Path: "netlify.toml",
			Text: "[[headers]]\n  for = " + quoted(path) + "\n  [headers.values]\n    Content-Type = " + quoted(content.ContentType) + "\n",
			Add:  true,
			Note: "Files that exist are served before the SPA fallback. The build must copy folders that begin with a dot.",
		}}
	case Cloudflare:
		return []File{static, {
			Path: "public/_headers",
			Text: path + "\n  Content-Type: " + content.ContentType + "\n",
			Add:  true,
		}}
	case Nginx:
		return []File{{Path: "/var/www/well-known/" + string(kind), Text: content.Body, Note: note}, {
			Path: "nginx.conf, in the server block of the app's host",
			Text: "location = " + path + " {\n    default_type \"" + content.ContentType + "\";\n    alias /var/www/well-known/" + string(kind) + ";\n}\n",
			Add:  true,
			Note: "An exact location wins over try_files of the app, so no redirect and no fallback can answer.",
		}}
	case ConvexHTTP:
		return []File{convexBody(kind, content)}
	}
	return nil
}

// nextProxy hands /.well-known/ to Convex without the headers that a rewrite would add (P 3.5).
func nextProxy(content Content) File {
	return File{
		Path: "app/.well-known/[...path]/route.ts",
		Text: "const site = " + quoted(orElse(content.Site, "https://YOUR-DEPLOYMENT.convex.site")) + ";\n\n" +
			"export async function GET(request: Request) {\n  const { pathname } = new URL(request.url);\n" +
			"  // A new request: Host is the site's own, and x-forwarded-host is not passed on.\n" +
			"  const answer = await fetch(site + pathname, { redirect: \"manual\", cache: \"no-store\" });\n" +
			"  const headers = new Headers();\n  for (const name of [\"Content-Type\", \"Cache-Control\", \"Location\"]) {\n" +
			"    const value = answer.headers.get(name);\n    if (value !== null) headers.set(name, value);\n  }\n" +
			"  return new Response(answer.body, { status: answer.status, headers });\n}\n",
		Note: "Instead of the fixed copy: everything below /.well-known/ comes from the deployment and follows its variables.",
	}
}

// serveRedirect serves change-password.
func serveRedirect(hosting Hosting, content Content) []File {
	path, target := ChangePassword.Path(), quoted(content.Location)
	switch hosting {
	case NextJS:
		return []File{{
			Path: "app" + path + "/route.ts",
			Text: "export function GET() {\n  return new Response(null, { status: 302, headers: { Location: " + target + " } });\n}\n",
		}}
	case ViteVercel:
		return []File{{
			Path: "vercel.json",
			Text: "{\n  \"redirects\": [{ \"source\": " + quoted(path) + ", \"destination\": " + target + ", \"statusCode\": 302 }]\n}\n",
			Add:  true,
		}}
	case Netlify:
		return []File{{
			Path: "netlify.toml",
			Text: "[[redirects]]\n  from = " + quoted(path) + "\n  to = " + target + "\n  status = 302\n  force = true\n",
			Add:  true,
			Note: "It must stand above the SPA fallback: the first rule that fits wins.",
		}}
	case Cloudflare:
		return []File{{Path: "public/_redirects", Text: path + " " + content.Location + " 302\n", Add: true}}
	case Nginx:
		return []File{{
			Path: "nginx.conf, in the server block of the app's host",
			Text: "location = " + path + " {\n    return 302 " + target + ";\n}\n",
			Add:  true,
		}}
	case ConvexHTTP:
		return []File{{
			Path: "convex/http.ts",
			Text: "http.route({\n  path: " + quoted(path) + ",\n  method: \"GET\",\n  handler: httpAction(async () => {\n" +
				"    return new Response(null, { status: 302, headers: { Location: " + target + " } });\n  }),\n});\n",
			Add:  true,
			Note: convexNote,
		}}
	}
	return nil
}

// serveProbe makes the host answer 404 for what does not exist.
func serveProbe(hosting Hosting) []File {
	switch hosting {
	case NextJS:
		return []File{{Path: "app/not-found.tsx", Text: "export default function NotFound() {\n  return <h1>Not found</h1>;\n}\n",
			Note: "Next.js answers 404 by itself, unless a catch-all route such as app/[...slug] answers first: call notFound() there."}}
	case ViteVercel:
		return []File{{Path: "vercel.json", Text: "{\n  \"rewrites\": [{ \"source\": \"/((?!\\\\.well-known/).*)\", \"destination\": \"/index.html\" }]\n}\n", Add: true,
			Note: "The fallback leaves /.well-known/ out, so Vercel answers 404 there."}}
	case Netlify:
		return []File{{Path: "netlify.toml", Text: "[[redirects]]\n  from = \"/.well-known/*\"\n  to = \"/404.html\"\n  status = 404\n\n[[redirects]]\n  from = \"/*\"\n  to = \"/index.html\"\n  status = 200\n", Add: true,
			Note: "The first rule must stand above the fallback; files that exist are served before both."}}
	case Cloudflare:
		return []File{{Path: "functions" + Probe.Path() + ".js", Text: "export const onRequest = () => new Response(\"Not found\", { status: 404 });\n",
			Note: "Without a 404.html Pages answers 200 with index.html for every path; this function answers for the one that is asked."}}
	case Nginx:
		return []File{{Path: "nginx.conf, in the server block of the app's host", Text: "location ^~ /.well-known/ {\n    try_files $uri =404;\n}\n", Add: true}}
	case ConvexHTTP:
		return []File{{Path: "convex/http.ts", Text: "", Add: true, Note: "Nothing to do: Convex answers 404 for a route that is not there."}}
	}
	return nil
}

const convexNote = "This answers on the deployment's .convex.site host. Apple, Google and browsers ask the app's host: hand /.well-known/ on from there, or give the deployment a custom domain. robelest/convex-auth adds this route by itself when its variable is set."

func convexBody(kind Kind, content Content) File {
	body := expression(content.Body)
	note := convexNote
	if kind == SecurityTxt {
		contact, _, _ := strings.Cut(content.Body, "\n")
		body = quoted(contact+"\nExpires: ") + " + new Date(Date.now() + 180 * 24 * 60 * 60 * 1000).toISOString() + \"\\n\""
	}
	return File{
		Path: "convex/http.ts",
		Text: "http.route({\n  path: " + quoted(kind.Path()) + ",\n  method: \"GET\",\n  handler: httpAction(async () => {\n" +
			"    return new Response(" + body + ", {\n      status: 200,\n      headers: { \"Content-Type\": " + quoted(content.ContentType) + ", \"Cache-Control\": \"public, max-age=300\" },\n    });\n  }),\n});\n",
		Add:  true,
		Note: note,
	}
}

// serveIssuer says what makes Convex serve the two documents of the issuer: no other host has to.
func serveIssuer(hosting Hosting, content Content) []File {
	if hosting != ConvexHTTP {
		return []File{{Note: "Nothing to serve here: Convex asks the issuer, which is the deployment's own site host."}}
	}
	return []File{{
		Path: "convex/http.ts",
		Text: "import { httpRouter } from \"convex/server\";\nimport { auth } from \"./auth\";\n\nconst http = httpRouter();\n\nauth.addHttpRoutes(http);\n\nexport default http;\n",
		Note: "This is the form of @convex-dev/auth. The routes must be added before the default export, and the file must be pushed.",
	}}
}
