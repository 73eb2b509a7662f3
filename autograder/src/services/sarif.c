/*
 * sarif.c - findings as SARIF 2.1.0, for GitHub's code scanning and for editors.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html , and the part of it
 * that GitHub reads: https://docs.github.com/en/code-security/reference/code-scanning/
 * sarif-files/sarif-support . All stages are one run, since GitHub no longer joins
 * several in one file. A finding's kind is the rule; what has no line points to the
 * first file of the submission, or to the exercise, because GitHub wants a place.
 *
 * What only held-back tests found is left out. What is not graded is a run that was not
 * successful, with a notification: no results then means nothing.
 */
#include "services/services.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "pipeline/pipeline.h"
#include "view/doc.h"
#include "view/words.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
	"sarif-schema-2.1.0.json"

/* A relative path as a URI: all but what RFC 3986 leaves unreserved, and the slash. */
static json_t *uri(const char *path)
{
	struct text t = TEXT_EMPTY;

	for (const unsigned char *s = (const unsigned char *)path; *s != '\0'; s++)
		if (isalnum(*s) || strchr("-._~/", *s) != NULL)
			text_add_n(&t, (const char *)s, 1);
		else
			text_add_format(&t, "%%%02X", *s);
	json_t *string = json_string(text_string(&t));
	text_free(&t);
	return string;
}

static json_t *message(const char *text)
{
	return json_pack("{s:o}", "text", export_string(text));
}

static json_t *location(const char *file, const json_t *place)
{
	json_t *physical = json_pack("{s:{s:o, s:s}}", "artifactLocation", "uri", uri(file),
	                             "uriBaseId", "%SRCROOT%");
	long long line = doc_int(place, "line"), column = doc_int(place, "column");
	json_t *region = json_pack("{s:I}", "startLine", (json_int_t)(line > 0 ? line : 1));

	if (line > 0 && column > 0)
		json_object_set_new(region, "startColumn", json_integer(column));
	json_object_set_new(physical, "region", region);
	return json_pack("{s:o}", "physicalLocation", physical);
}

static const char *file_of(const json_t *document, const json_t *place)
{
	const char *file = doc_text(place, "file");
	const json_t *first = json_array_get(doc_list(document, "files"), 0);

	if (file == NULL || file[0] == '/' || file[0] == '\0')
		file = doc_text(first, "path");
	if (file == NULL)
		file = doc_text(document, "exercise");
	return file != NULL ? file : "README.md";
}

/* ---- results ----------------------------------------------------------------- */

/* The same cause at the same place stays the same when lines above it move. */
static json_t *fingerprint(const json_t *document, const json_t *finding)
{
	const json_t *snippet = doc_list(finding, "snippet");
	const json_t *where = doc_object(finding, "where");
	const char *parts[] = { doc_text(document, "stage"), doc_text(finding, "kind"),
	                        doc_text(where, "file"), doc_text(where, "function") };
	uint64_t hash = HASH_START;
	char number[32];

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		hash = hash_string(hash, parts[i] != NULL ? parts[i] : "");
	for (size_t i = 0; i < json_array_size(snippet); i++)
		if (doc_bool(json_array_get(snippet, i), "hit")) {
			const char *text = doc_text(json_array_get(snippet, i), "text");
			hash = hash_string(hash, text != NULL ? text : "");
		}
	snprintf(number, sizeof number, "%016" PRIx64, hash);
	return json_pack("{s:s}", "grade/v1", number);
}

static void add_related(const json_t *document, const json_t *frames, const char *says,
                        json_t *related)
{
	for (size_t i = 0; i < json_array_size(frames); i++) {
		const json_t *frame = json_array_get(frames, i);
		const json_t *place = doc_object(frame, "place");
		if (!doc_bool(frame, "owned") || doc_text(place, "file") == NULL)
			continue;
		json_t *there = location(file_of(document, place), place);
		json_object_set_new(there, "id",
		                    json_integer((json_int_t)json_array_size(related) + 1));
		json_object_set_new(there, "message", message(says));
		json_array_append_new(related, there);
		return;
	}
}

static const char *level(const json_t *finding)
{
	return doc_is(finding, "severity", "error") ? "error"
	     : doc_is(finding, "severity", "warning") ? "warning" : "note";
}

static json_t *result_of(const json_t *document, const json_t *finding, size_t rule)
{
	const json_t *where = doc_object(finding, "where");
	const json_t *block = doc_object(finding, "block");
	struct text t = TEXT_EMPTY;
	json_t *related = json_array();

	export_finding(&t, finding);
	add_related(document, doc_list(block, "allocated"), "the block came from here",
	            related);
	add_related(document, doc_list(block, "freed"), "it was freed here", related);
	add_related(document, doc_list(finding, "origin"),
	            "the value came into being here", related);
	json_t *result = json_pack("{s:s, s:I, s:s, s:o, s:[o], s:o}",
		"ruleId", doc_text(finding, "kind"), "ruleIndex", (json_int_t)rule,
		"level", level(finding), "message", message(text_string(&t)),
		"locations", location(file_of(document, where), where),
		"partialFingerprints", fingerprint(document, finding));
	if (json_array_size(related) > 0)
		json_object_set(result, "relatedLocations", related);
	json_decref(related);
	text_free(&t);
	return result;
}

/* The number of the rule for this finding, which is added when it is new. */
static size_t rule_of(const json_t *finding, json_t *rules)
{
	const char *kind = doc_text(finding, "kind");
	struct words lesson = words_lesson(doc_object(finding, "lesson"));

	for (size_t i = 0; i < json_array_size(rules); i++)
		if (doc_is(json_array_get(rules, i), "id", kind))
			return i;
	json_t *rule = json_pack("{s:s, s:o}", "id", kind,
		"shortDescription", message(kind));
	if (lesson.text[0] != '\0') {
		struct text help = TEXT_EMPTY;
		text_add_format(&help, "The lesson explains it: %s", lesson.text);
		json_object_set_new(rule, "help", message(text_string(&help)));
		text_free(&help);
	}
	json_array_append_new(rules, rule);
	return json_array_size(rules) - 1;
}

/* ---- the run -------------------------------------------------------------------- */

static json_t *invocation(const struct export *e)
{
	json_t *notes = json_array();

	for (size_t i = 0; i < e->count; i++) {
		const json_t *document = e->documents[i];
		struct text why = TEXT_EMPTY;
		if (doc_is(document, "status", "graded"))
			continue;
		export_problem(document, &why);
		json_array_append_new(notes, json_pack("{s:s, s:o}", "level",
			doc_is(document, "status", "rejected") ? "warning" : "error",
			"message", message(text_string(&why))));
		text_free(&why);
	}
	return json_pack("{s:b, s:o}", "executionSuccessful",
	                 export_not_graded(e) == NULL,
	                 "toolExecutionNotifications", notes);
}

bool export_sarif(const struct export *e, struct text *out, struct text *problem)
{
	json_t *rules = json_array(), *results = json_array();

	(void)problem;
	for (size_t i = 0; i < e->count; i++) {
		const json_t *findings = doc_list(e->documents[i], "findings");
		for (size_t k = 0; k < json_array_size(findings); k++) {
			const json_t *finding = json_array_get(findings, k);
			if (doc_text(finding, "kind") != NULL &&
			    export_shows_finding(e, e->documents[i], finding))
				json_array_append_new(results, result_of(e->documents[i],
					finding, rule_of(finding, rules)));
		}
	}
	export_json(out, json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:[o], s:s, s:o}]}",
		"$schema", SCHEMA, "version", "2.1.0", "runs",
		"tool", "driver", "name", "grade", "semanticVersion", GRADE_VERSION ".0",
		"rules", rules, "invocations", invocation(e),
		"columnKind", "unicodeCodePoints", "results", results), JSON_INDENT(2));
	return true;
}
