package deploy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	printOne   = "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"
	printTwo   = "15:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"
	printThree = "16:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"
)

// A command that adds to a list says the whole list, because setting a variable replaces its value: following every row in
// turn must not take anything away.
func TestListCommandsKeepWhatIsThere(t *testing.T) {
	for _, test := range []struct {
		name string
		gen  Generation
		env  func(*vars)
		in   func(*Input)
		id   string
		want []string // the commands of the item's rows
	}{
		{"two origins are only in the list for browsers", GenA2, func(env *vars) {
			env.set("SECONDARY_URL", "https://x.example")
			env.set("WEBAUTHN_ALT_ORIGINS", "https://y.example,https://z.example")
		}, nil, "PASSKEY-ORIGIN", []string{"npx convex env set --prod SECONDARY_URL https://x.example,https://y.example,https://z.example"}},
		{"without a former value", GenA2, func(env *vars) { env.set("WEBAUTHN_ALT_ORIGINS", "https://y.example,https://z.example") }, nil,
			"PASSKEY-ORIGIN", []string{"npx convex env set --prod SECONDARY_URL https://y.example,https://z.example"}},
		{"an item that nobody can read: the command asks", GenA2, func(env *vars) {
			env.set("SECONDARY_URL", "https://x.example,???")
			env.set("WEBAUTHN_ALT_ORIGINS", "https://y.example")
		}, nil, "PASSKEY-ORIGIN", []string{"npx convex env set --prod SECONDARY_URL"}},
		{"an item without a scheme is mended beside the others", GenA2, func(env *vars) {
			env.set("SECONDARY_URL", "https://x.example,y.example")
			env.set("WEBAUTHN_ALT_ORIGINS", "https://z.example")
		}, nil, "URL-SECONDARY", []string{"npx convex env set --prod SECONDARY_URL https://x.example,https://y.example,https://z.example"}},
		{"an origin that browsers refuse", GenA2, func(env *vars) { env.set("SECONDARY_URL", "https://x.example,https://y.example") },
			func(in *Input) {
				in.App.Passkeys, in.App.Origins = Yes, []string{"https://z.example"}
				in.App.ServerOrigins = []string{"https://z.example", "https://x.example", "https://y.example"}
			}, "PASSKEY-ORIGIN", []string{"npx convex env set --prod WEBAUTHN_ALT_ORIGINS https://x.example,https://y.example,https://z.example"}},
		{"an origin over the limit of names", GenA2, func(env *vars) {
			env.set("WEBAUTHN_ALT_ORIGINS", "https://a.example,https://b.example,https://c.example,https://d.example,https://e.example,https://f.example")
		}, nil, "PASSKEY-ORIGIN", []string{"npx convex env set --prod SECONDARY_URL https://a.example,https://b.example,https://c.example,https://d.example,https://e.example"}},
		{"an app id beside another", GenA2, func(env *vars) { env.set("IOS_APP_IDS", "ABCDE12345.com.example.one") },
			func(in *Input) { in.App.IOS, in.App.IOSAppID = Yes, "ABCDE12345.com.example.two" }, "AASA-ID",
			[]string{"npx convex env set --prod IOS_APP_IDS ABCDE12345.com.example.one,ABCDE12345.com.example.two"}},
		{"a signing key beside others", GenA2, func(env *vars) {
			env.set("ANDROID_APP_LINKS", "com.example.app:"+printOne+";com.example.app:"+printTwo)
		}, func(in *Input) { in.App.Android, in.App.PlayPrint = Yes, printThree }, "DAL-FP",
			[]string{"npx convex env set --prod ANDROID_APP_LINKS 'com.example.app:" + printOne + ";com.example.app:" + printTwo + ";com.example.app:" + printThree + "'"}},
		{"from preview.40 on the option names every origin", GenB, nil, func(in *Input) {
			in.App.Passkeys, in.App.Origins = Yes, []string{"https://www.app.example.com", "https://two.app.example.com"}
		}, "PASSKEY-ORIGIN", []string{`webauthn({ rpId: "app.example.com", origin: ["https://app.example.com", "https://www.app.example.com", "https://two.app.example.com"] })   // convex/auth.ts`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := healthyVars(test.gen)
			if test.env != nil {
				test.env(env)
			}
			input, _ := inputOf(test.gen, env.text())
			if test.in != nil {
				test.in(&input)
			}
			var got []string
			for _, row := range Checklist(input) {
				if row.ID == test.id && row.Fix != nil {
					got = append(got, row.Fix.Commands...)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("commands (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever stands in the lists, two rows never set the same variable to two values.
func TestOneValueForEachVariable(t *testing.T) {
	for _, test := range allRuleCases() {
		rows, _ := test.run()
		values := map[string]string{}
		for _, row := range rows {
			if row.Fix == nil || row.State == Pass {
				continue
			}
			for _, command := range row.Fix.Commands {
				rest, ok := strings.CutPrefix(command, "npx convex env set --prod ")
				name, value, set := strings.Cut(rest, " ")
				if !ok || !set || strings.HasPrefix(value, "--") {
					continue
				}
				if before, seen := values[name]; seen && before != value {
					t.Errorf("%s %s: %s is set to %s and to %s", test.id, test.name, name, before, value)
				}
				values[name] = value
			}
		}
	}
}
