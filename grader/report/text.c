/* SPDX-License-Identifier: MIT */
/*
 * The report on the terminal:
 *
 *	Lab 03 ksm: can two processes share what they never shared?
 *	Linux 6.1.0-56-arm64, seed 4711, pages 256 384
 *
 *	  PASS     Pages of equal content in both processes have one PFN  20/20
 *	  FAIL     After the write the writer has its own PFN              0/20
 *
 *	Task 3, “Write a byte”: After the write the writer has its own PFN
 *	           where     page 3 of "buffer"
 *	           expected  a PFN other than 0x41c20
 *	           observed  0x41c20
 *	           hint      which process wrote, and did it write a new byte?
 *
 *	Score 20 of 100
 *	Next: edit labs/03-ksm/exercise.c, then: make lab03 && ./check
 *
 * or, of a whole report, with the story of each claim below its full text. How the program ended
 * is written by end.c.
 */
#include "text.h"
#include "paint.h"
#include "grader/base/text.h"
#include "vm/host/progress.h"

#include <inttypes.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define POINTS_COLUMNS 8

struct report_style report_style_for(FILE *out)
{
	struct report_style style = {.columns = 80, .nr_hints = 1};
	const char *no_color = getenv("NO_COLOR");
	struct winsize size;

	if (!isatty(fileno(out)))
		return style;
	style.colour = (!no_color || !*no_color) && progress_redraws(fileno(out));
	if (!ioctl(fileno(out), TIOCGWINSZ, &size) && size.ws_col)
		style.columns = size.ws_col < 100 ? size.ws_col : 100;
	return style;
}

static enum paint verdict_paint(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
		return PAINT_GREEN;
	case VERDICT_FAIL:
	case VERDICT_TIMEOUT:
		return PAINT_RED;
	case VERDICT_SKIP:
		return PAINT_YELLOW;
	default:
		return PAINT_MAGENTA;
	}
}

static void facts(
	struct page *page, const struct check_info *info, const struct result *result)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return;
	fprintf(out, "Linux %s, seed %" PRIu64, info->kernel, info->seed);
	for (size_t i = 0; i < result->nr_sizes; i++) {
		const struct drawn_size *size = &result->sizes[i];
		bool again = i && !strcmp(size[-1].name, size->name);

		fprintf(out, "%s%s %" PRIu64, again ? " and" : ", ",
			again ? "" : size->name, size->value);
	}
	fclose(out);
	paint(page, PAINT_DIM);
	text_paragraph(page->out, "", text ? text : "", page->columns);
	paint(page, PAINT_OFF);
	free(text);
}

static void header(struct page *page, const struct lab *lab,
	const struct check_info *info, const struct result *result)
{
	char *line;

	if (asprintf(&line, "Lab %.2s %s: %s", lab->folder, lab->folder + 3,
		    lab->question) < 0)
		return;
	paint(page, PAINT_BOLD);
	text_paragraph(page->out, "", line, page->columns);
	paint(page, PAINT_OFF);
	free(line);
	if (!info->kernel)
		return;
	facts(page, info, result);
}

/* What a claim became since the last check: a sign, for those who see no colour. */
static char change_of(const struct report_style *style, const struct lab_claim *claim,
	enum verdict verdict)
{
	bool is = verdict == VERDICT_PASS, was = false;
	char *name;

	if (!style->before || asprintf(&name, ",%s,", claim->name) < 0)
		return ' ';
	was = strstr(style->before, name);
	free(name);
	return is == was ? ' ' : is ? '+' : '-';
}

static void verdict_column(struct page *page, enum verdict verdict, char change)
{
	fprintf(page->out, "%c ", change);
	paint(page, verdict_paint(verdict));
	fprintf(page->out, "%-*s", PAGE_INDENT - 2, verdict_name(verdict));
	paint(page, PAINT_OFF);
}

/* The claim's text with its points at the right end of the first line; of `one_line`, what
 * fits there. */
static void claim_line(struct page *page, const struct lab_claim *claim, int earned,
	enum verdict verdict, char change, bool one_line)
{
	size_t room = page->columns - PAGE_INDENT - POINTS_COLUMNS;
	const char *text = claim->text;

	verdict_column(page, verdict, change);
	for (bool first = true; text; first = false) {
		const char *next;
		size_t length = text_line(text, room, &next);
		bool cut = one_line && next;

		if (cut)
			length = text_line(text, room - 1, &next);
		while (cut && length && strchr(",;: ", text[length - 1]))
			length--;
		fprintf(page->out, "%*s%.*s%s", first ? 0 : PAGE_INDENT, "", (int)length,
			text, cut ? "…" : "");
		if (first)
			fprintf(page->out, "%*s%3d/%d",
				(int)(room - text_columns(text, length) - cut) + 1, "",
				earned, claim->points);
		fputc('\n', page->out);
		text = one_line ? NULL : next;
	}
}

static bool same_details(const struct claim_result *a, const struct claim_result *b)
{
	return a->verdict == b->verdict && !strcmp(a->where, b->where) &&
	       !strcmp(a->expected, b->expected) && !strcmp(a->observed, b->observed);
}

static bool is_missed(const struct claim_result *claim)
{
	return claim->verdict == VERDICT_FAIL || claim->verdict == VERDICT_TIMEOUT;
}

/* What happened to several claims in a row is said once. */
static bool is_repeated(const struct claim_result *claims, size_t i)
{
	return i && *claims[i].observed && same_details(&claims[i], &claims[i - 1]);
}

static bool is_found(const regex_t *expression, const char *text)
{
	return !regexec(expression, text, 0, NULL, 0);
}

/* Does what was seen meet the hint's condition? A program that ended too soon is told of by
 * itself, and what a hint without a condition says of the claim's subject would mislead. */
static bool hint_fits(const struct lab_hint *hint, const struct claim_result *claim)
{
	regex_t expression;
	bool fits;

	if (!hint->when)
		return !claim_not_reached(claim);
	if (regcomp(&expression, hint->when, REG_EXTENDED | REG_NOSUB))
		return false;
	fits = is_found(&expression, claim->where) ||
	       is_found(&expression, claim->expected) ||
	       is_found(&expression, claim->observed);
	regfree(&expression);
	return fits;
}

/* At most nr_hints of those that fit. Returns whether there are more. */
static bool hints(struct page *page, const struct claim_result *claim,
	const struct lab_claim *about, unsigned nr_hints)
{
	unsigned nr = 0;

	for (size_t i = 0; i < about->nr_hints; i++) {
		if (!hint_fits(&about->hints[i], claim))
			continue;
		if (nr == nr_hints)
			return true;
		page_row(page, nr ? "" : "hint", about->hints[i].text);
		nr++;
	}
	return false;
}

/* What the program said on stderr, by the first line: the call that failed first, mostly. Where it
 * ended badly its last words are told already. */
static void errors(struct page *page, const struct result *result)
{
	const char *text = NULL;
	char line[256];
	size_t length, nr_more = 0;

	for (size_t i = 0; !text && i < result->nr_runs; i++)
		if (result->runs[i].errors && *result->runs[i].errors)
			text = result->runs[i].errors;
	if (!text || result_bad_run(result))
		return;
	length = strcspn(text, "\n");
	for (const char *s = text + length; *s; s++)
		nr_more += *s == '\n' && s[1];
	if (nr_more)
		snprintf(line, sizeof(line), "%.*s (and %zu more line%s)",
			(int)(length < 200 ? length : 200), text, nr_more,
			nr_more == 1 ? "" : "s");
	else
		snprintf(line, sizeof(line), "%.*s", (int)(length < 200 ? length : 200),
			text);
	page_row(page, "stderr", line);
}

/* What was expected and seen, and hints: what stopped several claims is mended by the hint of
 * the first, unless more are asked for. Returns whether there are more hints. */
static bool details(struct page *page, const struct result *result,
	const struct claim_result *claims, size_t i, const struct lab_claim *about,
	unsigned nr_hints)
{
	const struct claim_result *claim = &claims[i];
	bool repeated = is_repeated(claims, i);

	if (repeated) {
		page_row(page, "observed", "as above");
	} else {
		page_row(page, "where", claim->where);
		page_row(page, "expected", claim->expected);
		page_row(page, claim->verdict == VERDICT_SKIP ? "reason" : "observed",
			claim->observed);
	}
	if (!is_missed(claim) || (repeated && nr_hints == 1))
		return false;
	if (result)
		errors(page, result);
	return hints(page, claim, about, nr_hints);
}

/* Every claim with its story. Returns whether there are more hints. */
static bool whole_claims(
	struct page *page, const struct result *result, const struct report_style *style)
{
	const struct claim_result *claims = result->claims;
	bool space = true, more_hints = false;

	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		const struct lab_claim *claim = &result->lab->claims[i];
		bool more = claims[i].verdict == VERDICT_PASS
				    ? style->verbose && *claims[i].observed
				    : is_missed(&claims[i]) || !is_repeated(claims, i);

		/* What has details stands in a paragraph of its own. */
		if (space || more)
			fputc('\n', page->out);
		claim_line(page, claim, result_earned(result, i), claims[i].verdict,
			change_of(style, claim, claims[i].verdict), false);
		if (more)
			more_hints |=
				details(page, NULL, claims, i, claim, style->nr_hints);
		space = more && claims[i].verdict != VERDICT_BROKEN &&
			claims[i].verdict != VERDICT_PANIC;
	}
	return more_hints;
}

/* What there is to do now: of the claims that failed that of the first task. If none did, the
 * first that is no PASS, for what ran out of time did so there; nr_claims if all passed. */
static size_t first_to_tell(const struct result *result)
{
	const struct lab *lab = result->lab;
	size_t found = lab->nr_claims;

	for (size_t i = 0; i < lab->nr_claims; i++)
		if (result->claims[i].verdict == VERDICT_FAIL &&
			(found == lab->nr_claims ||
				lab->claims[i].task < lab->claims[found].task))
			found = i;
	for (size_t i = 0; found == lab->nr_claims && i < lab->nr_claims; i++)
		if (result->claims[i].verdict != VERDICT_PASS)
			return i;
	return found;
}

static bool story(struct page *page, const struct result *result, size_t i,
	const struct report_style *style)
{
	const struct lab *lab = result->lab;
	const struct lab_claim *about = &lab->claims[i];
	char *title;
	int n;

	if (is_missed(&result->claims[i]))
		n = asprintf(&title, "Task %d, “%s”: %s", about->task,
			lab->tasks[about->task - 1], about->text);
	else
		n = asprintf(&title, "%s: %s", verdict_name(result->claims[i].verdict),
			about->text);
	if (n < 0)
		return false;
	fputc('\n', page->out);
	paint(page, PAINT_BOLD);
	text_paragraph(page->out, "", title, page->columns);
	paint(page, PAINT_OFF);
	free(title);
	return details(page, result, &result->claims[i], 0, about, style->nr_hints);
}

/* A line for each claim, then one story. */
static bool short_claims(
	struct page *page, const struct result *result, const struct report_style *style)
{
	const struct lab *lab = result->lab;
	size_t first = first_to_tell(result);

	fputc('\n', page->out);
	for (size_t i = 0; i < lab->nr_claims; i++)
		claim_line(page, &lab->claims[i], result_earned(result, i),
			result->claims[i].verdict,
			change_of(style, &lab->claims[i], result->claims[i].verdict),
			true);
	return first < lab->nr_claims && story(page, result, first, style);
}

static void score(struct page *page, const struct result *result)
{
	int points = result_score(result);

	fputc('\n', page->out);
	paint(page, PAINT_BOLD);
	if (result_skipped(result))
		fputs("No score: nothing was judged", page->out);
	else if (points < 0)
		fputs("No score", page->out);
	else
		fprintf(page->out, "Score %d of %d", points, LAB_POINTS);
	paint(page, PAINT_OFF);
	fputc('\n', page->out);
	if (points < 0 && !result_skipped(result)) {
		text_paragraph(page->out, "",
			"Pagelab or the machine failed, not your program.",
			page->columns);
		if (result->trouble)
			text_paragraph(
				page->out, "Reason: ", result->trouble, page->columns);
	}
}

/* A machine of the usual size can show every lab. */
static void unset_sizes(FILE *out)
{
	static const char *const names[] = {"VM_CPUS", "VM_NODES", "VM_MEM"};

	fputs("unset", out);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (getenv(names[i]))
			fprintf(out, " %s", names[i]);
	fputs(", then: ", out);
}

static void next_step(struct page *page, const struct result *result,
	const struct check_info *info, const struct report_style *style, bool more_hints)
{
	const char *folder = result->lab->folder;
	char given[512] = "";
	FILE *out = page->out;

	if (info->exercise_given)
		snprintf(given, sizeof(given), " --exercise %s", info->exercise);
	fputs("Next: ", out);
	if (info->native && !result_left_out(result))
		strncat(given, " --native", sizeof(given) - strlen(given) - 1);
	if (result_broken(result)) {
		fprintf(out, "./check lab%.2s%s --seed %" PRIu64 " -v\n", folder, given,
			info->seed);
	} else if (result_left_out(result) && !info->native) {
		unset_sizes(out);
		fprintf(out, "./check lab%.2s%s\n", folder, given);
	} else if (result_left_out(result)) {
		fprintf(out, "./check lab%.2s%s   judges it in the virtual machine\n",
			folder, given);
	} else if (result_passed(result)) {
		if (info->next_lab)
			fprintf(out, "make lab%.2s\n", info->next_lab);
		else
			fputs("that was the last lab.\n", out);
		if (info->has_native_part && !info->native)
			fprintf(out,
				"      sudo ./check --native lab%.2s   also measures "
				"on real hardware:\n"
				"      emulation shows no latency\n",
				folder);
	} else {
		fprintf(out, "edit %s, then: ", info->exercise);
		if (*given)
			fprintf(out, "./check lab%.2s%s\n", folder, given);
		else
			fprintf(out, "make lab%.2s && ./check\n", folder);
		if (info->compiler_words)
			return;
		if (more_hints)
			fprintf(out, "      ./check lab%.2s --hints %u%s   says more\n",
				folder, style->nr_hints + 1, given);
		else if (!info->native)
			fprintf(out,
				"      ./run lab%.2s --step%s   stops at every "
				"checkpoint\n",
				folder, given);
	}
}

void report_text(FILE *out, const struct result *result, const struct check_info *info,
	const struct report_style *style)
{
	struct page page = {
		.out = out, .colour = style->colour, .columns = style->columns};
	bool more_hints = false;

	if (page.columns < 40)
		page.columns = 40;
	header(&page, result->lab, info, result);
	if (info->compiler_words)
		page_compiler(&page, info->compiler_words);
	page_end(&page, result, info, style);
	if (!info->compiler_words || style->verbose)
		more_hints = style->whole ? whole_claims(&page, result, style)
					  : short_claims(&page, result, style);
	score(&page, result);
	if (info->note)
		text_paragraph(out, "", info->note, page.columns);
	if (!style->watched)
		next_step(&page, result, info, style, more_hints);
	if (style->verbose)
		page_times(&page, info);
}
