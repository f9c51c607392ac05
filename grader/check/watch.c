/* SPDX-License-Identifier: MIT */
/*
 * ./check --watch: a check at every save of the exercise or of what lies beside it.
 *
 * Each check is a ./check --wait of its own, started when the one before has ended: its machine
 * is ready and stopped, and it goes on when it gets a byte. A save while it judges ends it, and
 * starts over. This process looks at the folder (inotify), at the keys and at the result.
 */
#include "parts.h"
#include "grader/base/file_replace.h"
#include "grader/base/phase.h"
#include "grader/base/text.h"
#include "grader/lab/folders.h"
#include "grader/learner/progress.h"
#include "grader/report/text.h"
#include "grader/session/session.h"
#include "vm/host/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define SETTLE_MS 30 /* an editor writes several files, or one in pieces */
#define MAX_WORDS 28

struct watch {
	const char *root;
	struct check_options options;
	char *folder, *next_folder;
	char watched[PATH_MAX], json[PATH_MAX];
	bool is_terminal, has_keys;
	struct termios terminal;
	int inotify;
	pid_t pid; /* of the check that waits or judges; 0: none */
	int go;	   /* its descriptor; -1: it has gone */
	unsigned nr_hints, nr_claims, nr_passed; /* claims: of the last check */
	json_t *before;				 /* its result */
};

static volatile sig_atomic_t ended; /* a signal that ends this program */

static void on_end(int number)
{
	ended = number;
}

static void say(struct watch *w, const char *words)
{
	if (w->is_terminal)
		printf("\r\033[K%s", words);
	else
		puts(words);
	fflush(stdout);
}

static const char *verdict_of(const json_t *result, const char *name)
{
	json_t *claim;
	size_t i;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		const char *other = json_string_value(json_object_get(claim, "name"));

		if (other && !strcmp(other, name))
			return json_string_value(json_object_get(claim, "verdict"));
	}
	return NULL;
}

static bool passes(const json_t *result, const char *name)
{
	const char *verdict = verdict_of(result, name);

	return verdict && !strcmp(verdict, "PASS");
}

/* ",this,that,": the claims that passed, as of report_style; malloc'ed, NULL without a result. */
static char *passed_names(const json_t *result)
{
	char *names = NULL;
	size_t i, size;
	json_t *claim;
	FILE *out = result ? open_memstream(&names, &size) : NULL;

	if (!out)
		return NULL;
	fputc(',', out);
	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		const char *name = json_string_value(json_object_get(claim, "name"));

		if (name && passes(result, name))
			fprintf(out, "%s,", name);
	}
	fclose(out);
	return names;
}

/* The check's own command: this program, started again. */
static void become_check(struct watch *w, int go)
{
	char hints[16], wait[16], seed[32], program[PATH_MAX] = "";
	char *args[MAX_WORDS], *before = passed_names(w->before);
	int nr = 0, null = open("/dev/null", O_RDWR);
	sigset_t none;

	snprintf(hints, sizeof(hints), "%u", w->nr_hints);
	snprintf(wait, sizeof(wait), "%d", go);
	snprintf(seed, sizeof(seed), "%llu", (unsigned long long)w->options.seed);
	if (readlink("/proc/self/exe", program, sizeof(program) - 1) < 0)
		_exit(EXIT_BROKEN);
	args[nr++] = program_invocation_short_name;
	args[nr++] = w->folder;
	args[nr++] = "--hints";
	args[nr++] = hints;
	args[nr++] = "--wait";
	args[nr++] = wait;
	args[nr++] = "--json";
	args[nr++] = w->json;
	if (w->options.exercise) {
		args[nr++] = "--exercise";
		args[nr++] = (char *)w->options.exercise;
	}
	if (w->options.seed_given) {
		args[nr++] = "--seed";
		args[nr++] = seed;
	}
	if (before) {
		args[nr++] = "--before";
		args[nr++] = before;
	}
	if (w->options.cold)
		args[nr++] = "--cold";
	if (w->options.verbose)
		args[nr++] = "--verbose";
	if (w->options.view)
		args[nr++] = "--view";
	if (w->options.record) {
		args[nr++] = "--record";
		args[nr++] = (char *)w->options.record;
	}
	args[nr] = NULL;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, STDIN_FILENO);
	fcntl(go, F_SETFD, 0);
	execv(program, args);
	_exit(EXIT_BROKEN);
}

static int start(struct watch *w)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	fflush(stdout);
	w->pid = fork();
	if (!w->pid)
		become_check(w, ends[0]);
	close(ends[0]);
	w->go = ends[1];
	return w->pid < 0 ? -errno : 0;
}

static void stop(struct watch *w)
{
	if (w->go >= 0)
		close(w->go);
	w->go = -1;
	if (w->pid <= 0)
		return;
	kill(w->pid, SIGTERM);
	while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
}

/* Starts the check that waits, or a new one if it judges already, or died. */
static int go(struct watch *w)
{
	char words[128];
	int err = 0;

	if (w->pid && w->go < 0)
		stop(w);
	if (!w->pid)
		err = start(w);
	if (err)
		return err;
	snprintf(words, sizeof(words), "lab%.2s: checking …", w->folder);
	say(w, words);
	unlink(w->json);
	if (send(w->go, "", 1, MSG_NOSIGNAL) != 1)
		err = -errno;
	close(w->go);
	w->go = -1;
	return err == -EPIPE ? 0 : err; /* then it has said why */
}

/* How many claims pass, and how many of them did not before, or did and do no more. */
struct change {
	unsigned nr_claims, nr_passed, nr_gained, nr_lost;
};

static void compare(const json_t *before, const json_t *now, struct change *ret)
{
	json_t *claim;
	size_t i;

	*ret = (struct change){0};
	json_array_foreach(json_object_get(now, "claims"), i, claim)
	{
		const char *name = json_string_value(json_object_get(claim, "name"));
		bool was, is;

		if (!name)
			continue;
		was = passes(before, name);
		is = passes(now, name);
		ret->nr_claims++;
		ret->nr_passed += is;
		ret->nr_gained += before && is && !was;
		ret->nr_lost += before && was && !is;
	}
}

/* As many as a report takes. */
static size_t columns(void)
{
	return report_style_for(stdout).columns;
}

/* To what fits into a row. */
static const char *cut(char *words)
{
	const char *next;

	words[text_line(words, columns() - 1, &next)] = '\0';
	return words;
}

/* The report has marked which they are. */
static void tell_change(const struct change *change)
{
	if (change->nr_gained)
		printf("Gained %u claim%s%s", change->nr_gained,
			change->nr_gained == 1 ? "" : "s", change->nr_lost ? ". " : "\n");
	if (change->nr_lost)
		printf("Lost %u claim%s\n", change->nr_lost,
			change->nr_lost == 1 ? "" : "s");
}

/* How many labs have passed, of how many. */
static void count_labs(const char *root, size_t *ret_passed, size_t *ret_nr)
{
	struct progress progress;

	*ret_passed = *ret_nr = 0;
	if (progress_read(root, &progress))
		return;
	for (size_t i = 0; i < progress.nr; i++)
		*ret_passed += progress.labs[i].passed;
	*ret_nr = progress.nr;
	progress_free(&progress);
}

static void status_line(struct watch *w)
{
	char words[256], keys[128] = "watching", claims[64] = "not judged";
	bool passed = w->nr_claims && w->nr_passed == w->nr_claims;
	size_t nr_passed, nr;

	if (w->has_keys)
		snprintf(keys, sizeof(keys), "%s v:%s s:step p:predict l:labs q:quit",
			!passed || !w->next_folder ? "h:hint" : "n:next",
			w->options.verbose ? "short" : "whole");
	if (w->nr_claims)
		snprintf(claims, sizeof(claims), "%u/%u claims", w->nr_passed,
			w->nr_claims);
	count_labs(w->root, &nr_passed, &nr);
	snprintf(words, sizeof(words), "lab%.2s  %s  %zu/%zu labs  %s", w->folder, claims,
		nr_passed, nr, keys);
	say(w, w->is_terminal ? cut(words) : words);
}

/* Said below the report, which the check has printed. */
static void tell_result(struct watch *w)
{
	json_t *now = json_load_file(w->json, 0, NULL);
	struct change change;

	unlink(w->json);
	compare(w->before, now, &change);
	tell_change(&change);
	w->nr_claims = change.nr_claims;
	w->nr_passed = change.nr_passed;
	status_line(w);
	if (now) {
		json_decref(w->before);
		w->before = now;
	}
}

/* The check ended: by its verdict, or before one. A new one makes its machine ready. */
static int look_after_check(struct watch *w)
{
	int status;

	if (!w->pid || waitpid(w->pid, &status, WNOHANG) != w->pid)
		return 0;
	w->pid = 0;
	if (w->go >= 0) { /* it never began, and has said why */
		close(w->go);
		w->go = -1;
		w->nr_claims = 0;
		status_line(w);
		return 0;
	}
	tell_result(w);
	return start(w);
}

static bool is_source(const char *name)
{
	const char *end = strrchr(name, '.');

	return *name != '.' && end && (!strcmp(end, ".c") || !strcmp(end, ".h"));
}

/* Reads what has happened in the folder; was a source saved? */
static bool drain(struct watch *w)
{
	char buffer[4096] __attribute__((aligned(8)));
	bool saved = false;
	ssize_t n;

	while ((n = read(w->inotify, buffer, sizeof(buffer))) > 0) {
		for (char *at = buffer; at < buffer + n;) {
			struct inotify_event *event = (struct inotify_event *)at;

			if (event->mask & IN_Q_OVERFLOW ||
				(event->len && is_source(event->name)))
				saved = true;
			at += sizeof(*event) + event->len;
		}
	}
	return saved;
}

static int watch_folder(struct watch *w)
{
	const char *root = w->root;

	if (w->inotify >= 0)
		close(w->inotify);
	w->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (w->options.exercise) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s", w->options.exercise);
		snprintf(w->watched, sizeof(w->watched), "%s", dirname(path));
	} else {
		snprintf(w->watched, sizeof(w->watched), "%s/labs/%s", root, w->folder);
	}
	if (w->inotify < 0 || inotify_add_watch(w->inotify, w->watched,
				      IN_CLOSE_WRITE | IN_MOVED_TO) < 0)
		return check_complain(EXIT_BROKEN, "%s: cannot be watched: %s",
			w->watched, strerror(errno));
	return 0;
}

static bool has_ended(void)
{
	return ended;
}

/* All that a machine of this lab is made of, for the checks that wait with one. */
static int make_parts(struct watch *w)
{
	struct build_request request = {.root = w->root,
		.lab = w->folder,
		.parts = true,
		.interrupted = has_ended};
	struct build *build;
	char why[BUILD_WHY];
	sigset_t none, before;
	int err, status = 0;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, &before);
	phase_begin("building the programs");
	err = build_lab(&request, &build, why);
	phase_end();
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (err)
		return err == -EINTR ? 0 : check_complain(EXIT_BROKEN, "%s", why);
	if (build->end != BUILD_DONE)
		status = check_complain(EXIT_BROKEN,
			"the lab's programs were not built:\n%s", build->words);
	build_free(build);
	return status;
}

/* Takes up the lab of this folder, which it owns. 0 or an exit status. */
static int begin_lab(struct watch *w, char *folder)
{
	int status;

	stop(w);
	free(w->folder);
	free(w->next_folder);
	w->folder = folder;
	w->next_folder = NULL;
	if (!w->options.exercise)
		lab_next(w->root, folder, &w->next_folder);
	json_decref(w->before);
	w->before = NULL;
	w->nr_claims = w->nr_passed = 0;
	w->nr_hints = w->options.nr_hints;
	status = make_parts(w);
	return status ? status : watch_folder(w);
}

/* As make labNN does: ./check without a lab means this one. */
static void note_current(const struct watch *w)
{
	char path[PATH_MAX], line[300];

	snprintf(path, sizeof(path), "%s/build/current", w->root);
	snprintf(line, sizeof(line), "%s\n", w->folder);
	file_put_quick(path, line, strlen(line));
}

static void list_labs(struct watch *w)
{
	struct progress progress;

	if (progress_read(w->root, &progress))
		return;
	fputs(w->is_terminal ? "\033[H\033[2J" : "\n", stdout);
	progress_print(stdout, &progress, columns());
	progress_free(&progress);
	status_line(w);
}

/* Another command in front, with the terminal as it was. Its Ctrl-C is not for us. */
static void in_front(struct watch *w, const char *command, const char *option)
{
	const struct sigaction ignored = {.sa_handler = SIG_IGN};
	struct sigaction before;
	char program[PATH_MAX];
	sigset_t none, interrupt;
	pid_t pid;

	stop(w);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &w->terminal);
	fputs(w->is_terminal ? "\033[H\033[2J" : "\n", stdout);
	fflush(stdout);
	snprintf(program, sizeof(program), "%s/%s", w->root, command);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	sigaction(SIGINT, &ignored, &before);
	sigprocmask(SIG_UNBLOCK, &interrupt, NULL); /* one that is blocked is kept */
	pid = fork();
	if (!pid) {
		sigemptyset(&none);
		sigaction(SIGINT, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execl(program, program, option,
			w->options.exercise ? "--exercise" : w->folder,
			w->options.exercise, w->options.exercise ? w->folder : NULL,
			NULL);
		_exit(EXIT_BROKEN);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	sigprocmask(SIG_BLOCK, &interrupt, NULL);
	sigaction(SIGINT, &before, NULL);
	status_line(w);
}

/* 1 if it is to end, else 0; what a new check failed with is in *ret_err. */
static int on_key(struct watch *w, char key, int *ret_err)
{
	char *folder;

	switch (key) {
	case 'q':
		return 1;
	case 'h':
	case 'v':
		w->nr_hints += key == 'h' && w->nr_hints < 9;
		w->options.verbose ^= key == 'v';
		stop(w); /* it has the old options */
		*ret_err = go(w);
		return 0;
	case 'l':
		list_labs(w);
		return 0;
	case 's':
		in_front(w, "run", "--step");
		*ret_err = start(w);
		return 0;
	case 'p':
		in_front(w, "check", "--predict");
		*ret_err = start(w);
		return 0;
	case 'n':
		folder = w->next_folder;
		w->next_folder = NULL;
		if (!folder)
			return 0;
		*ret_err = begin_lab(w, folder);
		note_current(w);
		if (!*ret_err)
			*ret_err = go(w);
		return 0;
	}
	return 0;
}

/* Keys come one by one, and are not shown; Ctrl-C stays a signal. */
static void take_keys(struct watch *w)
{
	struct termios quiet = w->terminal;

	if (!w->has_keys)
		return;
	quiet.c_lflag &= ~(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
}

static void look_at_terminal(struct watch *w)
{
	w->is_terminal = progress_redraws(STDOUT_FILENO);
	w->has_keys = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
		      !tcgetattr(STDIN_FILENO, &w->terminal);
}

/* Until a key, a signal or a failure ends it: 0 or an exit status. */
static int loop(struct watch *w)
{
	sigset_t none;
	int err = go(w);

	sigemptyset(&none);
	while (!err && !ended) {
		take_keys(w); /* again, after Ctrl-Z and fg */
		struct pollfd fds[] = {{.fd = w->inotify, .events = POLLIN},
			{.fd = w->has_keys ? STDIN_FILENO : -1, .events = POLLIN}};
		int n = ppoll(fds, 2, NULL, &none);
		char key;

		if (n < 0 && errno != EINTR)
			return -errno;
		err = look_after_check(w);
		if (n > 0 && fds[0].revents && drain(w)) {
			usleep(SETTLE_MS * 1000);
			drain(w);
			err = go(w);
		}
		if (n > 0 && fds[1].revents) {
			if (read(STDIN_FILENO, &key, 1) != 1)
				return 0;
			if (on_key(w, key, &err) == 1)
				return 0;
		}
	}
	return err;
}

static void on_other(int number)
{
	(void)number; /* only wakes ppoll() */
}

/* Signals come while ppoll() waits and at no other time. */
static void catch_signals(void)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP},
			 others[] = {SIGCHLD, SIGCONT};
	struct sigaction end = {.sa_handler = on_end}, other = {.sa_handler = on_other};
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		sigaction(ends[i], &end, NULL);
		sigaddset(&blocked, ends[i]);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		sigaction(others[i], &other, NULL);
		sigaddset(&blocked, others[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, NULL);
}

int check_watch(const struct check_options *options)
{
	struct watch w = {
		.root = session_root(), .options = *options, .inotify = -1, .go = -1};
	struct check finder = {.options = *options, .root = w.root};
	char *folder;
	int status = check_find_lab(&finder, &folder);

	if (status)
		return status;
	snprintf(w.json, sizeof(w.json), "%s/build/watch-%d.json", w.root, (int)getpid());
	look_at_terminal(&w);
	catch_signals();
	status = begin_lab(&w, folder);
	if (!status)
		status = loop(&w);
	stop(&w);
	if (w.has_keys)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &w.terminal);
	if (w.is_terminal)
		putchar('\n');
	unlink(w.json);
	if (w.inotify >= 0)
		close(w.inotify);
	json_decref(w.before);
	free(w.folder);
	free(w.next_folder);
	if (status < 0)
		status = check_complain(EXIT_BROKEN, "%s", strerror(-status));
	return ended ? 128 + ended : status;
}
