package assets

import "convex-auth-doctor/steps/lazy"

// The files of phone apps while no app is known. A value for them is the whole file too: an app can have several ids, and
// several signing keys.
const (
	associationFile = `{
  "webcredentials": { "apps": ["<TEAM ID>.<bundle id>"] },
  "applinks": {
    "details": [
      {
        "appIDs": ["<TEAM ID>.<bundle id>"],
        "components": [{ "/": "/auth/*" }, { "/": "/callback/*" }]
      }
    ]
  }
}`
	assetLinksFile = `[
  {
    "relation": [
      "delegate_permission/common.get_login_creds",
      "delegate_permission/common.handle_all_urls"
    ],
    "target": {
      "namespace": "android_app",
      "package_name": "<package name>",
      "sha256_cert_fingerprints": ["<SHA-256>"]
    }
  }
]`
)

// placeholders are the names that a page may use as {{name}}, with what stands there while the case does not know the
// value. A fallback is readable as it is: a person sees what to put in its place.
var placeholders = map[string]string{
	// the deployment
	"deployment": "<your-deployment>",
	"cloud_url":  "https://<your-deployment>.convex.cloud",
	"site_url":   "https://<your-deployment>.convex.site",
	"dashboard":  "https://dashboard.convex.dev/d/<your-deployment>",
	"prod":       "",               // " --prod" where production is meant, for: npx convex env set{{prod}} NAME value
	"push":       "npx convex dev", // or "npx convex deploy" where production is meant
	"function":   "<your-function>",

	// the configuration
	"config_file":    "convex/auth.config.ts",
	"config_line":    "convex/auth.config.ts", // with ":5" where the line is known
	"entry":          "the entry",             // "entry 1"
	"domain":         "<Domain>",              // domain or issuer of the nearest entry, as configured
	"application_id": "<applicationID>",
	"jwks":           "<JWKS URL>",
	"algorithm":      "<algorithm>",
	"variable":       "<VARIABLE>",        // the variable that has to be set or changed
	"set_variable":   "<VARIABLE>",        // one that is set under nearly the same name
	"value":          "<value>",           // the value that it should have
	"issuer_domain":  "<your issuer URL>", // what Domain or issuer should be
	// the variable that auth.config reads for Clerk's issuer: projects have many names for it
	"clerk_variable": "CLERK_JWT_ISSUER_DOMAIN",

	// the token
	"token_iss":  "<iss of your token>",
	"token_aud":  "<aud of your token>",
	"token_alg":  "<alg of your token>",
	"token_kid":  "<kid of your token>",
	"token_typ":  "<typ of your token>",
	"token_life": "<life of your token>", // exp - iat in words
	// the discovery document that Convex reads for this token: iss, a slash unless it ends with one, and the rest
	"discovery_url": "<iss of your token>/.well-known/openid-configuration",
	"claim":         "the claim",
	// what to do about a text that is no JWT, by what it is
	"not_a_jwt": "If it is `undefined` or `null`, there was no token yet: nobody is signed in (`not-signed-in`), or an `await` is missing. If it is `[object Object]`, take the token out of that object.",

	// the app and its providers
	"instance":     "<your instance>", // Clerk instance, Auth0 tenant, WorkOS environment
	"client_id":    "<your client ID>",
	"app_url":      "https://<your-app>",
	"url_variable": "<URL_VARIABLE>",       // the variable with the client's deployment URL, such as VITE_CONVEX_URL
	"client_url":   "<URL in your client>", // the deployment URL that the client uses
	"callback_url": "https://<your-deployment>.convex.site/api/auth/callback/<provider>",
	"provider":     "<provider>",             // OAuth provider id, such as github
	"setup":        "npx @convex-dev/auth",   // the set-up command of the library in use, without --prod
	"file":         "<the file in your app>", // file and line in the app's own code
	"package":      "<package>",              // a package with a known bad version
	"installed":    "<installed version>",    //
	"fixed":        "<fixed version>",        //
	"storage_key":  "<the key>",              // the key of an entry in the storage of an app
	"host":         "<host>",                 // a host that could not be reached or that answered wrongly
	"status":       "<status>",               // the status with which it answered

	// what else Convex checks of the token, and what is known of each
	"rest": "the time, the algorithm, typ, the key and the signature. Paste the token, and what can be checked here is checked.",

	// evidence that contradicts itself
	"piece_one":   "the first piece",
	"piece_two":   "the second piece",
	"piece_three": "the third piece",

	// a push that was refused
	"push_fix": "Correct what is wrong in auth.config, and push again.", // what to change, where a rule knows it

	// production: the auth library of robelest, whose names differ by version, and the .well-known documents
	"robelest_setup":      "npx convex-auth",                                 // its set-up command; older: npx @robelest/convex-auth
	"robelest_keys":       "npx convex-auth keys",                            // the command that replaces its keys; to preview.30 the set-up command does
	"robelest_key":        "openssl genpkey -algorithm ed25519 -out jwt.pem", // what makes a key of its kind by hand; RSA to preview.28
	"robelest_url_flag":   "--app-url",                                       // the option of that command for the app's address; older: --site-url
	"robelest_variable":   "APP_URL",                                         // the variable with the app's address; older: SITE_URL
	"site_url_variable":   "<SITE_URL_VARIABLE>",                             // the variable with the HTTP Actions URL, such as VITE_CONVEX_SITE_URL
	"rp_id":               "<your-app-host>",                                 // WebAuthn relying party ID: the app's host, or what the provider sets
	"ios_app_ids":         "<TEAM ID>.<bundle id>",                           // the value of IOS_APP_IDS
	"association_file":    associationFile,
	"android_package":     "<package name>",
	"asset_links_file":    assetLinksFile,
	"android_links":       "<package name>:<SHA-256>",     // the value of ANDROID_APP_LINKS
	"second_origins":      "https://<your second domain>", // the value of SECONDARY_URL
	"change_password_url": "https://<your-app>/settings/password",
	"security_contact":    "mailto:<security address>",
}

var placeholder = lazy.Regexp(`\{\{([a-z_]+)\}\}`)
