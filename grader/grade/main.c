/* SPDX-License-Identifier: MIT */
/*
 * ./grade: a class's submissions, each student's exercise of each lab compiled in a sandbox
 * and judged in a machine of its own. What is done is in the results; nothing else is kept.
 */
#include "grader/check/parts.h"
#include "grader/grade/book/book.h"
#include "grader/grade/book/format.h"
#include "grader/grade/book/kept.h"
#include "grader/grade/intake/download.h"
#include "options.h"
#include "grader/grade/runs/plan.h"
#include "grader/grade/runs/workers.h"
#include "grader/grade/runs/progress.h"
#include "grader/grade/runs/replay.h"
#include "grader/grade/book/report.h"
#include "grader/grade/sandbox/commit.h"
#include "grader/grade/sandbox/sandbox.h"
#include "grader/grade/runs/seal.h"
#include "grader/build/versions.h"
#include "grader/lab/folders.h"
#include "grader/session/session.h"
#include "grader/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

struct grade {
	struct grade_options options;
	struct grade_course course;
	char results[PATH_MAX], submissions[PATH_MAX];
	char **folders;
	char *kernel, *commit, *qemu;
	const char *only_folder; /* of `folders` */
	struct grade_class class, kept;
	struct term term;
	struct plan_request request;
	struct grade_plan plan;
	struct grade_progress progress;
	struct grade_seal seal;
	const struct grade_run **broken;
	size_t nr_broken;
	bool lacks_worksheet;
	char key[GRADE_SHA];
};

static int find_labs(struct grade *g)
{
	char *names;
	int err = lab_list(g->course.root, &g->folders);

	if (err)
		return check_complain(
			GRADE_EXIT_BROKEN, "reading labs/: %s", strerror(-err));
	if (!g->options.lab)
		return 0;
	for (char **folder = g->folders; *folder; folder++)
		if (lab_means(g->options.lab, *folder)) {
			g->only_folder = *folder;
			return 0;
		}
	if (!lab_names(g->course.root, &names)) {
		check_complain(GRADE_EXIT_USAGE, "there is no lab \"%s\". There are: %s",
			g->options.lab, names);
		free(names);
	}
	return GRADE_EXIT_USAGE;
}

/* Both are there, and the results are no part of the submissions. */
static int find_places(struct grade *g)
{
	char path[PATH_MAX];
	size_t length;
	int err = realpath(g->options.submissions, path)
			  ? download_find(path, (const char *const *)g->folders,
				    g->only_folder, g->submissions)
			  : -errno;

	if (err)
		return check_complain(GRADE_EXIT_USAGE,
			err == -ENOTDIR ? "%s: %s: unpack it, and name the folder"
					: "%s: %s",
			g->options.submissions, strerror(-err));
	if (mkdir(g->options.out, 0777) && errno != EEXIST)
		return check_complain(
			GRADE_EXIT_USAGE, "%s: %s", g->options.out, strerror(errno));
	if (!realpath(g->options.out, g->results))
		return check_complain(
			GRADE_EXIT_USAGE, "%s: %s", g->options.out, strerror(errno));
	length = strlen(g->submissions);
	if (!strncmp(g->results, g->submissions, length) &&
		(!g->results[length] || g->results[length] == '/'))
		return check_complain(
			GRADE_EXIT_USAGE, "the results cannot lie among the submissions");
	g->course.results = g->results;
	if (strcmp(path, g->submissions))
		fprintf(stderr, "The submissions are those in %s\n", g->submissions);
	return 0;
}

/* Of 50 ms: what a killed command has started may not be gone yet. */
#define LOCK_TRIES 60

/* One command of a part at a time; the lock goes with this process and its children. */
static int lock_results(const struct grade *g)
{
	char path[PATH_MAX + 64];
	int fd;

	snprintf(path, sizeof(path), "%s/.lock-%zu-of-%zu", g->results, g->options.shard,
		g->options.nr_shards);
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return check_complain(GRADE_EXIT_USAGE, "%s: %s", path, strerror(errno));
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB))
			return 0;
		usleep(50000);
	}
	return check_complain(
		GRADE_EXIT_USAGE, "another ./grade is at work in %s", g->results);
}

/* --course, or the file that is kept with the results. */
static int read_course(struct grade *g)
{
	char path[PATH_MAX + 16], why[TERM_WHY];
	int err;

	snprintf(path, sizeof(path), "%s/course.json", g->results);
	if (!g->options.course && access(path, F_OK))
		return 0;
	err = term_read(g->options.course ? g->options.course : path,
		(const char *const *)g->folders, &g->term, why);
	if (err)
		return check_complain(GRADE_EXIT_USAGE, "%s", why);
	g->course.term = &g->term;
	return 0;
}

static int prepare(struct grade *g)
{
	char why[PLAN_WHY];
	int err, status = find_labs(g);

	if (!status)
		status = find_places(g);
	if (!status)
		status = read_course(g);
	if (!status)
		status = lock_results(g);
	if (status)
		return status;
	err = session_kernel(g->course.root, &g->kernel);
	if (err)
		return check_complain(
			GRADE_EXIT_BROKEN, "build/default-kernel: %s", strerror(-err));
	g->course.kernel = g->kernel;
	g->course.commit = g->commit = version_commit();
	g->course.qemu = g->qemu = version_qemu();
	err = grade_seed(g->results, g->options.seed_given ? &g->options.seed : NULL,
		&g->course.seed, why);
	if (!err)
		err = sandbox_probe(g->options.sandbox, why);
	return err ? check_complain(GRADE_EXIT_BROKEN, "%s", why) : 0;
}

/* Of a clone its last commit tells when it was, and the author's address. */
static void ask_clones(struct grade *g)
{
	for (size_t i = 0; i < g->class.nr_students && !check_interrupted(); i++) {
		struct grade_student *student = &g->class.students[i];
		struct grade_commit commit;
		char path[PATH_MAX];
		struct tm tm;

		if (!student->clone ||
			snprintf(path, sizeof(path), "%s/%s", g->submissions,
				student->clone) >= (int)sizeof(path) ||
			grade_commit_read(
				g->options.sandbox, path, check_interrupted, &commit))
			continue;
		if (!student->submitted && localtime_r(&(time_t){commit.time}, &tm))
			student->submitted = timegm(&tm);
		for (size_t k = 0; k < student->nr_pairs; k++)
			if (!student->pairs[k].submitted)
				student->pairs[k].submitted = student->submitted;
		memcpy(student->who.name, commit.name, sizeof(commit.name));
		memcpy(student->who.email, commit.email, sizeof(commit.email));
	}
}

static bool is_meant(const struct grade_student *student, const char *word)
{
	return !strcasecmp(student->name, word) || !strcasecmp(student->who.name, word) ||
	       !strcasecmp(student->who.login, word) ||
	       !strcasecmp(student->who.email, word);
}

/* Whom the roster calls so, malloc'ed; NULL: nobody who has sent something. */
static char *name_by_roster(const struct grade *g, const char *word)
{
	static const char *const no_labs[] = {NULL};
	struct book_request request = {.results = g->results,
		.labs = no_labs,
		.class = &g->class,
		.roster = g->options.roster};
	const struct book_row *row;
	char why[BOOK_WHY], *name = NULL;
	struct book book;

	/* A roster that makes no sense is told of when the gradebook is written. */
	if (!request.roster || book_read(&request, &book, why))
		return NULL;
	row = book_find(&book, word);
	if (row && row->sent)
		name = strdup(row->sent->name);
	book_deinit(&book);
	return name;
}

/* With --student all others are left as they are. */
static int choose_student(struct grade *g)
{
	struct grade_class *class = &g->class;
	char *name = g->options.student ? name_by_roster(g, g->options.student) : NULL;
	const char *word = name ? name : g->options.student;
	size_t nr = 0;

	for (size_t i = 0; word && i < class->nr_students; i++) {
		if (is_meant(&class->students[i], word)) {
			struct grade_student chosen = class->students[i];

			class->students[i] = class->students[nr];
			class->students[nr++] = chosen;
		}
	}
	free(name);
	if (!g->options.student)
		return 0;
	if (!nr)
		return check_complain(GRADE_EXIT_USAGE,
			"nobody called \"%s\" has sent anything", g->options.student);
	grade_class_keep(class, nr);
	return 0;
}

static int take_in(struct grade *g)
{
	struct grade_intake intake = {.submissions = g->submissions,
		.results = g->results,
		.folders = (const char *const *)g->folders,
		.only = g->only_folder,
		.root = g->course.root};
	char why[PLAN_WHY];
	int err = grade_take_in(&intake, &g->class, why), status;

	if (err)
		return check_complain(GRADE_EXIT_BROKEN, "%s", why);
	status = choose_student(g);
	if (status)
		return status;
	ask_clones(g);
	err = kept_read(g->results, (const char *const *)g->folders, &g->class, &g->kept);
	if (err)
		return check_complain(
			GRADE_EXIT_BROKEN, "%s: %s", g->results, strerror(-err));
	g->request = (struct plan_request){.course = &g->course,
		.class = &g->class,
		.folders = (const char *const *)g->folders,
		.shard = g->options.shard,
		.nr_shards = g->options.nr_shards,
		.again = g->options.again,
		.interrupted = check_interrupted};
	err = grade_plan(&g->request, &g->plan, why);
	if (session_signal())
		return 128 + session_signal();
	return err ? check_complain(GRADE_EXIT_BROKEN, "%s", why) : 0;
}

static void on_start(void *arg, const struct grade_run *run)
{
	struct grade *g = arg;

	grade_seal(&g->seal, run);
	g->course.sealed = g->seal.sealed;
}

static void on_end(void *arg, const struct grade_run *run, bool graded)
{
	struct grade *g = arg;

	g->progress.nr_finished++;
	if (!graded)
		g->broken[g->nr_broken++] = run;
}

static void on_tick(void *arg, size_t nr_running)
{
	struct grade *g = arg;

	progress_show(&g->progress, nr_running);
}

/* Of one result with all its files, and some. */
#define RESULT_BYTES (64 * 1024)

/* Told before hours of work, not after. */
static int look_for_space(const struct grade *g)
{
	struct statvfs fs;
	uint64_t left, wanted = (uint64_t)g->plan.nr_runs * RESULT_BYTES;

	if (statvfs(g->results, &fs))
		return check_complain(
			GRADE_EXIT_BROKEN, "%s: %s", g->results, strerror(errno));
	left = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (left >= wanted)
		return 0;
	return check_complain(GRADE_EXIT_BROKEN,
		"%s: %zu results take some %zu MiB, and there is space for %zu",
		g->results, g->plan.nr_runs, (size_t)(wanted >> 20) + 1,
		(size_t)(left >> 20));
}

static int run_all(struct grade *g)
{
	size_t mib = grade_memory(), copies = 2 * SEALED_MIB;
	struct grade_pool pool = {.runs = g->plan.runs,
		.nr_runs = g->plan.nr_runs,
		.nr_workers = g->options.jobs,
		.on_start = on_start,
		.on_end = on_end,
		.on_tick = on_tick,
		.arg = g,
		.work = grade_run};
	int err;

	g->seal.is_off = mib < copies + WORKER_MIB;
	if (!pool.nr_workers)
		pool.nr_workers = grade_pool_size(g->seal.is_off ? mib : mib - copies);
	g->broken = calloc(pool.nr_runs + 1, sizeof(*g->broken));
	if (!g->broken)
		return check_complain(GRADE_EXIT_BROKEN, "out of memory");
	fprintf(stderr,
		"%zu students, %zu runs, %zu of them done before, %zu at a time\n",
		g->class.nr_students, pool.nr_runs + g->plan.nr_done, g->plan.nr_done,
		pool.nr_workers);
	progress_start(&g->progress, stderr, pool.nr_runs);
	err = grade_pool(&pool);
	progress_stop(&g->progress);
	if (err == -EINTR)
		return 128 + session_signal();
	if (err == -ENOSPC)
		return check_complain(GRADE_EXIT_BROKEN,
			"%s: there is no space left. %zu of %zu are graded; the same "
			"command "
			"goes on when there is some",
			g->results,
			g->progress.nr_finished - g->nr_broken + g->plan.nr_done,
			pool.nr_runs + g->plan.nr_done);
	return err ? check_complain(GRADE_EXIT_BROKEN, "%s", strerror(-err)) : 0;
}

static const char *key_of(void *arg, const char *student, const char *lab)
{
	struct grade *g = arg;

	return grade_plan_key(&g->plan, &g->request, student, lab, g->key) ? g->key
									   : NULL;
}

static bool is_sent(const struct grade_class *class, const char *lab)
{
	for (size_t i = 0; i < class->nr_students; i++)
		for (size_t k = 0; k < class->students[i].nr_pairs; k++)
			if (!strcmp(class->students[i].pairs[k].lab, lab))
				return true;
	return false;
}

/* The labs that somebody sent, now or before, and those of the course and the one that was asked
 * for. */
static const char **columns(const struct grade *g)
{
	const char **labs;
	size_t nr = 0;

	while (g->folders[nr])
		nr++;
	labs = calloc(nr + 1, sizeof(*labs));
	nr = 0;
	for (char **folder = g->folders; labs && *folder; folder++)
		if (*folder == g->only_folder || is_sent(&g->class, *folder) ||
			is_sent(&g->kept, *folder) || term_find(g->course.term, *folder))
			labs[nr++] = *folder;
	return labs;
}

/* Parts of one class write the same table, one after the other. */
static int write_book(struct grade *g)
{
	struct book_request request = {.results = g->results,
		.class = &g->class,
		.kept = &g->kept,
		.term = g->course.term,
		.root = g->course.root,
		.seed = &g->course.seed,
		.roster = g->options.roster,
		.overrides = g->options.overrides,
		.key_of = key_of,
		.arg = g};
	const char **labs = columns(g);
	char why[BOOK_WHY], path[PATH_MAX + 16];
	struct book book;
	int lock, err, status = GRADE_EXIT_USAGE;

	if (!labs)
		return check_complain(GRADE_EXIT_BROKEN, "out of memory");
	request.labs = labs;
	snprintf(path, sizeof(path), "%s/.lock-book", g->results);
	lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (lock >= 0)
		flock(lock, LOCK_EX);
	err = book_read(&request, &book, why);
	if (!err && !g->options.any_roster && book_is_mismatched(&book, stderr)) {
		snprintf(why, sizeof(why),
			"%.300s is the roster of another class, or does not say who is "
			"who: nothing was graded. --any-roster takes it nevertheless",
			g->options.roster);
		book_deinit(&book);
		err = -EBADMSG;
	}
	if (!err) {
		status = GRADE_EXIT_BROKEN;
		err = kept_write(g->results, &g->class, &g->kept);
		if (!err)
			err = book_write(&book, g->results);
		if (!err)
			err = report_write(&book, g->results);
		if (!err)
			err = format_write(&book, g->results, g->options.formats);
		g->lacks_worksheet = g->options.formats & FORMAT_MOODLE &&
				     format_lacks_worksheet(&book);
		if (err)
			snprintf(why, sizeof(why), "%.400s: %s", g->results,
				strerror(-err));
		book_deinit(&book);
	}
	if (lock >= 0)
		close(lock);
	free(labs);
	return err ? check_complain(status, "%s", why) : 0;
}

static void print_clean(const char *text)
{
	char *clean = text_clean(text, strlen(text));

	fputs(clean ? clean : "?", stdout);
	free(clean);
}

static int summary(const struct grade *g)
{
	for (size_t i = 0; i < g->class.nr_refusals; i++) {
		const struct grade_refusal *refusal = &g->class.refusals[i];

		printf("refused  ");
		print_clean(*refusal->student ? refusal->student : "-");
		printf("  ");
		print_clean(refusal->path);
		printf(": %s\n", refusal->reason);
	}
	for (size_t i = 0; i < g->nr_broken; i++)
		printf("not graded, tried %d times  %s lab%.2s: %s/%s/%s/log.txt\n",
			g->broken[i]->attempt, g->broken[i]->student,
			g->broken[i]->lab->folder, g->options.out, g->broken[i]->student,
			g->broken[i]->lab->folder);
	if (g->lacks_worksheet)
		puts("no Moodle worksheet where no participant's number is known.\n"
		     "  Moodle's download has it in the names of its folders, a grading "
		     "worksheet for --roster\n"
		     "  in its column Identifier");
	printf("%zu graded now, %zu before, %zu could not be graded, %zu refused: "
	       "%s/gradebook.csv\n",
		g->progress.nr_finished - g->nr_broken, g->plan.nr_done, g->nr_broken,
		g->class.nr_refusals, g->options.out);
	if (g->nr_broken)
		return GRADE_EXIT_BROKEN;
	return g->class.nr_refusals ? GRADE_EXIT_REFUSED : GRADE_EXIT_DONE;
}

static int grade(struct grade *g)
{
	int status = prepare(g);

	if (!status)
		status = take_in(g);
	/* Before the runs too: a roster that makes no sense is told at once. */
	if (!status)
		status = write_book(g);
	if (!status)
		status = look_for_space(g);
	if (!status)
		status = run_all(g);
	if (!status)
		status = write_book(g);
	return status ? status : summary(g);
}

static void tear_down(struct grade *g)
{
	grade_plan_deinit(&g->plan);
	grade_class_deinit(&g->class);
	grade_class_deinit(&g->kept);
	term_deinit(&g->term);
	for (char **folder = g->folders; folder && *folder; folder++)
		free(*folder);
	free(g->folders);
	free(g->kernel);
	free(g->commit);
	free(g->qemu);
	free(g->broken);
	grade_seal_deinit(&g->seal);
}

int main(int argc, char **argv)
{
	struct grade g = {0};
	int status;

	setlocale(LC_CTYPE, "C.UTF-8");
	grade_options_parse(argc, argv, &g.options);
	g.course.compile_sandbox = g.options.sandbox;
	g.course.record = g.options.record;
	g.course.root = session_root();
	if (!g.course.root)
		return check_complain(
			GRADE_EXIT_BROKEN, "PAGELAB_ROOT is unset: start ./grade");
	session_catch_signals();
	if (g.options.replay)
		return check_end_words(grade_replay(g.course.root, g.options.replay));
	status = grade(&g);
	tear_down(&g);
	return check_end_words(status);
}
