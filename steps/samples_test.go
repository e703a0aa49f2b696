package steps

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// packed writes text with a compressor.
func packed(t *testing.T, text string, compressor func(io.Writer) io.WriteCloser) []byte {
	t.Helper()
	var out bytes.Buffer
	packer := compressor(&out)
	if _, err := io.WriteString(packer, text); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstdWriter(out io.Writer) io.WriteCloser {
	made, _ := zstd.NewWriter(out) // no option can be wrong
	return made
}

func gzipWriter(out io.Writer) io.WriteCloser { return gzip.NewWriter(out) }

// What a log says at its end counts as what it says at its beginning, however long it is and whatever it is packed with.
func TestLogsSayTheSameInEveryForm(t *testing.T) {
	var log made
	for i := range 7 {
		log.rows = append(log.rows, fmt.Sprintf(`{"kind":"Completion","udfType":"Query","identifier":"users:me","logLines":[{"messages":["'server identity' null"],"level":"LOG","timestamp":%.0f}],"timestamp":%.3f,"cachedResult":false,"caller":"SyncWorker","error":null,"requestId":"%016x","executionId":"n%d","returnBytes":4,"identityType":"unknown"}`, seconds(float64(i)*9)*1000, seconds(float64(i)*9), i+9000000, i))
		log.rows = append(log.rows, fmt.Sprintf(`{"kind":"Completion","udfType":"Action","identifier":"auth:signIn","logLines":[],"timestamp":%.3f,"cachedResult":false,"caller":"HttpApi","error":"Uncaught Error: Missing environment variable %s","requestId":"%016x","executionId":"e%d","returnBytes":null,"identityType":"unknown"}`, seconds(float64(i)*9+1), []string{"`JWT_PRIVATE_KEY`", "`SITE_URL`"}[i%2], i+8000000, i))
	}
	short := log.lines()
	long := refreshRows(1500) + short
	if len(long) < headSize {
		t.Fatalf("a long log has %d bytes", len(long))
	}
	for name, text := range map[string]string{"short": short, "long": long} {
		var want []string
		for _, form := range []struct {
			name string
			data []byte
		}{{"plain", []byte(text)}, {"gz", packed(t, text, gzipWriter)}, {"zst", packed(t, text, zstdWriter)}} {
			path := filepath.Join(t.TempDir(), "log")
			if err := os.WriteFile(path, form.data, 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			for way, input := range map[string]io.Reader{"file": file, "pipe": bytes.NewReader(form.data)} {
				session := NewSession(func() time.Time { return morning }, true)
				intake, err := session.Read(context.Background(), input, "log")
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, item := range intake.Items {
					if item.Piece.Kind == evidence.KindMessage || item.Piece.Kind == evidence.KindIdentity || item.Piece.Kind == evidence.KindLog {
						got = append(got, fmt.Sprintf("%d %s", item.Piece.Count, item.Piece.Summary))
					}
				}
				result := session.Result()
				if result.Cause == nil || result.Cause.ID != ids.EnvVarMissingOnDeployment {
					t.Fatalf("%s %s %s: cause %+v", name, form.name, way, result.Cause)
				}
				got = append(got, string(result.Cause.Family), result.Cause.Values["variable"], result.Cause.Sentence)
				for _, part := range []string{"4 @convex-dev/auth", "3 @convex-dev/auth", "7 identity · null · in users:me", "1 log · "} {
					if !strings.Contains("\n"+strings.Join(got, "\n"), "\n"+part) {
						t.Errorf("%s %s %s: %q is missing from\n%s", name, form.name, way, part, strings.Join(got, "\n"))
					}
				}
				if want == nil {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s %s %s: %s", name, form.name, way, diff)
				}
			}
		}
	}
}
