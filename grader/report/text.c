/* SPDX-License-Identifier: MIT */
/*
 * The report on the terminal:
 *
 *	Lab 03 ksm: can two processes share what they never shared?
 *	Linux 6.1.0-56-arm64, seed 4711, pages 256 384
 *
 *	  PASS  pages of equal content in both processes have one PFN    20/20
 *	  FAIL  after the write the writer has its own PFN                0/20
 *	        where     page 3 of "buffer"
 *	        expected  a PFN other than 0x41c20
 *	        observed  0x41c20
 *	        hint      which process wrote, and did it write a new byte?
 *
 *	Score 20 of 100
 *	Next: edit labs/03-ksm/exercise.c, then: make lab03 && ./check
 *
 * How the program ended is written by end.c.
 */
#include "text.h"
#include "paint.h"
#include "grader/base/text.h"

#include <inttypes.h>
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
	style.colour = !no_color || !*no_color;
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

/* The claim's text with its points at the right end of the first line. */
static void claim_line(struct page *page, const struct lab_claim *claim, int earned,
	enum verdict verdict)
{
	size_t room = page->columns - PAGE_INDENT - POINTS_COLUMNS;
	const char *text = claim->text;

	fputs("  ", page->out);
	paint(page, verdict_paint(verdict));
	fprintf(page->out, "%-*s", PAGE_INDENT - 2, verdict_name(verdict));
	paint(page, PAINT_OFF);
	for (bool first = true; text; first = false) {
		const char *next;
		size_t length = text_line(text, room, &next);

		fprintf(page->out, "%*s%.*s", first ? 0 : PAGE_INDENT, "", (int)length,
			text);
		if (first)
			fprintf(page->out, "%*s%3d/%d",
				(int)(room - text_columns(text, length)) + 1, "", earned,
				claim->points);
		fputc('\n', page->out);
		text = next;
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

/* What was expected and seen, and hints: what stopped several claims is mended by the hint of
 * the first, unless more are asked for. */
static void details(struct page *page, const struct claim_result *claims, size_t i,
	const struct lab_claim *about, unsigned nr_hints)
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
		return;
	for (unsigned k = 0; k < nr_hints && k < LAB_NR_HINTS; k++)
		page_row(page, k ? "" : "hint", about->hints[k]);
}

static void claims(
	struct page *page, const struct result *result, const struct report_style *style)
{
	const struct claim_result *claims = result->claims;
	bool space = true;

	for (size_t i = 0; i < result->lab->nr_claims; i++) {
		const struct lab_claim *claim = &result->lab->claims[i];
		bool more = claims[i].verdict == VERDICT_PASS
				    ? style->verbose && *claims[i].observed
				    : is_missed(&claims[i]) || !is_repeated(claims, i);

		/* What has details stands in a paragraph of its own. */
		if (space || more)
			fputc('\n', page->out);
		claim_line(page, claim, result_earned(result, i), claims[i].verdict);
		if (more)
			details(page, claims, i, claim, style->nr_hints);
		space = more && claims[i].verdict != VERDICT_BROKEN &&
			claims[i].verdict != VERDICT_PANIC;
	}
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
			"This is the workbook's or the machine's fault, not your "
			"program's.",
			page->columns);
		if (result->trouble)
			text_paragraph(
				page->out, "Reason: ", result->trouble, page->columns);
	}
}

static void next_step(struct page *page, const struct result *result,
	const struct check_info *info, const struct report_style *style)
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
		fprintf(out, "unset VM_CPUS, then: ./check lab%.2s%s\n", folder, given);
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
		if (!info->native)
			fprintf(out,
				"      ./run lab%.2s --step%s   stops at every "
				"checkpoint\n",
				folder, given);
		if (style->nr_hints < LAB_NR_HINTS)
			fprintf(out, "      ./check lab%.2s --hints %u%s   says more\n",
				folder, style->nr_hints + 1, given);
	}
}

void report_text(FILE *out, const struct result *result, const struct check_info *info,
	const struct report_style *style)
{
	struct page page = {
		.out = out, .colour = style->colour, .columns = style->columns};

	if (page.columns < 40)
		page.columns = 40;
	header(&page, result->lab, info, result);
	if (info->compiler_words)
		page_compiler(&page, info->compiler_words);
	if (!info->compiler_words || style->verbose)
		claims(&page, result, style);
	page_end(&page, result, info, style->verbose);
	score(&page, result);
	next_step(&page, result, info, style);
	if (style->verbose)
		page_times(&page, info);
}
