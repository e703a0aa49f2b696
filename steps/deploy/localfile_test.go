package deploy

import "testing"

func TestIsLocalFile(t *testing.T) {
	for name, want := range map[string]bool{
		".env.local": true, "app/.env.local": true, `C:\app\.env.local`: true, ".env.production.local": true,
		"": false, ".env": false, ".env.production": false, "env.local": false, "prod.env": false, ".env.local/list.txt": false, "pasted": false, ".local": false,
	} {
		if got := IsLocalFile(name); got != want {
			t.Errorf("IsLocalFile(%q) is %v", name, got)
		}
	}
}
