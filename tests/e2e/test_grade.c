/* SPDX-License-Identifier: MIT */
/*
 * ./grade on a small class, as a teacher would: right, wrong, broken and hostile programs;
 * then again, changed, interrupted, killed, and with a machine that does not work.
 */
#include "tests/unit/scratch.h"
#include "checks.h"

#include <jansson.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char base[] = "/tmp/pagelab-grade-XXXXXX";

static void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void shell(const char *format, ...)
{
	char command[2048];
	va_list ap;

	va_start(ap, format);
	vsnprintf(command, sizeof(command), format, ap);
	va_end(ap);
	if (system(command))
		fail_msg("failed: %s", command);
}

/*
 *	alice   the solution, in an archive     100
 *	bob     the skeleton                      0
 *	carol   does not compile                  0
 *	eve     prints the checker's words        0, and a link that is refused
 *	frank   sent a picture                    none
 *	gina    is in the roster alone
 */
static int set_up(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(base));
	shell("cd %s && mkdir -p sent/bob/lab02 sent/carol/lab02 sent/eve/lab02 "
	      "sent/frank "
	      "alice/lab02",
		base);
	shell("cp solutions/02-fork-cow/exercise.c %s/alice/lab02/ && "
	      "tar -czf %s/sent/alice.tar.gz -C %s/alice lab02",
		base, base, base);
	shell("cp labs/02-fork-cow/skeleton.c %s/sent/bob/lab02/exercise.c", base);
	shell("echo '#include \"/etc/passwd\"' >%s/sent/carol/lab02/exercise.c", base);
	shell("awk -f mk/overlay.awk tests/attacks/forges-verdicts.c "
	      "solutions/02-fork-cow/exercise.c >%s/sent/eve/lab02/exercise.c",
		base);
	shell("ln -s /etc/passwd %s/sent/eve/lab03.c && echo png >%s/sent/frank/a.png",
		base, base);
	shell("printf 'student\\nalice\\nbob\\ncarol\\neve\\nfrank\\ngina\\n' "
	      ">%s/roster.csv",
		base);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	shell("umount %s/small 2>/dev/null; rm -rf %s", base, base);
	return 0;
}

static void expect_text(const char *name, const char *text)
{
	char *there = folder_get(base, name);

	if (!strstr(there, text))
		fail_msg("“%s” is missing in %s:\n%s", text, name, there);
	free(there);
}

static void grade(struct ended *ret, const char *env, const char *results)
{
	checks_run(ret,
		"env PAGELAB_GRADE_TEST=%s %s ./grade %s/sent --out %s/%s --seed 4711 "
		"--roster %s/roster.csv --format gradescope --format prairielearn "
		"--format github",
		base, env, base, base, results, base);
}

static void expect_grade(
	int status, const char *env, const char *results, const char *words)
{
	struct ended ended;

	grade(&ended, env, results);
	checks_expect_status(&ended, status);
	checks_expect_output(&ended, words);
	checks_free(&ended);
}

static void expect_gone(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", base, name);
	if (!access(path, F_OK))
		fail_msg("%s is still there", path);
}

static void expect_gradebook(const char *results)
{
	char name[64], *book;

	snprintf(name, sizeof(name), "%s/gradebook.csv", results);
	book = folder_get(base, name);
	if (!strstr(book, "alice,100,100,\r\n") || !strstr(book, "bob,0,0,\r\n") ||
		!strstr(book, "carol,0,0,\r\n") ||
		!strstr(book, "gina,,0,nothing sent\r\n") ||
		!strstr(book, "frank,,0,something was refused\r\n") ||
		!strstr(book, "\neve,"))
		fail_msg("the gradebook is\n%s", book);
	assert_null(strstr(book, "eve,100"));
	free(book);
}

/* When each result was written, and that no other file is there. */
static char *results_state(const char *results)
{
	char command[300], *text = calloc(1, 1 << 16);
	FILE *out;

	assert_non_null(text);
	snprintf(command, sizeof(command),
		"cd %s/%s && find . -name 'result.json*' -printf '%%p %%i %%T@\\n' | "
		"sort",
		base, results);
	out = popen(command, "re");
	assert_non_null(out);
	assert_true(fread(text, 1, (1 << 16) - 1, out) > 0);
	pclose(out);
	return text;
}

static void a_class_is_graded(void **state)
{
	(void)state;
	expect_grade(1, "", "results", "4 graded now, 0 before, 0 could not be graded");
	expect_gradebook("results");
	expect_text("results/refused.csv", "eve,eve: lab03.c,a link\r\n");
	expect_text("results/refused.csv", "frank,frank,no exercise found\r\n");
	expect_text(
		"results/carol/02-fork-cow/compiler.txt", "No such file or directory");
	expect_text("results/carol/02-fork-cow/feedback.txt", "does not compile");
	expect_text("results/bob/02-fork-cow/feedback.txt", "Score 0 of 100");
	expect_text("results/alice/02-fork-cow/result.json", "\"student\": \"alice\"");
	expect_text("results/alice/02-fork-cow/result.json",
		"\"compile_sandbox\": \"bubblewrap\"");
	expect_text("results/alice/02-fork-cow/result.json", "\"snapshot\": \"sealed\"");
	expect_text("results/alice/02-fork-cow/result.json", "\"seed\": 4711");
	expect_text("results/alice/02-fork-cow/exercise.c", "fork");
	expect_text("results/junit.xml", "classname=\"02-fork-cow.alice\"");
	expect_text("results/report.html",
		"<a href=\"alice/02-fork-cow/feedback.txt\">100</a>");
	expect_text("results/alice/gradescope.json", "\"score\": 100,");
	expect_text("results/alice/02-fork-cow/prairielearn.json", "\"score\": 1.0,");
	expect_text("results/alice/github-output.txt", "runners=lab02\n");
	expect_text("results/frank/gradescope.json", "No exercise was found");
}

static void what_is_done_is_not_done_again(void **state)
{
	char *before = results_state("results"), *after;

	(void)state;
	expect_grade(1, "", "results", "0 graded now, 4 before");
	after = results_state("results");
	assert_string_equal(before, after);
	expect_gradebook("results");
	free(before);
	free(after);
}

static void what_was_changed_is_graded_anew(void **state)
{
	(void)state;
	shell("echo 'int main(void) { return x; }' >%s/sent/carol/lab02/exercise.c",
		base);
	expect_grade(1, "", "results", "1 graded now, 3 before");
	expect_text("results/carol/02-fork-cow/compiler.txt", "undeclared");
	expect_gradebook("results");
}

/* Of files, and of a whole folder: they are replaced, and where they led to all stays. */
static void grade_alice(const char *options)
{
	struct ended ended;

	checks_run(&ended, "./grade %s/sent --out %s/seen --student alice %s", base, base,
		options);
	checks_expect_output(&ended, "1 graded now");
	checks_free(&ended);
}

static void what_was_seen_is_kept(void **state)
{
	char *record;
	json_t *seen;

	(void)state;
	grade_alice("--record");
	record = folder_get(base, "seen/alice/02-fork-cow/record.json");
	seen = json_loads(record, 0, NULL);
	assert_true(json_array_size(json_object_get(
			    json_array_get(json_object_get(seen, "runs"), 0),
			    "moments")) > 1);
	json_decref(seen);
	free(record);
	expect_text("seen/alice/02-fork-cow/record.html", "<title>");
	expect_text("seen/report.html",
		"<a href=\"alice/02-fork-cow/record.html\">pages</a>");
	/* A later run's result does not stand beside an earlier one's pages. */
	grade_alice("--again");
	expect_gone("seen/alice/02-fork-cow/record.json");
	expect_gone("seen/alice/02-fork-cow/record.html");
}

static void links_in_the_results_lead_nowhere(void **state)
{
	(void)state;
	shell("cd %s && mkdir aims && mv results/carol aims/carol && "
	      "ln -s ../aims/carol results/carol && "
	      "for file in gradebook.csv refused.csv report.html junit.xml "
	      "bob/gradescope.json bob/student.json "
	      "bob/02-fork-cow/exercise.c bob/02-fork-cow/prairielearn.json; do "
	      "mkdir -p aims/$(dirname $file) && cp results/$file aims/$file && "
	      "echo theirs >>aims/$file && ln -sf $PWD/aims/$file results/$file; done && "
	      "find aims -type f -exec sha256sum {} + | sort >aims.sum",
		base);
	expect_grade(1, "", "results", "1 graded now, 3 before");
	expect_gradebook("results");
	shell("cd %s && find aims -type f -exec sha256sum {} + | sort | cmp - aims.sum "
	      "&& "
	      "! find results -type l | grep . && rm -r aims",
		base);
}

static void a_machine_that_fails_is_no_zero(void **state)
{
	(void)state;
	shell("cp -a %s/results %s/broken && rm %s/broken/bob/*/result.json", base, base,
		base);
	expect_grade(
		3, "QEMU=/bin/false", "broken", "not graded, tried 3 times  bob lab02");
	expect_text("broken/gradebook.csv", "bob,,0,lab02: could not be graded\r\n");
	expect_text("broken/gradebook.csv", "alice,100,100,\r\n");
	expect_text("broken/bob/02-fork-cow/result.json", "\"score\": null");
	expect_text("broken/bob/02-fork-cow/log.txt", "QEMU cannot be started");
	assert_false(folder_has(base, "broken/bob/gradescope.json"));
	expect_text("broken/bob/02-fork-cow/prairielearn.json", "\"gradable\": false");
	/* Once it works again, the same command goes on. */
	expect_grade(1, "", "broken", "1 graded now, 3 before, 0 could not be graded");
	expect_gradebook("broken");
}

/* Processes of these tests, by their environment. */
static bool is_anybody_there(void)
{
	char command[200];

	snprintf(command, sizeof(command),
		"grep -lazs '^PAGELAB_GRADE_TEST=%s$' /proc/[0-9]*/environ >/dev/null",
		base);
	return !system(command);
}

static void expect_nobody(void)
{
	for (int i = 0; i < 1000; i++) {
		if (!is_anybody_there())
			return;
		usleep(20000);
	}
	fail_msg("processes live on");
}

/* Starts to grade with nothing done, and ends it after a while by a signal. */
static int grade_for(unsigned ms, int signal, bool to_group)
{
	char command[600];
	int status;
	pid_t pid = fork();

	if (!pid) {
		setpgid(0, 0);
		snprintf(command, sizeof(command),
			"PAGELAB_GRADE_TEST=%s exec ./grade %s/sent --out %s/killed "
			"--seed "
			"4711 --roster %s/roster.csv >%s/killed.txt 2>&1",
			base, base, base, base, base);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	setpgid(pid, pid);
	usleep(ms * 1000);
	kill(to_group ? -pid : pid, signal);
	waitpid(pid, &status, 0);
	expect_nobody();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void expect_no_half_file(void)
{
	char command[200];

	snprintf(command, sizeof(command),
		"for f in $(find %s/killed -name result.json 2>/dev/null); do "
		"grep -q '\"graded\"' $f && tail -n 1 $f | grep -qx '}' || exit 1; done",
		base);
	if (system(command))
		fail_msg("a result is half written");
}

/* Whenever it comes, the same command comes to the same end. */
static void interrupted_and_killed_it_goes_on(void **state)
{
	static const struct {
		unsigned ms;
		int signal;
		bool to_group;
	} ends[] = {{1200, SIGINT, true}, {1500, SIGTERM, false}, {1800, SIGKILL, false},
		{2500, SIGKILL, false}, {600, SIGKILL, false}};

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		int status = grade_for(ends[i].ms, ends[i].signal, ends[i].to_group);

		/* It may have come to its end before. */
		if (status != 1 && status != 128 + ends[i].signal)
			fail_msg("exit status %d", status);
		expect_no_half_file();
	}
	expect_grade(1, "", "killed", "could not be graded");
	expect_gradebook("killed");
	shell("! find %s/killed -name '*.tmp[A-Za-z0-9]*' | grep .", base);
	shell("cd %s && diff killed/gradebook.csv results/gradebook.csv", base);
}

static void expect_replay(
	int status, const char *env, const char *result, const char *words)
{
	struct ended ended;

	checks_run(&ended, "env %s ./grade --replay %s/%s", env, base, result);
	checks_expect_status(&ended, status);
	checks_expect_output(&ended, words);
	checks_free(&ended);
}

/* A student's result as a sed script leaves it. */
static void change(const char *student, const char *script)
{
	shell("rm -rf %s/again && cp -r %s/results/%s/02-fork-cow %s/again && "
	      "sed -i '%s' %s/again/result.json",
		base, base, student, base, script, base);
}

static void replay(int status, const char *student, const char *script, const char *words)
{
	change(student, script);
	expect_replay(status, "", "again/result.json", words);
}

static void a_disputed_run_is_repeated(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./grade --replay %s/results/alice/02-fork-cow/result.json",
		base);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "Score 100 of 100");
	checks_expect_output(&ended, "Repeated: alice, 02-fork-cow, seed 4711, graded 2");
	checks_expect_output(
		&ended, "The outcome is the same: every verdict, and 100 of 100 points.");
	assert_null(strstr(ended.output, "Not as it was"));
	checks_free(&ended);
	replay(0, "carol", "", "every verdict, and 0 of 100 points.");
}

static void what_comes_out_otherwise_is_told(void **state)
{
	(void)state;
	replay(1, "carol", "s/\"score\": 0/\"score\": 85/",
		"  score: 85 of 100 points then, 0 of 100 points now\n"
		"The outcome DIFFERS.");
	/* The points alone do not say it. */
	replay(1, "carol", "0,/\"FAIL\"/s//\"TIMEOUT\"/", ": TIMEOUT then, FAIL now\n");
	replay(1, "carol", "s/\"name\": \".*\"/\"name\": \"gone\"/",
		"  gone: FAIL then, none now\n");
	replay(1, "carol", "s/\"score\": 0/\"score\": null/",
		"  score: no score then, 0 of 100 points now\n");
}

static void what_was_another_is_told(void **state)
{
	(void)state;
	change("bob", "s/\"qemu\": \".*\"/\"qemu\": \"5.5.5\"/;"
		      "s/\"commit\": .*,/\"commit\": \"c0ffee\",/;"
		      "s/\"kernel\": \".*\"/\"kernel\": \"2.4.0\"/;"
		      "s/\"key\": \"./\"key\": \"x/");
	expect_replay(0, "", "again/result.json", ", and was 5.5.5.\n");
	replay(0, "carol", "s/\"commit\": .*,/\"commit\": \"c0ffee\",/",
		", and was c0ffee.\n");
	replay(0, "bob", "s/\"kernel\": \".*\"/\"kernel\": \"2.4.0\"/",
		", and was 2.4.0.\n  VM_KERNEL=6.1 or");
	replay(0, "carol", "s/\"key\": \"./\"key\": \"x/",
		"Not as it was: something that verdicts depend on");
}

static void what_cannot_be_repeated_is_told(void **state)
{
	struct ended ended;

	(void)state;
	replay(2, "bob", "$d", "result.json: line ");
	replay(2, "bob", "s/\"version\": 1/\"version\": 99/", "has schema 99");
	replay(2, "bob", "s/\"version\"/\"v\"/", "is no result of ./grade");
	replay(2, "bob", "s/\"seed\": 4711/\"seed\": -1/", "seed: is missing");
	replay(2, "bob", "s/02-fork-cow/99-none/", "there is no lab \"99-none\" here");
	replay(2, "bob", "s/bubblewrap/none/", "\"none\" is no sandbox of this version");
	replay(2, "bob", "s/\"verdict\"/\"v\"/", "claims: has one without a verdict");
	replay(2, "bob", "s/\"student\"/\"s\"/", "graded: is not what ./grade writes");
	replay(2, "bob", "s/\"graded\": {/\"graded\": null, \"x\": {/", "is of ./check");
	change("bob", "");
	shell("echo >>%s/again/exercise.c", base);
	expect_replay(2, "", "again/result.json", "exercise.c: was changed since");
	shell("rm %s/again/exercise.c", base);
	expect_replay(2, "", "again/result.json",
		"again/exercise.c: No such file or directory");
	expect_replay(2, "", "again/none.json", "again/none.json: No such file");
	expect_replay(3, "QEMU=/bin/false", "results/bob/02-fork-cow/result.json",
		"QEMU cannot be started");
	checks_run(&ended, "./grade --replay x --seed 3");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "the result says it all");
	checks_free(&ended);
}

static void wrong_usage_is_told(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./grade");
	checks_expect_status(&ended, 2);
	checks_free(&ended);
	checks_run(&ended, "./grade %s/nowhere --out %s/x", base, base);
	checks_expect_status(&ended, 2);
	checks_free(&ended);
	checks_run(&ended, "./grade %s/sent --out %s/sent/x", base, base);
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "cannot lie among the submissions");
	checks_free(&ended);
	checks_run(&ended, "./grade %s/sent --out %s/x --lab lab99", base, base);
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "there is no lab \"lab99\"");
	checks_free(&ended);
	checks_run(&ended, "./grade %s/sent --out %s/x --format sakai", base, base);
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "autolab or github, not \"sakai\"");
	checks_free(&ended);
	/* Told before anything is run, and nothing is. */
	shell("printf 'h\nalice,lab02,many,x\n' >%s/over.csv", base);
	checks_run(&ended, "./grade %s/sent --out %s/x --overrides %s/over.csv", base,
		base, base);
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "line 2: points must be 0 to 100");
	checks_free(&ended);
	shell("! find %s/x -name result.json | grep .", base);
}

/* Before anything is run where it cannot be enough; else with the first result that finds no room,
 * and what is done is kept. */
static void a_full_disk_is_told_at_once(void **state)
{
	struct ended ended;

	(void)state;
	if (geteuid())
		skip();
	shell("cd %s && mkdir small && mount -t tmpfs -o size=200k none small", base);
	checks_run(&ended, "./grade %s/sent --out %s/small", base, base);
	shell("! find %s/small -name result.json | grep . && umount %s/small", base,
		base);
	checks_expect_status(&ended, 3);
	checks_expect_output(
		&ended, "4 results take some 1 MiB, and there is space for 0");
	checks_free(&ended);

	shell("cd %s && mount -t tmpfs -o size=2m none small", base);
	shell("{ until find %s/small -name result.json | grep -q .; do sleep 0.05; done; "
	      "head -c 2M /dev/zero >%s/small/hog 2>/dev/null; } & "
	      "./grade %s/sent --out %s/small --jobs 1 >%s/said 2>&1; "
	      "[ $? -eq 3 ]; status=$?; wait; exit $status",
		base, base, base, base, base);
	expect_text("said", "there is no space left");
	shell("find %s/small -name result.json -size 0 | grep . && exit 1; "
	      "rm %s/small/hog && ./grade %s/sent --out %s/small >%s/said 2>&1; "
	      "[ $? -eq 1 ] && ! grep ' 0 before' %s/said",
		base, base, base, base, base, base);
	shell("umount %s/small", base);
}

static void two_at_once_do_not_meet(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"flock %s/results/.lock-1-of-1 ./grade %s/sent --out %s/results", base,
		base, base);
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "another ./grade is at work");
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_class_is_graded),
		cmocka_unit_test(what_is_done_is_not_done_again),
		cmocka_unit_test(what_was_changed_is_graded_anew),
		cmocka_unit_test(what_was_seen_is_kept),
		cmocka_unit_test(links_in_the_results_lead_nowhere),
		cmocka_unit_test(a_disputed_run_is_repeated),
		cmocka_unit_test(what_comes_out_otherwise_is_told),
		cmocka_unit_test(what_was_another_is_told),
		cmocka_unit_test(what_cannot_be_repeated_is_told),
		cmocka_unit_test(a_machine_that_fails_is_no_zero),
		cmocka_unit_test(interrupted_and_killed_it_goes_on),
		cmocka_unit_test(wrong_usage_is_told),
		cmocka_unit_test(a_full_disk_is_told_at_once),
		cmocka_unit_test(two_at_once_do_not_meet),
	};

	return cmocka_run_group_tests_name("grade", tests, set_up, tear_down);
}
