/* SPDX-License-Identifier: MIT */
/* transcript: the template language, the order of lines, and hostile output. */
#include "tests/unit/input.h"

#include <inttypes.h>

#include "common/judge/transcript.h"

static struct transcript *match_bytes(
	const char *expected, const char *output, size_t size)
{
	struct transcript *transcript = NULL;
	FILE *file = input_text(expected);
	/* A copy of the exact size, so that ASan sees every byte read behind it. */
	char *exact = malloc(size + !size);

	memcpy(exact, output, size);
	assert_int_equal(transcript_match(file, exact, size, &transcript), 0);
	fclose(file);
	free(exact);
	assert_non_null(transcript);
	assert_int_equal(
		transcript_complete(transcript), !transcript_problem(transcript));
	return transcript;
}

static struct transcript *match(const char *expected, const char *output)
{
	return match_bytes(expected, output, strlen(output));
}

static void assert_complete(const char *expected, const char *output)
{
	struct transcript *t = match(expected, output);

	if (!transcript_complete(t))
		fail_msg("%s\nfor:\n%s", transcript_problem(t), output);
	transcript_free(t);
}

static void assert_problem(const char *expected, const char *output, const char *problem)
{
	struct transcript *t = match(expected, output);

	if (transcript_complete(t))
		fail_msg("complete, though:\n%s", output);
	assert_string_equal(transcript_problem(t), problem);
	transcript_free(t);
}

static bool matches(const char *template, const char *line)
{
	char text[256];
	struct transcript *t;
	bool complete;

	snprintf(text, sizeof(text), "%s\n", template);
	t = match(text, line);
	complete = transcript_complete(t);
	transcript_free(t);
	return complete;
}

/* The template language. */

static void literal_text_matches_itself_only(void **state)
{
	(void)state;
	assert_true(matches("done", "done\n"));
	assert_true(matches("done", "done"));
	assert_false(matches("done", "done."));
	assert_false(matches("done", "xdone"));
	assert_false(matches("done", "don"));
	assert_false(matches("done", "Done"));
	assert_false(matches("done", ""));
	assert_true(matches("a } b", "a } b"));
	assert_true(matches("{{x}", "{x}"));
	assert_true(matches("{{{n:int}}", "{12}"));
	assert_true(matches("a\tb", "a\tb"));
}

static void blanks_count_but_at_the_end(void **state)
{
	(void)state;
	assert_true(matches("done", "done \t\r\n"));
	assert_true(matches("done  ", "done"));
	assert_true(matches("  done", "  done"));
	assert_false(matches("  done", " done"));
	assert_false(matches("a  b", "a b"));
}

static void an_int_is_decimal_and_fits(void **state)
{
	static const struct {
		const char *line;
		int64_t value;
	} good[] = {{"n=0", 0}, {"n=-0", 0}, {"n=42", 42}, {"n=-42", -42}, {"n=007", 7},
		{"n=00000000000000000000000000000000000000000000000000001", 1},
		{"n=9223372036854775807", INT64_MAX},
		{"n=-9223372036854775808", INT64_MIN}};
	static const char *const bad[] = {"n=", "n=-", "n=+1", "n= 1", "n=1 2", "n=0x10",
		"n=1.5", "n=--1", "n=9223372036854775808", "n=-9223372036854775809",
		"n=99999999999999999999999", "n=1e3", "n=x"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct transcript *t = match("n={n:int}\n", good[i].line);
		int64_t value;

		assert_int_equal(transcript_int(t, "n", &value), 0);
		assert_true(value == good[i].value);
		transcript_free(t);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (matches("n={n:int}", bad[i]))
			fail_msg("matched: %s", bad[i]);
}

static void a_hex_has_its_prefix_and_fits(void **state)
{
	static const struct {
		const char *line;
		uint64_t value;
	} good[] = {{"0x0", 0}, {"0x41c20", 0x41c20}, {"0xABCdef", 0xabcdef},
		{"0xffffffffffffffff", UINT64_MAX}, {"0x00000000000000000000001", 1}};
	static const char *const bad[] = {"0x", "x1", "41c20", "-0x1", "0X1", "0xg",
		"0x10000000000000000", "0x1 ,", "0", ""};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct transcript *t = match("{pfn:hex}\n", good[i].line);
		uint64_t value;

		assert_int_equal(transcript_u64(t, "pfn", &value), 0);
		assert_int_equal(value, good[i].value);
		transcript_free(t);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (matches("{pfn:hex}", bad[i]))
			fail_msg("matched: %s", bad[i]);
}

static void check_word(const char *template, const char *line, const char *expected)
{
	char text[256];
	struct transcript *t;
	const char *value = NULL;

	snprintf(text, sizeof(text), "%s\n", template);
	t = match(text, line);
	assert_int_equal(transcript_word(t, "w", &value), expected ? 0 : -ENODATA);
	if (expected)
		assert_string_equal(value, expected);
	else
		assert_null(value);
	transcript_free(t);
}

static void a_word_has_no_blanks(void **state)
{
	(void)state;
	check_word("is {w:word}", "is shared", "shared");
	check_word("is {w:word} now", "is shared now", "shared");
	check_word("is {w:word}, {n:int}", "is a, 5", "a");
	check_word("is {w:word}, {n:int}", "is a,b, 5", "a,b");
	check_word("({w:word})", "(a)b)", "a)b");
	check_word("is {w:word}", "is not shared", NULL);
	check_word("is {w:word}", "is ", NULL);
	check_word("is {w:word}", "is a\tb", NULL);
	check_word("{w:word}", "\xff\xfe\x80", "\xff\xfe\x80");
}

static void a_text_goes_to_the_next_literal(void **state)
{
	(void)state;
	check_word("mmap: {w:text}", "mmap: Cannot allocate memory",
		"Cannot allocate memory");
	check_word("{w:text}: {n:int}", "a b: 5", "a b");
	check_word("{w:text}: {t:text}", "a: b: c", "a");
	check_word("{t:text}: {w:text}", "a: b: c", "b: c");
	check_word("{w:text} end", "the end of the end", "the end of the");
	check_word("x {w:text} y", "x  y", NULL);
	check_word("x {w:text}", "x ", NULL);
	check_word("{w:text}", "a {brace} %s%n", "a {brace} %s%n");
}

static void holes_stand_side_by_side(void **state)
{
	struct transcript *t =
		match("{a:int}/{b:int} at {c:hex}-{d:hex}: {e:word} ({f:text})\n",
			"-1/2 at 0x3-0x4: five (six seven)\n");
	const char *word;
	int64_t number;
	uint64_t hex;

	(void)state;
	assert_true(transcript_complete(t));
	assert_int_equal(transcript_int(t, "a", &number), 0);
	assert_true(number == -1);
	assert_int_equal(transcript_int(t, "b", &number), 0);
	assert_int_equal(number, 2);
	assert_int_equal(transcript_u64(t, "c", &hex), 0);
	assert_int_equal(hex, 3);
	assert_int_equal(transcript_u64(t, "d", &hex), 0);
	assert_int_equal(hex, 4);
	assert_int_equal(transcript_word(t, "e", &word), 0);
	assert_string_equal(word, "five");
	assert_int_equal(transcript_word(t, "f", &word), 0);
	assert_string_equal(word, "six seven");
	transcript_free(t);
}

static int match_error_bytes(const char *expected, size_t size)
{
	struct transcript *const untouched = (struct transcript *)&size, *t = untouched;
	FILE *file = input_file(expected, size);
	int error = transcript_match(file, "output\n", 7, &t);

	fclose(file);
	if (error)
		assert_ptr_equal(t, untouched);
	else
		transcript_free(t);
	return error;
}

static int match_error(const char *expected)
{
	return match_error_bytes(expected, strlen(expected));
}

/* 17 of them */
#define TOO_MANY_HOLES                                                             \
	"{a:int} {b:int} {c:int} {d:int} {e:int} {f:int} {g:int} {h:int} {i:int} " \
	"{j:int} {k:int} {l:int} {m:int} {n:int} {o:int} {p:int} {q:int}"

static void bad_templates_are_refused(void **state)
{
	static const char *const bad[] = {"{", "{}", "{:int}", "{a}", "{a:}", "{a:int",
		"{a:number}", "{A:int}", "{a b:int}", "{a:int }", "{a:int}{b:int}",
		"{a:text}{b:word}", "{a:int}{a:int}", "{a:int} {a:int}", "{a:int}5",
		"{a:int}5 {b:int}", "{a:hex}cm", "{a:hex}0", "*", "* ", "* {", "{{{",
		"a\001b", "a\177b", "\033[1mbold", TOO_MANY_HOLES,
		"{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:int}"};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "first\n%s\n", bad[i]);
		if (match_error(text) != -EBADMSG)
			fail_msg("accepted: %s", bad[i]);
	}
	assert_int_equal(match_error("a {n:int}\nb {n:int}\n"), -EBADMSG);
	assert_int_equal(match_error("a {n:int}-cm\n"), 0);
	assert_int_equal(match_error("a {n:int}cm\n"), 0);
}

static void assert_fault(const char *expected, const char *words)
{
	FILE *file = input_text(expected);
	struct transcript *t = NULL;
	char fault[256];

	assert_int_not_equal(transcript_match(file, "output\n", 7, &t), 0);
	transcript_fault(file, fault, sizeof(fault));
	assert_string_equal(fault, words);
	fclose(file);
}

static void the_line_that_is_wrong_is_told(void **state)
{
	(void)state;
	assert_fault("# all\n\na {n:int}\nb {m:itn}\nc {:int}\n",
		"expected.txt:4: a hole's type is int, hex, word or text");
	assert_fault("a {N:int}\n",
		"expected.txt:1: a hole is {NAME:TYPE}, its name of a-z, 0-9 and _");
	assert_fault("a {n:int}\n\nb {n:int}\n",
		"expected.txt:3: a hole has a name that was used before");
	assert_fault("a {n:int}5\n",
		"expected.txt:1: the text behind a hole must tell where the hole ends");
	assert_fault("a\n*\n", "expected.txt:2: a row needs text or holes");
	assert_fault("a\nb\001\n", "expected.txt:2: there is a control character in it");
	assert_fault("a\nb",
		"expected.txt:2: it has no newline, a NUL byte, or more than 4096 bytes");
	assert_fault(
		"# nothing\n", "expected.txt: it has no line that a program could print");
}

static void holes_are_listed(void **state)
{
	FILE *file = input_text("a {n:int} {m:hex}\nplain\n* {row:word}\n");
	struct transcript *t;

	(void)state;
	assert_int_equal(transcript_match(file, "", 0, &t), 0);
	assert_string_equal(transcript_hole(t, 0), "n");
	assert_string_equal(transcript_hole(t, 1), "m");
	assert_string_equal(transcript_hole(t, 2), "row");
	assert_null(transcript_hole(t, 3));
	transcript_free(t);
	fclose(file);
}

static void a_line_is_said_with_one_value(void **state)
{
	struct transcript *t = match("* {at:int} s: {{{who:word}, page {page:hex}\n", "");
	char text[64];

	(void)state;
	transcript_say(t, "who", "me", text, sizeof(text));
	assert_string_equal(text, "… s: {me, page …");
	transcript_say(t, "page", "0x1f", text, sizeof(text));
	assert_string_equal(text, "… s: {…, page 0x1f");
	transcript_say(t, "at", "-12345", text, 5);
	assert_string_equal(text, "-123");
	transcript_say(t, "nobody", "1", text, sizeof(text));
	assert_string_equal(text, "");
	transcript_free(t);
}

static void a_broken_expected_file_is_refused(void **state)
{
	char *text = malloc(TRANSCRIPT_LINE_MAX + 2);

	(void)state;
	assert_int_equal(match_error(""), -ENODATA);
	assert_int_equal(match_error("\n  \n# comment\n"), -ENODATA);
	assert_int_equal(match_error("cut sho"), -EBADMSG);
	assert_int_equal(match_error_bytes("a\0b\n", 4), -EBADMSG);
	memset(text, 'x', TRANSCRIPT_LINE_MAX + 1);
	text[TRANSCRIPT_LINE_MAX + 1] = '\n';
	assert_int_equal(match_error_bytes(text, TRANSCRIPT_LINE_MAX + 2), -EBADMSG);
	text[TRANSCRIPT_LINE_MAX] = '\n';
	assert_int_equal(match_error_bytes(text, TRANSCRIPT_LINE_MAX + 1), 0);
	free(text);
}

static void too_many_templates_are_refused(void **state)
{
	char *text = calloc(1, 2 * 1025 + 1);

	(void)state;
	for (int i = 0; i < 1024; i++)
		strcat(text, "x\n");
	assert_int_equal(match_error(text), 0);
	strcat(text, "x\n");
	assert_int_equal(match_error_bytes(text, 2050), -EBADMSG);
	free(text);
}

static void a_read_error_is_told(void **state)
{
	FILE *directory = fopen("/proc", "re");
	struct transcript *t = NULL;

	(void)state;
	assert_non_null(directory);
	assert_int_equal(transcript_match(directory, "", 0, &t), -EISDIR);
	assert_null(t);
	fclose(directory);
}

/* The order of lines. */

#define ABC "# three lines\na {a:int}\n\nb {b:int}\nc {c:int}\n"

static void lines_in_order_are_complete(void **state)
{
	(void)state;
	assert_complete(ABC, "a 1\nb 2\nc 3\n");
	assert_complete(ABC, "my own\na 1\n\nnoise\nb 2\nc 3\nbye");
}

static void a_missing_line_is_named(void **state)
{
	(void)state;
	assert_problem(ABC, "", "the output has no line like “a {a:int}”");
	assert_problem(ABC, "b 2\nc 3\n", "the output has no line like “a {a:int}”");
	assert_problem(ABC, "noise\na 1\nc 3\n",
		"the output has no line like “b {b:int}” after its line 2");
	assert_problem(ABC, "a 1\nb 2\n",
		"the output has no line like “c {c:int}” after its line 2");
}

static void a_line_out_of_order_is_named(void **state)
{
	(void)state;
	assert_problem(ABC, "a 1\nc 3\nb 2\n",
		"line 2 of the output, like “c {c:int}”, comes too early: a line like "
		"“b {b:int}” belongs before it");
	assert_problem(ABC, "a 1\nc 3\nb 2\nc 3\n",
		"lines 2 and 4 of the output are both like “c {c:int}”: one is "
		"expected");
}

static void a_second_answer_is_an_error(void **state)
{
	(void)state;
	assert_problem(ABC, "a 1\na 2\nb 2\nc 3\n",
		"lines 1 and 2 of the output are both like “a {a:int}”: one is "
		"expected");
	assert_problem(ABC, "a 1\nb 2\nc 3\nx\nb 2\n",
		"lines 2 and 5 of the output are both like “b {b:int}”: one is "
		"expected");
	assert_problem(ABC, "c 1\nc 2\n",
		"lines 1 and 2 of the output are both like “c {c:int}”: one is "
		"expected");
}

static void the_first_answer_is_kept(void **state)
{
	struct transcript *t = match(ABC, "a 1\na 2\n");
	int64_t value;

	(void)state;
	assert_int_equal(transcript_int(t, "a", &value), 0);
	assert_int_equal(value, 1);
	transcript_free(t);
}

static void alike_templates_are_answered_in_turn(void **state)
{
	static const char expected[] = "{a:int} faults\nwrite\n{b:int} faults\n";
	struct transcript *t = match(expected, "1 faults\nwrite\n2 faults\n");
	int64_t value;

	(void)state;
	assert_true(transcript_complete(t));
	assert_int_equal(transcript_int(t, "b", &value), 0);
	assert_int_equal(value, 2);
	transcript_free(t);
	assert_problem(expected, "1 faults\nwrite\n2 faults\n3 faults\n",
		"lines 1 and 4 of the output are both like “{a:int} faults”: one is "
		"expected");
	assert_problem(expected, "1 faults\n2 faults\n3 faults\nwrite\n4 faults\n",
		"lines 1 and 3 of the output are both like “{a:int} faults”: one is "
		"expected");
}

#define TABLE "begin\n* {t:int} {where:word} {pfn:hex}\nend {n:int}\n"

static void rows_are_kept(void **state)
{
	struct transcript *t = match(
		TABLE, "begin\n0 node0 0x10\nnoise\n1 node1 0x11\n2 node1 0x12\nend 3\n");
	const char *word;
	int64_t number;
	uint64_t hex;
	size_t nr;

	(void)state;
	assert_true(transcript_complete(t));
	assert_int_equal(transcript_rows(t, "pfn", &nr), 0);
	assert_int_equal(nr, 3);
	for (size_t row = 0; row < nr; row++) {
		assert_int_equal(transcript_row_int(t, "t", row, &number), 0);
		assert_int_equal(number, row);
		assert_int_equal(transcript_row_u64(t, "pfn", row, &hex), 0);
		assert_int_equal(hex, 0x10 + row);
		assert_int_equal(transcript_row_word(t, "where", row, &word), 0);
		assert_string_equal(word, row ? "node1" : "node0");
	}
	assert_int_equal(transcript_row_int(t, "t", 3, &number), -ENODATA);
	assert_int_equal(transcript_row_int(t, "t", SIZE_MAX, &number), -ENODATA);
	assert_int_equal(transcript_int(t, "t", &number), 0);
	assert_int_equal(number, 0);
	assert_int_equal(transcript_rows(t, "n", &nr), 0);
	assert_int_equal(nr, 1);
	transcript_free(t);
}

static void a_table_is_one_block_of_one_row_or_more(void **state)
{
	(void)state;
	assert_complete(TABLE, "begin\n0 a 0x1\nend 1\n");
	assert_complete("* row {n:int}\n", "row 1\nrow 2\nrow 3\n");
	assert_complete("* x {a:int}\n* y {b:int}\n", "x 1\nx 2\ny 1\ny 2\n");
	assert_complete("* separator\n", "separator\nseparator\n");
	assert_problem(TABLE, "begin\nend 0\n",
		"the output has no line like “* {t:int} {where:word} {pfn:hex}” after "
		"its line 1");
	assert_problem(TABLE, "begin\n0 a 0x1\nend 1\n1 a 0x1\n",
		"lines 2 and 4 of the output are both like “* {t:int} {where:word} "
		"{pfn:hex}”, but other expected lines stand between: one table is "
		"expected");
	assert_problem("begin\n* r {n:int}\n", "r 1\nr 2\nbegin\nr 3\n",
		"lines 1 and 4 of the output are both like “* r {n:int}”, but other "
		"expected lines stand between: one table is expected");
}

/* Asking for holes. */

static void a_hole_is_asked_for_by_its_type(void **state)
{
	struct transcript *t = match(
		"{i:int} {x:hex} {w:word} {t:text}\nb {b:int}\n", "-5 0x5 five 5 five\n");
	const char *word = "untouched";
	int64_t number = 42;
	uint64_t hex = 42;
	size_t nr = 42;

	(void)state;
	assert_int_equal(transcript_int(t, "x", &number), -EINVAL);
	assert_int_equal(transcript_int(t, "w", &number), -EINVAL);
	assert_int_equal(transcript_u64(t, "t", &hex), -EINVAL);
	assert_int_equal(transcript_u64(t, "i", &hex), -ERANGE);
	assert_int_equal(transcript_word(t, "i", &word), -EINVAL);
	assert_int_equal(transcript_word(t, "x", &word), -EINVAL);
	assert_int_equal(transcript_int(t, "b", &number), -ENODATA);
	assert_int_equal(transcript_u64(t, "b", &hex), -ENODATA);
	assert_int_equal(transcript_int(t, "nobody", &number), -ENOENT);
	assert_int_equal(transcript_u64(t, "", &hex), -ENOENT);
	assert_int_equal(transcript_word(t, "ii", &word), -ENOENT);
	assert_int_equal(transcript_rows(t, "nobody", &nr), -ENOENT);
	assert_string_equal(word, "untouched");
	assert_int_equal(number, 42);
	assert_int_equal(hex, 42);
	assert_int_equal(nr, 42);
	assert_int_equal(transcript_rows(t, "b", &nr), 0);
	assert_int_equal(nr, 0);
	assert_int_equal(transcript_word(t, "t", &word), 0);
	assert_string_equal(word, "5 five");
	transcript_free(t);
	transcript_free(NULL);
}

static void a_positive_int_serves_as_u64(void **state)
{
	struct transcript *t = match("{i:int}\n", "9223372036854775807\n");
	uint64_t value;

	(void)state;
	assert_int_equal(transcript_u64(t, "i", &value), 0);
	assert_int_equal(value, INT64_MAX);
	transcript_free(t);
}

/* Hostile output. */

static void a_line_with_nul_or_beyond_the_limit_answers_nothing(void **state)
{
	size_t size = 2 << 20;
	char *output = malloc(size);
	struct transcript *t;

	(void)state;
	t = match_bytes("{t:text}\n", "a\0b\n", 4);
	assert_false(transcript_complete(t));
	transcript_free(t);
	memset(output, 'x', size);
	t = match_bytes("{t:text}\n", output, size);
	assert_false(transcript_complete(t));
	transcript_free(t);
	output[TRANSCRIPT_LINE_MAX + 1] = '\n';
	t = match_bytes("{t:text}\n", output, size);
	assert_false(transcript_complete(t));
	transcript_free(t);
	output[TRANSCRIPT_LINE_MAX] = '\n';
	t = match_bytes("{t:text}\n", output, TRANSCRIPT_LINE_MAX + 1);
	assert_true(transcript_complete(t));
	transcript_free(t);
	free(output);
}

static void an_endless_table_is_bounded(void **state)
{
	size_t nr = 200 * 1000, size = 2 * nr, nr_rows;
	char *output = malloc(size);
	struct transcript *t;

	(void)state;
	for (size_t i = 0; i < size; i += 2)
		memcpy(output + i, "1\n", 2);
	t = match_bytes("* {n:int}\n", output, size);
	assert_string_equal(transcript_problem(t),
		"the output has more than 65536 lines like “* {n:int}”");
	assert_int_equal(transcript_rows(t, "n", &nr_rows), 0);
	assert_int_equal(nr_rows, TRANSCRIPT_ROWS_MAX);
	transcript_free(t);
	free(output);
}

static void nothing_of_the_output_is_in_the_problem(void **state)
{
	(void)state;
	assert_problem("a {t:text}\n", "a %s%n\xff\na secret\n",
		"lines 1 and 2 of the output are both like “a {t:text}”: one is "
		"expected");
}

/* Random lines, from fixed seeds. */

static const char *const pieces[] = {"{a:int}", "{b:hex}", "{c:word}", "{d:text}", "{{",
	"}", "{", " ", "a", "0x", "1", ":", "* ", "#", "\n", "-", "\t", "pfn ",
	"\xc3\xa9"};
static const char *const noise[] = {"\n", "\n", " ", "0x", "1", "a", "-",
	"99999999999999999999", "pfn ", "{", "}", ":", "\xff", "* ", "#", "\t", "\r",
	"%n", "word"};

static size_t random_text(uint64_t *seed, const char *const pieces[], size_t nr_pieces,
	char *ret, size_t room)
{
	size_t nr = next_random(seed) % 40, size = 0;

	while (nr--) {
		const char *piece = pieces[next_random(seed) % nr_pieces];
		size_t length = strlen(piece);

		if (size + length + 1 > room)
			break;
		memcpy(ret + size, piece, length);
		size += length;
		if (next_random(seed) % 64 == 0)
			ret[size - 1] = '\0';
	}
	return size;
}

static void random_templates_and_outputs_do_no_harm(void **state)
{
	unsigned nr_good = 0, nr_complete = 0;

	(void)state;
	for (uint64_t first = 1; first <= 10000; first++) {
		char expected[512], output[512];
		uint64_t seed = first;
		size_t expected_size =
			random_text(&seed, pieces, sizeof(pieces) / sizeof(pieces[0]),
				expected, sizeof(expected) - 1);
		size_t size = random_text(
			&seed, noise, sizeof(noise) / sizeof(noise[0]), output, 512);
		struct transcript *t = NULL;
		FILE *file;
		int error;

		expected[expected_size++] = '\n';
		file = input_file(expected, expected_size);
		error = transcript_match(file, output, size, &t);
		fclose(file);
		if (error && error != -EBADMSG && error != -ENODATA)
			fail_msg("seed %" PRIu64 ": %d", first, error);
		nr_good += !error;
		nr_complete += t && transcript_complete(t);
		transcript_free(t);
	}
	/* Else the test would have tried nothing. */
	assert_true(nr_good > 1000);
	assert_true(nr_complete > 5);
}

/* A lab's transcript with random numbers, its lines in order with noise between. */
#define LAB_LINES 6

static const char lab[] = "pages {pages:int}\n"
			  "before: pfn {before:hex}\n"
			  "fill {fill:word}\n"
			  "* {second:int} s {there:int} there\n"
			  "after: pfn {after:hex}, {note:text}\n"
			  "bye\n";

static size_t lab_line(int line, uint64_t value, char *ret, size_t room)
{
	static const char *const formats[LAB_LINES] = {"pages %" PRIu64 "\n",
		"before: pfn 0x%" PRIx64 "\n", "fill w%" PRIu64 "\n",
		"1 s %" PRIu64 " there\n", "after: pfn 0x%" PRIx64 ", as before\n",
		"bye\n"};

	return (size_t)snprintf(ret, room, formats[line], value);
}

static void check_lab(const char *output, const uint64_t *values)
{
	struct transcript *t = match(lab, output);
	char word[32];
	const char *text;
	uint64_t number;

	if (!transcript_complete(t))
		fail_msg("%s\nfor:\n%s", transcript_problem(t), output);
	assert_int_equal(transcript_u64(t, "pages", &number), 0);
	assert_int_equal(number, values[0]);
	assert_int_equal(transcript_u64(t, "before", &number), 0);
	assert_int_equal(number, values[1]);
	assert_int_equal(transcript_word(t, "fill", &text), 0);
	snprintf(word, sizeof(word), "w%" PRIu64, values[2]);
	assert_string_equal(text, word);
	assert_int_equal(transcript_u64(t, "there", &number), 0);
	assert_int_equal(number, values[3]);
	assert_int_equal(transcript_u64(t, "after", &number), 0);
	assert_int_equal(number, values[4]);
	assert_int_equal(transcript_word(t, "note", &text), 0);
	assert_string_equal(text, "as before");
	transcript_free(t);
}

/* The lab's output with `missing` left out and `twice` once more at the end (-1: no). */
static void lab_output(uint64_t *seed, const uint64_t *values, int missing, int twice,
	char *ret, size_t room)
{
	size_t size = 0;

	for (int line = 0; line < LAB_LINES; line++) {
		if (line != missing)
			size += lab_line(line, values[line], ret + size, room - size);
		if (next_random(seed) % 2)
			size += (size_t)snprintf(
				ret + size, room - size, "noise %d\n", line);
	}
	if (twice >= 0)
		lab_line(twice, values[twice], ret + size, room - size);
}

static void a_lab_with_random_numbers_is_judged_right(void **state)
{
	(void)state;
	for (uint64_t first = 1; first <= 1000; first++) {
		uint64_t seed = first, values[LAB_LINES];
		char output[1024];
		struct transcript *t;

		for (int i = 0; i < LAB_LINES; i++)
			values[i] = next_random(&seed) >> (1 + next_random(&seed) % 63);
		lab_output(&seed, values, -1, -1, output, sizeof(output));
		check_lab(output, values);
		for (int line = 0; line < LAB_LINES; line++) {
			lab_output(&seed, values, line, -1, output, sizeof(output));
			t = match(lab, output);
			assert_non_null(
				strstr(transcript_problem(t), "has no line like"));
			transcript_free(t);
			lab_output(&seed, values, -1, line, output, sizeof(output));
			t = match(lab, output);
			assert_non_null(strstr(transcript_problem(t), "are both like"));
			transcript_free(t);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(literal_text_matches_itself_only),
		cmocka_unit_test(blanks_count_but_at_the_end),
		cmocka_unit_test(an_int_is_decimal_and_fits),
		cmocka_unit_test(a_hex_has_its_prefix_and_fits),
		cmocka_unit_test(a_word_has_no_blanks),
		cmocka_unit_test(a_text_goes_to_the_next_literal),
		cmocka_unit_test(holes_stand_side_by_side),
		cmocka_unit_test(bad_templates_are_refused),
		cmocka_unit_test(the_line_that_is_wrong_is_told),
		cmocka_unit_test(holes_are_listed),
		cmocka_unit_test(a_line_is_said_with_one_value),
		cmocka_unit_test(a_broken_expected_file_is_refused),
		cmocka_unit_test(too_many_templates_are_refused),
		cmocka_unit_test(a_read_error_is_told),
		cmocka_unit_test(lines_in_order_are_complete),
		cmocka_unit_test(a_missing_line_is_named),
		cmocka_unit_test(a_line_out_of_order_is_named),
		cmocka_unit_test(a_second_answer_is_an_error),
		cmocka_unit_test(the_first_answer_is_kept),
		cmocka_unit_test(alike_templates_are_answered_in_turn),
		cmocka_unit_test(rows_are_kept),
		cmocka_unit_test(a_table_is_one_block_of_one_row_or_more),
		cmocka_unit_test(a_hole_is_asked_for_by_its_type),
		cmocka_unit_test(a_positive_int_serves_as_u64),
		cmocka_unit_test(a_line_with_nul_or_beyond_the_limit_answers_nothing),
		cmocka_unit_test(an_endless_table_is_bounded),
		cmocka_unit_test(nothing_of_the_output_is_in_the_problem),
		cmocka_unit_test(random_templates_and_outputs_do_no_harm),
		cmocka_unit_test(a_lab_with_random_numbers_is_judged_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
