package wizard

import "testing"

// TestEvidenceNamesWhatIsNotRecognised holds that the list of evidence says what it did not understand: how it begins,
// or what it resembles. Trifles beside what was recognised are not listed.
func TestEvidenceNamesWhatIsNotRecognised(t *testing.T) {
	around := "Settings\nGeneral\nAuthentication\n" + page + "Looking to create a Deploy Key? You can do so in General Deployment Settings.\n"
	a := open(t, 100, 30).paste(around).keys("e")
	a.wants("▸ providers · 1 entry").lacks("not recognised", "bytes")
	open(t, 100, 30).paste("The weather is fine").keys("e").wants("? not recognised: “The weather is fine”")
	open(t, 100, 30).paste("my password is hunter2").keys("e").wants("? not recognised: 22 bytes").lacks("hunter2")
	open(t, 80, 24).paste("there was some application id of mine").keys("e").wants("it has words of a provider entry, but no domain")
}

// TestEvidenceSaysWhatWasRuledOut holds that a narrow window shows on this page what the pane of a wide one shows.
func TestEvidenceSaysWhatWasRuledOut(t *testing.T) {
	a := open(t, 80, 200).paste(nullLine).paste(page).paste(otherAudience()).keys("esc", "e")
	a.wants("What is known", "providers · 1 entry", "pasted, lines 4-8", "Ruled out", "✓ issuer-mismatch")
	low := open(t, 80, 14).paste(nullLine).paste(page).paste(otherAudience()).keys("esc", "e")
	low.wants("What is known").lacks("✓ issuer-mismatch")
	for range 30 {
		low.keys("down")
	}
	low.wants("✓ issuer-mismatch").lacks("What is known")
	for range 30 {
		low.keys("up")
	}
	low.keys("home").wants("What is known", "▸ identity").keys("end", "end").wants("✓ issuer-mismatch").keys("home").wants("What is known")
}
