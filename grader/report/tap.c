/* SPDX-License-Identifier: MIT */
/* Writes TAP 13, see tap.h. */
#include "tap.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A JSON string is a YAML string, on one line. */
static void yaml(FILE *out, const char *key, const char *text)
{
	json_t *string;
	char *quoted;

	if (!text || !*text)
		return;
	string = json_string(text);
	quoted = json_dumps(string, JSON_ENCODE_ANY);
	fprintf(out, "  %s: %s\n", key, quoted ? quoted : "\"\"");
	free(quoted);
	json_decref(string);
}

/* A comment or directive is one line. */
static void one_line(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text == '\n' ? ' ' : *text, out);
	fputc('\n', out);
}

static void point(FILE *out, const struct result *result, size_t i)
{
	const struct claim_result *claim = &result->claims[i];
	bool passed = claim->verdict == VERDICT_PASS,
	     skipped = claim->verdict == VERDICT_SKIP;

	fprintf(out, "%s %zu - %s", passed || skipped ? "ok" : "not ok", i + 1,
		result->lab->claims[i].name);
	if (skipped) {
		fputs(" # SKIP ", out);
		one_line(out, claim->observed);
		return;
	}
	fputc('\n', out);
	if (passed)
		return;
	fputs("  ---\n", out);
	yaml(out, "verdict", verdict_name(claim->verdict));
	yaml(out, "claim", result->lab->claims[i].text);
	yaml(out, "where", claim->where);
	yaml(out, "expected", claim->expected);
	yaml(out, "observed", claim->observed);
	fputs("  ...\n", out);
}

static void comments(FILE *out, const char *text)
{
	while (*text) {
		const char *next = strchrnul(text, '\n');

		fprintf(out, "# %.*s\n", (int)(next - text), text);
		text = next + (*next == '\n');
	}
}

void report_tap(FILE *out, const struct result *result, const struct check_info *info)
{
	int score = result_score(result);

	/* For TAP a skipped point is a good one; a plan that is skipped is not. */
	if (result_skipped(result)) {
		fputs("TAP version 13\n1..0 # SKIP ", out);
		one_line(out, result->claims[0].observed);
		return;
	}
	fprintf(out, "TAP version 13\n1..%zu\n# %s, %s, seed %" PRIu64 "\n",
		result->lab->nr_claims, result->lab->folder,
		info->kernel ? info->kernel : "no machine", info->seed);
	if (info->compiler_words)
		comments(out, info->compiler_words);
	for (size_t i = 0; i < result->lab->nr_claims; i++)
		point(out, result, i);
	if (result->panic)
		comments(out, result->panic);
	if (score >= 0) {
		fprintf(out, "# score %d of %d\n", score, LAB_POINTS);
		return;
	}
	fputs("Bail out! ", out);
	one_line(out, result->trouble ? result->trouble : "a claim is BROKEN");
}
