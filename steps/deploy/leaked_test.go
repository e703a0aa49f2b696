package deploy

import (
	"strings"
	"testing"
)

// Where JWKS publishes a private key no row offers a command that keeps that key: every one makes a new pair.
func TestNoCommandKeepsAPublishedKey(t *testing.T) {
	for _, gen := range []Generation{GenO, GenA2, GenB} {
		pair := rsaPair()
		if gen.Robelest() {
			pair = edPair()
		}
		withMember := strings.Replace(pair.jwks, `"kty"`, `"d":"`+random(43)+`","kty"`, 1)
		for name, change := range map[string]func(*vars){
			"a PEM":                     setSet(oneSpace(pair.pem)),
			"a member d":                setSet(withMember),
			"a member d in a list":      setSet(strings.TrimSuffix(strings.TrimPrefix(withMember, `{"keys":`), "}")),
			"a member d, and a comment": setSet(quotedValue(withMember + " # production")),
			"a PEM of the old form":     setSet(strings.ReplaceAll(oneSpace(pair.pem), "PRIVATE KEY", "RSA PRIVATE KEY")),
			"and a key to be set again": func(env *vars) { env.set("JWKS", withMember).set("JWT_PRIVATE_KEY", "\n"+pair.pem) },
		} {
			t.Run(string(gen)+" "+name, func(t *testing.T) {
				rows, _ := ruleCase{gen: gen, env: change, in: noLive}.run()
				published := false
				for _, row := range rows {
					published = published || row.ID == "JWKS-PRIVATE" && row.State == Fail
					if row.Fix == nil {
						continue
					}
					for _, command := range row.Fix.Commands {
						if strings.Contains(command, "env set --prod JWKS") || strings.Contains(command, "env set --prod JWT_PRIVATE_KEY") {
							t.Errorf("%s: %s", row.ID, command)
						}
					}
				}
				if !published {
					t.Error("JWKS-PRIVATE does not fail")
				}
			})
		}
	}
}
