package messages

// wellKnownTexts are what Apple, Google and validators say of the files of .well-known (P 3.12, 3.17, 3.27).
var wellKnownTexts = []printed{
	{ID: "aasa-not-associated", Fact: "P 3.12", Source: FromValidator,
		Text: "application with identifier {app} is not associated with domain {domain}"},
	{ID: "aasa-server-trust", Fact: "P 3.12", Source: FromValidator, Text: "Bad apple-app-site-association server trust"},
	{ID: "aasa-redirect", Fact: "P 3.12", Source: FromValidator, Text: "Denying redirect '{from}'"},

	{ID: "assetlinks-no-statements", Fact: "P 3.17", Source: FromValidator, Text: "No statements were found"},
	{ID: "assetlinks-unparseable", Fact: "P 3.17", Source: FromValidator, Text: "Could not parse statement list"},
	{ID: "assetlinks-no-relations", Fact: "P 3.17", Source: FromValidator, Text: "no relation array specified"},
	{ID: "assetlinks-relation", Fact: "P 3.17", Source: FromValidator, Text: "Invalid relation string"},
	{ID: "assetlinks-field", Fact: "P 3.17", Source: FromValidator, Text: "Invalid '{field}' field in relation string"},
	{ID: "assetlinks-no-package", Fact: "P 3.17", Source: FromValidator, Text: "no package_name field"},
	{ID: "assetlinks-certificates", Fact: "P 3.17", Source: FromValidator, Text: "must contain at least one certificate"},
	{ID: "assetlinks-budget", Fact: "P 3.17", Source: FromValidator, Text: "Fetch budget exhausted"},
	{ID: "assetlinks-redirect", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_REDIRECT"},
	{ID: "assetlinks-content-type", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_WRONG_CONTENT_TYPE"},
	{ID: "assetlinks-certificate", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_FAILED_SSL_VALIDATION"},
	{ID: "assetlinks-too-large", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_TOO_LARGE"},
	{ID: "assetlinks-malformed", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_MALFORMED_CONTENT"},
	{ID: "assetlinks-fetch", Fact: "P 3.17", Source: FromValidator, Text: "ERROR_CODE_FETCH_ERROR"},

	{ID: "security-txt-no-expires", Fact: "P 3.27", Source: FromValidator, Text: "'Expires' field must be present."},
	{ID: "security-txt-expired", Fact: "P 3.27", Source: FromValidator,
		Text: "Date and time in 'Expires' field must not be in the past."},
	{ID: "security-txt-no-contact", Fact: "P 3.27", Source: FromValidator, Text: "'Contact' field must appear at least once."},
}
