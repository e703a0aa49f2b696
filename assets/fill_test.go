package assets

import "testing"

// What comes from a token, an address or a log must not become a command of its own when a person copies a fix.
func TestFillKeepsValuesValues(t *testing.T) {
	evil := map[string]string{"token_iss": "https://x/$(id);`id` 'a' \"b\"", "jwks": "https://x/a?b=1&c", "prod": " --prod", "token_aud": "it's", "rp_id": "x;id", "function": "a'b", "domain": "https://x.com"}
	for _, c := range []struct{ text, want string }{
		{"The token says `{{token_aud}}`, {{token_iss}}.", "The token says `it's`, https://x/$(id);`id` 'a' \"b\"."},
		{"```sh\nnpx convex env set{{prod}} X {{token_iss}}\n```", "```sh\nnpx convex env set --prod X 'https://x/$(id);`id` '\\''a'\\'' \"b\"'\n```"},
		{"```sh\nX={{jwks}}\n```\n{{jwks}}", "```sh\nX='https://x/a?b=1&c'\n```\nhttps://x/a?b=1&c"},
		{"```sh\ncurl {{domain}}/a {{domain}}\n```", "```sh\ncurl https://x.com/a https://x.com\n```"},
		{"```sh\ncurl -i https://{{rp_id}}/.well-known/x\n```", "```sh\ncurl -i https://<your-app-host>/.well-known/x\n```"},
		{"```sh\n-d '{\"path\":\"{{function}}\"}'\n```", "```sh\n-d '{\"path\":\"<your-function>\"}'\n```"},
		{"Look: `curl -s {{jwks}}`. Or `{{jwks}}`.", "Look: `curl -s 'https://x/a?b=1&c'`. Or `https://x/a?b=1&c`."},
		{"```ts\nissuer: \"{{token_iss}}\",\n```", "```ts\nissuer: \"https://x/$(id);`id` 'a' \\\"b\\\"\",\n```"},
		{"```ts\nf({{token_aud}})\n```", "```ts\nf(<aud of your token>)\n```"},
		{"{{no_such}} {{token_kid}}", "{{no_such}} <kid of your token>"},
	} {
		if got := Fill(c.text, evil); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}
