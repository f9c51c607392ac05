/* SPDX-License-Identifier: MIT */
/*
 * Claims, from outside: this binary started as `test_claim checker GATHER ARGS...` is a
 * checker with claims of every fate; the tests read its reports.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/judge/check.h"
#include "common/stage/report.h"
#include "common/stage/stage_priv.h"

/* ---- the checker ---- */

struct evidence {
	struct stage stage;
	struct transcript *transcript;
	uint64_t pages;
	struct stage_config config;
};

static void passes(void **state)
{
	const struct evidence *e = *state;

	expect_equal("pages", 7, e->pages);
	expect_between("pages", 7, 7, e->pages);
	expect_at_least("pages", 7, e->pages);
	expect_true(true, "nothing", "nothing");
	claim_where("somewhere");
	claim_saw("%d new frames", 3);
}

static void fails_equal(void **state)
{
	(void)state;
	claim_where("page %d of buffer", 3);
	expect_equal("map count", 1, 2);
	claim_fail("this", "is not reached");
}

static void fails_hex(void **state)
{
	(void)state;
	expect_equal_hex("pfn", 0x41c20, 0x41c21);
}

static void fails_between(void **state)
{
	(void)state;
	expect_between("faults", 256, 288, 255);
}

static void fails_below_nothing(void **state)
{
	(void)state;
	expect_between("more faults", 104, 152, (uint64_t)255 - 256);
}

static void fails_at_least(void **state)
{
	(void)state;
	expect_at_least("faults", 256, 255);
}

static void fails_true(void **state)
{
	(void)state;
	expect_true(false, "two nodes", "%d node", 1);
}

static void fails_cpus(void **state)
{
	cpu_set_t expected, observed;

	(void)state;
	CPU_ZERO(&expected);
	CPU_ZERO(&observed);
	expect_cpus(&expected, &observed);
	CPU_SET(1, &expected);
	CPU_SET(2, &expected);
	expect_cpus(&expected, &observed);
}

static void is_broken(void **state)
{
	(void)state;
	claim_broken(-EIO, "reading %s", "vmstat");
}

static void is_skipped(void **state)
{
	(void)state;
	claim_skip("one node only");
}

static void counts_more(void **state)
{
	(void)state;
	expect_counted("copies", 1, 1);
	expect_counted("copies", 1, 2);
}

static void counts_less(void **state)
{
	(void)state;
	expect_counted("copies", 1, 0);
}

static void fails_bare(void **state)
{
	(void)state;
	assert_int_equal(1, 2);
}

static void crashes(void **state)
{
	(void)state;
	raise(SIGSEGV);
}

static void timed_out(void **state)
{
	const struct evidence *e = *state;

	expect_reached(&e->stage, "filled");
	expect_reached(&e->stage, "merged");
}

static void passed_out_of_turn(void **state)
{
	const struct evidence *e = *state;

	expect_reached(&e->stage, "early");
}

static void exit_is_wrong(void **state)
{
	struct evidence *e = *state;

	e->stage.end.how = STAGE_SIGNALLED;
	e->stage.end.number = SIGSEGV;
	expect_exit(&e->stage, 0);
}

static void hole_is_right(void **state)
{
	const struct evidence *e = *state;

	expect_hole(e->transcript, "shared", 5);
}

static void hole_is_wrong(void **state)
{
	const struct evidence *e = *state;

	expect_hole(e->transcript, "shared", 6);
}

static void word_is_right(void **state)
{
	const struct evidence *e = *state;

	expect_hole_word(e->transcript, "who", "us");
}

static void word_is_wrong(void **state)
{
	const struct evidence *e = *state;

	expect_hole_word(e->transcript, "who", "them");
}

static void word_is_no_word(void **state)
{
	const struct evidence *e = *state;

	expect_hole_word(e->transcript, "shared", "5");
}

static void transcript_is_cut(void **state)
{
	const struct evidence *e = *state;

	expect_transcript_complete(e->transcript);
}

static void nothing_printed(void **state)
{
	(void)state;
	expect_hole(NULL, "shared", 6);
}

static void cells_are_right(void **state)
{
	const struct evidence *e = *state;

	expect_nr_rows(e->transcript, "number", 2);
	expect_cell(e->transcript, "number", 0, 7);
	expect_cell(e->transcript, "number", 1, -22);
	expect_cell_word(e->transcript, "colour", 1, "red");
}

static void cell_is_wrong(void **state)
{
	const struct evidence *e = *state;

	expect_cell(e->transcript, "number", 1, 7);
}

static void cell_word_is_wrong(void **state)
{
	const struct evidence *e = *state;

	expect_cell_word(e->transcript, "colour", 0, "red");
}

static void row_is_missing(void **state)
{
	const struct evidence *e = *state;

	expect_cell(e->transcript, "number", 2, 7);
}

static void too_few_rows(void **state)
{
	const struct evidence *e = *state;

	expect_nr_rows(e->transcript, "number", 3);
}

/* As mk/names.awk would make it. */
const char *const lab_names[] = {"buffer", "filled", "merged", "early", "huge-*", NULL};

static void asks_for_no_region(void **state)
{
	const struct evidence *e = *state;
	struct stage_region region;

	view_main_region(&e->stage, "buffer", &region);
	view_main_region(&e->stage, "huge-64", &region);
	view_main_region(&e->stage, "bufer", &region);
}

static void asks_for_no_checkpoint(void **state)
{
	const struct evidence *e = *state;

	expect_reached(&e->stage, "filed");
}

static void asks_for_no_hole(void **state)
{
	const struct evidence *e = *state;

	expect_hole(e->transcript, "shraed", 5);
}

static void asks_for_no_size(void **state)
{
	const struct evidence *e = *state;

	drawn_size(&e->config, "pagse");
}

static const struct CMUnitTest claims[] = {
	CLAIM(passes),
	CLAIM(fails_equal),
	CLAIM(fails_hex),
	CLAIM(fails_between),
	CLAIM(fails_below_nothing),
	CLAIM(fails_at_least),
	CLAIM(fails_true),
	CLAIM(fails_cpus),
	CLAIM(is_broken),
	CLAIM(is_skipped),
	CLAIM(counts_more),
	CLAIM(counts_less),
	CLAIM(fails_bare),
	CLAIM(crashes),
	CLAIM(timed_out),
	CLAIM(passed_out_of_turn),
	CLAIM(exit_is_wrong),
	CLAIM(hole_is_right),
	CLAIM(hole_is_wrong),
	CLAIM(word_is_right),
	CLAIM(word_is_wrong),
	CLAIM(word_is_no_word),
	CLAIM(transcript_is_cut),
	CLAIM(nothing_printed),
	CLAIM(cells_are_right),
	CLAIM(cell_is_wrong),
	CLAIM(cell_word_is_wrong),
	CLAIM(row_is_missing),
	CLAIM(too_few_rows),
	CLAIM(asks_for_no_size),
	CLAIM(asks_for_no_region),
	CLAIM(asks_for_no_checkpoint),
	CLAIM(asks_for_no_hole),
};

#define NR_CLAIMS (sizeof(claims) / sizeof(claims[0]))

static void discard(void *evidence)
{
	const struct evidence *e = evidence;

	transcript_free(e->transcript);
	report_send("discarded", NULL);
}

static int gather(const struct stage_config *config, void *evidence)
{
	static char expected[] = "shared {shared:int} by {who:word}\n"
				 "* {number:int} {colour:word}\nlast line\n";
	static const char printed[] = "shared 5 by us\n7 green\n-22 red\n";
	struct evidence *e = evidence;
	FILE *file = fmemopen(expected, strlen(expected), "r");
	int r = transcript_match(file, printed, strlen(printed), &e->transcript);

	fclose(file);
	if (r)
		return r;
	e->pages = config->sizes[0].min;
	e->stage.nr_names = 2;
	strcpy(e->stage.names[0].name, "filled");
	e->stage.names[0].was_at = true;
	strcpy(e->stage.names[1].name, "early");
	strcpy(e->stage.end.last_checkpoint, "filled");
	e->stage.end.how = STAGE_TIMEOUT;
	e->stage.end.number = 10;
	evidence_at_end(discard, e);
	e->config = *config;
	return 0;
}

static int gather_in_vain(const struct stage_config *config, void *evidence)
{
	(void)config;
	(void)evidence;
	return -ENOSPC;
}

static int gather_with_words(const struct stage_config *config, void *evidence)
{
	(void)config;
	(void)evidence;
	return claims_trouble(-ENODATA, "the machine has %d areas", 0);
}

static int gather_what_is_not_there(const struct stage_config *config, void *evidence)
{
	((struct evidence *)evidence)->pages = drawn_size(config, "pagse");
	return 0;
}

static int gather_on_another_machine(const struct stage_config *config, void *evidence)
{
	(void)config;
	(void)evidence;
	return claims_skip("this machine has %d nodes", 1);
}

static int gather_asserts(const struct stage_config *config, void *evidence)
{
	(void)evidence;
	assert_null(config);
	return 0;
}

static int checker(int argc, char **argv)
{
	claims_gather_fn fn = !strcmp(argv[0], "vain")	     ? gather_in_vain
			      : !strcmp(argv[0], "words")    ? gather_with_words
			      : !strcmp(argv[0], "asserts")  ? gather_asserts
			      : !strcmp(argv[0], "misspelt") ? gather_what_is_not_there
			      : !strcmp(argv[0], "another")  ? gather_on_another_machine
							     : gather;

	return claims_main(argc, argv, claims, NR_CLAIMS, fn, sizeof(struct evidence));
}

/* ---- the tests ---- */

#define NR_REPORTS 64

static struct {
	char text[NR_REPORTS][1024];
	size_t nr;
	int status;
} got;

/* The strings of one report with '|' between them. */
static void receive_report(int fd)
{
	char bytes[REPORT_MAX];
	ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	for (ssize_t i = 0; i < n - 1; i++)
		if (!bytes[i])
			bytes[i] = '|';
	if (n > 0 && got.nr < NR_REPORTS)
		snprintf(got.text[got.nr++], sizeof(got.text[0]), "%.1000s", bytes);
}

static void run_checker(const char *const args[])
{
	const char *argv[16] = {"test_claim", "checker"};
	char number[16];
	int ends[2];
	pid_t pid;

	for (int i = 0; args[i]; i++)
		argv[2 + i] = args[i];
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	got.nr = 0;
	pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		close(ends[0]);
		snprintf(number, sizeof(number), "%d", ends[1]);
		setenv("PAGELAB_REPORT_FD", number, 1);
		execv("/proc/self/exe", (char *const *)argv);
		_exit(99);
	}
	close(ends[1]);
	for (;;) {
		struct pollfd pfd = {.fd = ends[0], .events = POLLIN};

		assert_int_equal(poll(&pfd, 1, 20000), 1);
		if (!(pfd.revents & POLLIN))
			break;
		receive_report(ends[0]);
		if (pfd.revents & POLLHUP && recv(ends[0], number, 1, MSG_PEEK) <= 0)
			break;
	}
	close(ends[0]);
	waitpid(pid, &got.status, 0);
}

static void assert_got(const char *report)
{
	for (size_t i = 0; i < got.nr; i++)
		if (!strcmp(got.text[i], report))
			return;
	for (size_t i = 0; i < got.nr; i++)
		print_message("got: %s\n", got.text[i]);
	fail_msg("not got: %s", report);
}

static bool got_any(const char *beginning)
{
	for (size_t i = 0; i < got.nr; i++)
		if (!strncmp(got.text[i], beginning, strlen(beginning)))
			return true;
	return false;
}

static const char *const good_args[] = {
	"checker", "--exercise", "/x", "--size", "pages=7:9:1", "--seed", "3", NULL};

static void each_claim_reports_its_verdict(void **state)
{
	(void)state;
	run_checker(good_args);
	assert_int_equal(got.status, 0);
	assert_got("claim|passes|PASS|||3 new frames");
	assert_got("claim|fails_equal|FAIL|page 3 of buffer|map count 1|map count 2");
	assert_got("claim|counts_more|FAIL||copies 1|copies 2");
	assert_got("claim|counts_less|FAIL||copies 1|copies 0");
	assert_got("claim|fails_hex|FAIL||pfn 0x41c20|pfn 0x41c21");
	assert_got("claim|fails_between|FAIL||faults from 256 to 288|faults 255");
	assert_got("claim|fails_below_nothing|FAIL||more faults from 104 to 152|more "
		   "faults -1");
	assert_got("claim|fails_at_least|FAIL||faults at least 256|faults 255");
	assert_got("claim|fails_true|FAIL||two nodes|1 node");
	assert_got("claim|fails_cpus|FAIL||CPUs 1-2|no CPU");
	assert_got("claim|is_broken|BROKEN|||reading vmstat: Input/output error");
	assert_got("claim|is_skipped|SKIP|||one node only");
	assert_got("claim|hole_is_right|PASS|||");
	assert_got("claim|hole_is_wrong|FAIL||“shared 6 by …”|“shared 5 by …”");
	assert_got("claim|word_is_right|PASS|||");
	assert_got("claim|word_is_wrong|FAIL||“shared … by them”|“shared … by us”");
	assert_true(got_any("claim|word_is_no_word|BROKEN|"));
	assert_got("claim|cells_are_right|PASS|||");
	assert_got("claim|cell_is_wrong|FAIL||number is 7|"
		   "-22 was printed");
	assert_got("claim|cell_word_is_wrong|FAIL||“red”|“green” was printed");
	assert_got("claim|row_is_missing|FAIL||number is 7|the line was not printed");
	assert_got("claim|too_few_rows|FAIL||3 lines like “{number:int} {colour:word}”|2 "
		   "lines");
	assert_true(got_any("claim|nothing_printed|FAIL||"));
	assert_true(got_any("claim|transcript_is_cut|FAIL||"));
}

static void what_others_may_have_counted_is_skipped(void **state)
{
	static const char *const args[] = {"checker", "--exercise", "/x", "--size",
		"pages=7:9:1", "--seed", "3", "--shared-host", NULL};

	(void)state;
	run_checker(args);
	assert_got("claim|counts_more|SKIP|||copies grew by 2, of which 1 may be the "
		   "program's: it counts what others do on this host, too");
	assert_got("claim|counts_less|FAIL||copies 1|copies 0");
}

static void the_end_of_the_program_is_told_in_words(void **state)
{
	(void)state;
	run_checker(good_args);
	assert_got("claim|timed_out|TIMEOUT||the program reaches checkpoint “merged”|"
		   "the program never reached checkpoint “merged”: it was stopped after "
		   "10 s after checkpoint “filled”");
	assert_true(got_any("claim|passed_out_of_turn|TIMEOUT|"));
	assert_got("claim|exit_is_wrong|FAIL||the program ends with exit status 0|it was "
		   "ended by SIGSEGV");
}

static void what_cmocka_ends_reports_nothing(void **state)
{
	(void)state;
	run_checker(good_args);
	assert_false(got_any("claim|fails_bare"));
	assert_false(got_any("claim|crashes"));
	assert_got("discarded");
	assert_got("size|pages|7");
	assert_int_equal(got.nr, NR_CLAIMS - 2 + 2);
}

static void a_gathering_in_vain_breaks_all(void **state)
{
	static const char *const args[] = {"vain", "--exercise", "/x", NULL};

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 3 << 8);
	assert_int_equal(got.nr, NR_CLAIMS);
	assert_got("claim|passes|BROKEN|||the checker could not gather its evidence: No "
		   "space left on device");
}

static void words_for_the_trouble_are_told(void **state)
{
	static const char *const args[] = {"words", "--exercise", "/x", NULL};

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 3 << 8);
	assert_got("claim|passes|BROKEN|||the machine has 0 areas");
}

static void a_size_that_is_not_there_breaks_all(void **state)
{
	static const char *const args[] = {"misspelt", "--exercise=/x",
		"--size=pages=7:7:1", "--size=hole=1:2:1", NULL};
	size_t nr = 0;

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 3 << 8);
	assert_true(got_any("claim|passes|BROKEN|||" __FILE__ ":"));
	for (size_t i = 0; i < got.nr; i++)
		nr += !!strstr(got.text[i],
			": there is no size “pagse”; there are: pages, hole");
	assert_int_equal(nr, NR_CLAIMS);
	assert_true(got_any("claim|crashes|BROKEN|"));
}

/* The rest of a report behind the line of this file: any line. */
static void assert_misnamed(const char *claim, const char *words)
{
	char beginning[128];

	snprintf(beginning, sizeof(beginning), "claim|%s|BROKEN|||" __FILE__ ":", claim);
	for (size_t i = 0; i < got.nr; i++) {
		const char *rest = got.text[i] + strlen(beginning);

		if (strncmp(got.text[i], beginning, strlen(beginning)))
			continue;
		assert_in_range(rest[0], '1', '9');
		assert_string_equal(strchr(rest, ':'), words);
		return;
	}
	fail_msg("%s is not BROKEN at a line", claim);
}

static void a_name_that_is_not_there_breaks_its_claim(void **state)
{
	static const char *const args[] = {
		"usual", "--exercise=/x", "--size=pages=7:7:1", NULL};

	(void)state;
	run_checker(args);
	assert_misnamed(
		"asks_for_no_size", ": there is no size “pagse”; there are: pages");
	assert_misnamed("asks_for_no_region", ": there is no region “bufer”; there are: "
					      "buffer, filled, merged, early, huge-*");
	assert_misnamed("asks_for_no_checkpoint",
		": there is no checkpoint “filed”; there are: buffer, filled, merged, "
		"early, huge-*");
	assert_misnamed("asks_for_no_hole", ": there is no hole of expected.txt "
					    "“shraed”; there are: shared, who, number, "
					    "colour");
	assert_true(got_any("claim|too_few_rows|FAIL|"));
}

static void a_claim_that_is_not_there_breaks_all(void **state)
{
	static const char *const args[] = {
		"usual", "--exercise=/x", "--claim=passes", "--claim=psases", NULL};

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 3 << 8);
	assert_int_equal(got.nr, 2);
	assert_misnamed("passes", ": there is no claim of lab.json “fails_equal”; there "
				  "are: passes, psases");
	assert_true(got_any("claim|psases|BROKEN|"));
}

static void another_machine_is_skipped(void **state)
{
	static const char *const args[] = {"another", "--exercise=/x", NULL};

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 0);
	assert_int_equal(got.nr, NR_CLAIMS);
	assert_got("claim|passes|SKIP|||this machine has 1 nodes");
	assert_got("claim|crashes|SKIP|||this machine has 1 nodes");
}

static void an_assertion_while_gathering_breaks_all(void **state)
{
	static const char *const args[] = {"asserts", "--exercise", "/x", NULL};

	(void)state;
	run_checker(args);
	assert_int_equal(got.status, 3 << 8);
	assert_int_equal(got.nr, NR_CLAIMS);
	assert_true(got_any("claim|crashes|BROKEN|"));
}

static void bad_options_are_refused(void **state)
{
	static const char *const bad[][4] = {
		{"checker", NULL},
		{"checker", "--exercise", NULL},
		{"checker", "--exercise=/x", "--uid=-1", NULL},
		{"checker", "--exercise=/x", "--seed=x", NULL},
		{"checker", "--exercise=/x", "--slowness=nan", NULL},
		{"checker", "--exercise=/x", "--size=pages", NULL},
		{"checker", "--exercise=/x", "--size=pages=1:2", NULL},
		{"checker", "--exercise=/x", "--size=pages=2:1:1", NULL},
		{"checker", "--exercise=/x", "--size=pages=1:2:0", NULL},
		{"checker", "--exercise=/x", "--unknown", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		run_checker(bad[i]);
		assert_int_equal(got.status, 2 << 8);
		assert_int_equal(got.nr, 0);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_claim_reports_its_verdict),
		cmocka_unit_test(what_others_may_have_counted_is_skipped),
		cmocka_unit_test(the_end_of_the_program_is_told_in_words),
		cmocka_unit_test(what_cmocka_ends_reports_nothing),
		cmocka_unit_test(a_gathering_in_vain_breaks_all),
		cmocka_unit_test(words_for_the_trouble_are_told),
		cmocka_unit_test(a_size_that_is_not_there_breaks_all),
		cmocka_unit_test(a_name_that_is_not_there_breaks_its_claim),
		cmocka_unit_test(a_claim_that_is_not_there_breaks_all),
		cmocka_unit_test(another_machine_is_skipped),
		cmocka_unit_test(an_assertion_while_gathering_breaks_all),
		cmocka_unit_test(bad_options_are_refused),
	};

	if (argc > 2 && !strcmp(argv[1], "checker"))
		return checker(argc - 2, argv + 2);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
