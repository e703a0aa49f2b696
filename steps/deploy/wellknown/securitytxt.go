package wellknown

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"convex-auth-doctor/steps/deploy/jsnum"
	"convex-auth-doctor/steps/deploy/response"
)

// Limits that RFC 9116 section 5.3 leaves to the reader; these are the ones of P 3.26.
const (
	securityMaxBytes = 32 << 10
	securityMaxLine  = 2048
	securityMaxLines = 1000
	// longExpiry is the time ahead from which Expires is too far: RFC 9116 section 2.5.5 wants less than a year.
	longExpiry = 365 * 24 * time.Hour
	// The largest time of a JavaScript Date, in milliseconds.
	maxDate = 8.64e15
)

// BuildSecurityTxt makes the file of SECURITY_CONTACT and SECURITY_TXT_EXPIRES_DAYS as the library does (P 3.28).
func BuildSecurityTxt(settings Settings) Built {
	if settings.Contact == "" {
		return notConfigured(nil)
	}
	days := 365.0
	if settings.Days != "" {
		var ok bool
		if days, ok = jsnum.Parse(settings.Days); !ok {
			return Built{Status: 500, Dropped: []Dropped{{1, show(settings.Days), "this is no number, and the library throws"}}}
		}
	}
	millis := float64(settings.Now.UnixMilli()) + days*24*60*60*1000
	if millis > maxDate || millis < -maxDate {
		return Built{Status: 500, Dropped: []Dropped{{1, show(settings.Days), "the date is out of range, and the library throws"}}}
	}
	expires := time.UnixMilli(int64(millis)).UTC().Format("2006-01-02T15:04:05.000Z")
	return Built{Status: 200, ContentType: "text/plain; charset=utf-8", Body: "Contact: " + settings.Contact + "\nExpires: " + expires + "\n"}
}

// CheckSecurityTxtTransport checks where and how the file is served.
func CheckSecurityTxtTransport(exchange response.Exchange) []Problem {
	var problems []Problem
	add := func(level Level, code, text, expected, actual string) {
		problems = append(problems, Problem{level, code, text, expected, actual})
	}
	if exchange.Failure != "" {
		add(Wrong, "invalid_cert", "The request failed: "+show(exchange.Failure)+".", "an answer over https", show(exchange.Failure))
	}
	if !exchange.HasHeaders() {
		return problems
	}
	last := exchange.Last()
	if strings.HasPrefix(last.URL, "http://") {
		add(Wrong, "invalid_uri_scheme", "The file is served over http.", "https://", show(last.URL))
	}
	if last.URL != "" && !strings.Contains(last.URL, SecurityTxt.Path()) {
		add(Wrong, "location", "The file stands in the old place at the root.", SecurityTxt.Path(), show(last.URL))
	}
	if status := exchange.Status(); status != 200 && status != 0 {
		add(Wrong, "no_security_txt", fmt.Sprintf("Status %d: there is no file.", status), "status 200", fmt.Sprintf("status %d", status))
		return problems
	}
	mediaType, parameters, ok := exchange.ContentType()
	switch {
	case !ok:
		add(Wrong, "no_content_type", "There is no Content-Type.", "text/plain; charset=utf-8", "no Content-Type")
	case mediaType != "text/plain":
		add(Wrong, "invalid_media", fmt.Sprintf("Content-Type is %s.", show(mediaType)), "text/plain; charset=utf-8", show(mediaType))
	default:
		charset := strings.Trim(strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(parameters, " ", "")), "charset="), `"`)
		if charset != "utf-8" && charset != "" {
			add(Wrong, "invalid_charset", "The charset is not utf-8.", "charset=utf-8", show(parameters))
		}
	}
	return problems
}

type securityField struct {
	line  int
	name  string // in lower case
	value string
}

// CheckSecurityTxt checks the body of the file (RFC 9116, P 3.26, 3.27). The codes are those of the sectxt validator.
// fetched is the address that it came from, "" when not known.
func CheckSecurityTxt(body []byte, fetched string, now time.Time) []Problem {
	var problems []Problem
	add := func(level Level, code, text, actual string) {
		problems = append(problems, Problem{Level: level, Code: code, Text: text, Actual: actual})
	}
	if len(body) > securityMaxBytes {
		add(Doubt, "size", fmt.Sprintf("The file has %d bytes; readers stop at 32 KB.", len(body)), "")
		body = body[:securityMaxBytes]
	}
	if strings.HasPrefix(string(body), "\ufeff") {
		add(Wrong, "bom_in_file", "The file begins with a byte order mark.", "")
		body = body[len("\ufeff"):]
	}
	if !utf8.Valid(body) {
		add(Wrong, "utf8", "The file is not UTF-8.", "")
	}
	fields, signed, found := securityFields(string(body))
	problems = append(problems, found...)
	byName := map[string][]securityField{}
	for _, field := range fields {
		byName[field.name] = append(byName[field.name], field)
		problems = append(problems, field.check()...)
	}
	if len(byName["contact"]) == 0 {
		add(Wrong, "no_contact", "'Contact' field must appear at least once.", "no Contact")
	}
	problems = append(problems, checkExpires(byName["expires"], now)...)
	if len(byName["preferred-languages"]) > 1 {
		add(Wrong, "multi_lang", "'Preferred-Languages' must not appear more than once.", "")
	}
	problems = append(problems, checkCanonical(byName["canonical"], fetched)...)
	if len(byName["encryption"]) == 0 && strings.Contains(joinValues(byName["contact"]), "mailto:") {
		add(Note, "no_encryption", "'Encryption' is recommended where a contact is an e-mail address.", "")
	}
	if !signed {
		add(Doubt, "not_signed", "The file is not signed; a signature is recommended, and the library cannot make one.", "")
	}
	return problems
}

// securityFields reads the lines. Those of an OpenPGP cleartext signature around the fields do not count.
func securityFields(text string) (fields []securityField, signed bool, problems []Problem) {
	add := func(level Level, code string, line int, text string) {
		problems = append(problems, Problem{Level: level, Code: code, Text: fmt.Sprintf("Line %d: %s", line, text), Actual: fmt.Sprintf("line %d", line)})
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		add(Wrong, "no_line_separators", strings.Count(text, "\n")+1, "every line must end with a line feed, the last one too.")
	}
	headers := false
	for i, line := range strings.Split(text, "\n") {
		number := i + 1
		if number > securityMaxLines {
			break
		}
		line = strings.TrimSuffix(line, "\r")
		switch {
		case strings.Contains(line, "\r"):
			add(Wrong, "no_line_separators", number, "a carriage return alone does not end a line.")
		case len(line) > securityMaxLine:
			add(Doubt, "line_length", number, "it is longer than 2048 characters.")
			continue
		}
		switch {
		case strings.HasPrefix(line, "-----BEGIN PGP SIGNED MESSAGE-----"):
			signed, headers = true, true
			continue
		case strings.HasPrefix(line, "-----BEGIN PGP SIGNATURE-----"):
			return fields, signed, problems
		case headers: // "Hash: SHA512" up to the empty line belongs to the signature
			headers = strings.TrimSpace(line) != ""
			continue
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
			continue
		}
		line = strings.TrimPrefix(line, "- ") // dash escaping of RFC 4880 section 7.1
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			add(Wrong, "invalid_line", number, "a line must be a field, a comment or blank.")
			continue
		}
		if strings.TrimRight(name, " \t") != name {
			add(Wrong, "prec_ws", number, "there must be no blank before the colon.")
		}
		if strings.TrimSpace(value) == "" {
			add(Wrong, "empty_value", number, "the field has no value.")
			continue
		}
		if !strings.HasPrefix(value, " ") {
			add(Wrong, "no_space", number, "the colon must be followed by a space.")
		}
		fields = append(fields, securityField{number, strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
	}
	return fields, signed, problems
}

// addresses are the fields whose value is a URI.
var addresses = map[string]bool{
	"contact": true, "canonical": true, "encryption": true, "acknowledgments": true, "policy": true, "hiring": true, "csaf": true,
}

func (field securityField) check() []Problem {
	problem := func(code, text string) []Problem {
		return []Problem{{Level: Wrong, Code: code, Text: fmt.Sprintf("Line %d: %s", field.line, text), Actual: show(field.value)}}
	}
	switch {
	case addresses[field.name]:
		scheme, _, ok := strings.Cut(field.value, ":")
		switch {
		case !ok || strings.ContainsAny(scheme, "@/. "):
			if strings.Contains(field.value, "@") {
				return problem("no_uri", "the value must be a URI: write mailto: before the address.")
			}
			return problem("no_uri", "the value must be a URI, such as https://… or mailto:….")
		case strings.EqualFold(scheme, "http"):
			return problem("no_https", "a web address must begin with https://.")
		}
	case field.name == "preferred-languages":
		for _, tag := range strings.Split(field.value, ",") {
			if _, err := language.Parse(strings.TrimSpace(tag)); err != nil || strings.TrimSpace(tag) == "" {
				return problem("invalid_lang", "“"+show(strings.TrimSpace(tag))+"” is no language tag.")
			}
		}
	}
	return nil
}

func checkExpires(fields []securityField, now time.Time) []Problem {
	switch {
	case len(fields) == 0:
		return []Problem{{Wrong, "no_expire", "'Expires' field must be present.", "Expires: a date and time", "no Expires"}}
	case len(fields) > 1:
		return []Problem{{Wrong, "multi_expire", "'Expires' must not appear more than once.", "one Expires", fmt.Sprintf("%d", len(fields))}}
	}
	value := fields[0].value
	// RFC 3339 allows small letters for T and Z.
	expires, err := time.Parse(time.RFC3339, strings.ToUpper(value))
	if err != nil {
		return []Problem{{Wrong, "invalid_expiry", "'Expires' is no date and time of RFC 3339.", "2027-01-31T00:00:00Z", show(value)}}
	}
	switch left := expires.Sub(now); {
	case left <= 0:
		return []Problem{{Wrong, "expired", "Date and time in 'Expires' field must not be in the past.", "after " + now.UTC().Format(time.RFC3339), show(value)}}
	case left >= longExpiry:
		return []Problem{{Doubt, "long_expiry", "'Expires' is a year or more ahead; less is recommended.", "180 to 364 days ahead", show(value)}}
	}
	return nil
}

func checkCanonical(fields []securityField, fetched string) []Problem {
	if len(fields) == 0 {
		return []Problem{{Doubt, "no_canonical", "'Canonical' is recommended; the library writes it only when code passes it.", "Canonical: https://…" + SecurityTxt.Path(), "no Canonical"}}
	}
	if fetched == "" {
		return nil
	}
	for _, field := range fields {
		if field.value == fetched {
			return nil
		}
	}
	return []Problem{{Wrong, "no_canonical_match", "No 'Canonical' is the address that the file came from: readers must not trust it.", show(fetched), show(joinValues(fields))}}
}

func joinValues(fields []securityField) string {
	var values []string
	for _, field := range fields {
		values = append(values, field.value)
	}
	return strings.Join(values, ", ")
}
