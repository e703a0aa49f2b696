// Package made makes logs for measuring, from a seed.
package made

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"
)

// Log writes a log of about size bytes in the given format ("jsonl", "text" or "stream", the webhook's events): rows of many functions, one in 150 belongs to a refresh, six queries follow
// each refresh, one row in ten has console lines.
func Log(out io.Writer, format string, size int64) {
	maker := maker{out: out, format: format, random: rand.New(rand.NewPCG(1, 2)), at: 1787357658.0}
	for maker.written < size {
		maker.at += maker.random.ExpFloat64() * 0.05
		if maker.random.IntN(300) == 0 {
			maker.refresh()
			continue
		}
		maker.ordinary()
	}
}

type maker struct {
	out     io.Writer
	format  string
	random  *rand.Rand
	at      float64
	written int64
}

var functions = []string{
	"messages:list", "messages:send", "users:me", "users:get", "channels:list", "channels:unread", "files:getUrl", "presence:list",
	"presence:heartbeat", "notifications:list", "search:run", "settings:get", "billing:status", "tasks:list", "tasks:update",
}

var lines = []string{
	"'loaded channel' 'general' 42", "'cache miss for' 'user_2abc'", "'took' 12 'ms'", "'sending notification to' 3 'devices'",
	"{ id: 'j57d8c2e9k', count: 3 }", "'retry' 2", "'identity ok'", "'payload' { a: 1, b: 'text with \"quotes\"' }",
}

func (maker *maker) ordinary() {
	name := functions[maker.random.IntN(len(functions))]
	printed := ""
	if maker.random.IntN(10) == 0 {
		printed = lines[maker.random.IntN(len(lines))]
	}
	failure := ""
	if maker.random.IntN(2000) == 0 {
		failure = "Uncaught Error: Not found\n    at handler (../convex/messages.ts:12:4)\n"
	}
	udf, caller := "Query", "SyncWorker"
	switch name {
	case "messages:send", "tasks:update", "presence:heartbeat":
		udf = "Mutation"
	}
	maker.row(row{name: name, udf: udf, caller: caller, printed: printed, level: "LOG", failure: failure, cached: maker.random.IntN(3) > 0,
		identity: "user", bytes: 20 + maker.random.IntN(4000)})
}

func (maker *maker) refresh() {
	request, action := maker.hex(16), maker.uuid()
	maker.row(row{name: "auth:store", udf: "Mutation", caller: "Action", printed: "'`auth:store` type: refreshSession'", level: "INFO", request: request,
		parent: action, bytes: 701, identity: "unknown"})
	maker.at += 0.011
	maker.row(row{name: "auth:signIn", udf: "Action", caller: "HttpApi", request: request, execution: action, bytes: 712, identity: "unknown"})
	for range 6 {
		maker.at += 0.004
		maker.row(row{name: functions[maker.random.IntN(len(functions))], udf: "Query", caller: "SyncWorker", cached: true, identity: "user", bytes: 300, reason: "identityChange"})
	}
}

type row struct {
	name, udf, caller, printed, level, failure, request, execution, parent, identity, reason string
	cached                                                                                   bool
	bytes                                                                                    int
}

func (maker *maker) row(row row) {
	if row.request == "" {
		row.request = maker.hex(16)
	}
	if row.execution == "" {
		row.execution = maker.uuid()
	}
	switch maker.format {
	case "text":
		maker.text(row)
	case "stream":
		maker.stream(row)
	default:
		maker.jsonl(row)
	}
}

func (maker *maker) print(format string, values ...any) {
	n, _ := fmt.Fprintf(maker.out, format, values...)
	maker.written += int64(n)
}

func (maker *maker) jsonl(row row) {
	printed := "[]"
	if row.printed != "" {
		printed = fmt.Sprintf(`[{"messages":[%s],"isTruncated":false,"timestamp":%d,"level":"%s","systemMetadata":null}]`, strconv.Quote(row.printed), int64(maker.at*1000), row.level)
	}
	failure, parent := "null", "null"
	if row.failure != "" {
		failure = strconv.Quote(row.failure)
	}
	if row.parent != "" {
		parent = strconv.Quote(row.parent)
	}
	maker.print(`{"kind":"Completion","udfType":"%s","componentPath":null,"identifier":"%s","logLines":%s,"timestamp":%.3f,"cachedResult":%t,"caller":"%s","parentExecutionId":%s,"executionTime":%.6f,"userExecutionTime":%.6f,"success":null,"error":%s,"requestId":"%s","executionId":"%s","usageStats":{"databaseReadBytes":%d,"databaseWriteBytes":%d,"databaseIoReadBytes":0,"databaseIoWriteBytes":0,"databaseReadDocuments":%d,"databaseWriteDocuments":0,"storageReadBytes":0,"storageWriteBytes":0,"vectorIndexReadBytes":0,"vectorIndexWriteBytes":0,"textIndexQueryBytes":0,"textIndexWriteQueryBytes":0,"vectorIndexReadQueryBytes":0,"vectorIndexWriteQueryBytes":0,"networkEgressBytes":0,"memoryUsedMb":64},"returnBytes":%d,"occInfo":null,"willRetry":false,"executionTimestamp":%.3f,"identityType":"%s","environment":"isolate"}`+"\n",
		row.udf, row.name, printed, maker.at, row.cached, row.caller, parent, maker.random.Float64()/50, maker.random.Float64()/90, failure, row.request,
		row.execution, maker.random.IntN(100000), maker.random.IntN(1000), maker.random.IntN(100), row.bytes, maker.at-0.01, row.identity)
}

func (maker *maker) stream(row row) {
	kind := map[string]string{"Query": "query", "Mutation": "mutation", "Action": "action"}[row.udf]
	const convex = `"convex":{"deployment_name":"happy-animal-123","deployment_type":"prod","deployment_ref":null,"project_name":"My App","project_slug":"my-app","deployment_region":"aws-us-east-1"}`
	function := fmt.Sprintf(`"function":{"path":"%s","type":"%s","cached":%t,"request_id":"%s","mutation_queue_length":null,"mutation_retry_count":null}`, row.name, kind, row.cached, row.request)
	if row.printed != "" {
		maker.print(`{"timestamp":%d,"topic":"console",%s,"log_level":"%s","message":%s,"is_truncated":false,"system_code":null,%s}`+"\n", int64(maker.at*1000), function, row.level, strconv.Quote(row.printed), convex)
	}
	status, failure, reason := "success", "null", row.reason
	if row.failure != "" {
		status, failure = "failure", strconv.Quote(row.failure)
	}
	if reason == "" {
		reason = map[string]string{"SyncWorker": "dataChange", "HttpApi": "httpApi", "Action": "action"}[row.caller]
	}
	maker.print(`{"timestamp":%d,"topic":"function_execution",%s,"execution_time_ms":%d,"user_execution_time_ms":1,"status":"%s","error_message":%s,"occ_info":null,"will_retry":false,"scheduler_info":null,"run_reason":"%s","usage":{"database_read_bytes":%d,"database_write_bytes":0,"database_io_read_bytes":0,"database_io_write_bytes":0,"database_read_documents":3,"database_write_documents":0,"file_storage_read_bytes":0,"file_storage_write_bytes":0,"function_args_bytes":20,"function_returns_bytes":%d},%s}`+"\n",
		int64(maker.at*1000), function, maker.random.IntN(30), status, failure, reason, maker.random.IntN(10000), row.bytes, convex)
}

func (maker *maker) text(row row) {
	head := time.Unix(int64(maker.at), 0).UTC().Format("1/2/2006, 3:04:05 PM") + " [CONVEX " + row.udf[:1] + "(" + row.name + ")] "
	if row.printed != "" {
		maker.print("%s[%s] %s\n", head, row.level, row.printed)
	}
	if row.failure != "" {
		maker.print("%s%s", head, row.failure)
		return
	}
	maker.print("%sFunction executed in %d ms\n", head, 1+maker.random.IntN(300))
}

func (maker *maker) hex(n int) string {
	const digits = "0123456789abcdef"
	made := make([]byte, n)
	for i := range made {
		made[i] = digits[maker.random.IntN(16)]
	}
	return string(made)
}

func (maker *maker) uuid() string {
	return maker.hex(8) + "-" + maker.hex(4) + "-" + maker.hex(4) + "-" + maker.hex(4) + "-" + maker.hex(12)
}
