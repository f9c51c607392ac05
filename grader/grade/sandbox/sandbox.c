/* SPDX-License-Identifier: MIT */
/* The sandbox is bubblewrap's, see sandbox.h. */
#include "sandbox.h"
#include "guard.h"
#include "pipes.h"
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 90 /* by the clock, on a host that is busy with others */
#define MEMORY_BYTES (1024UL * 1024 * 1024)
#define OUTPUT_BYTES (16 * 1024 * 1024)
#define TMP_BYTES "67108864"
#define DATA_FD 3
/* Of one uid, which all compilers share that run at the time. */
#define PLATFORM_PROCESSES 1024

/* A user of no rights, and an environment that says nothing of this host. */
static const char *const fixed[] = {"bwrap", "--unshare-user", "--unshare-ipc",
	"--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
	"--disable-userns", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL",
	"--die-with-parent", "--new-session", "--hostname", "pagelab", "--clearenv",
	"--setenv", "PATH", "/usr/bin", "--setenv", "LC_ALL", "C.UTF-8", "--ro-bind",
	"/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
	"--symlink", "usr/lib64", "/lib64", "--size", TMP_BYTES, "--tmpfs", "/tmp", NULL};

static size_t count(char *const *words)
{
	size_t nr = 0;

	while (words[nr])
		nr++;
	return nr;
}

/* bwrap's words, then the command's. -E2BIG if there is no room for them. */
static int compose(const struct sandbox_request *request, const char **args)
{
	const struct sandbox_bind *bind = request->binds;
	size_t nr = 0, nr_binds = 0;

	while (bind && bind[nr_binds].host)
		nr_binds++;
	if (count((char *const *)fixed) + 3 * nr_binds + count(request->command) + 13 >
		SANDBOX_MAX_WORDS)
		return -E2BIG;
	for (const char *const *word = fixed; *word; word++)
		args[nr++] = *word;
	for (size_t i = 0; i < nr_binds; i++) {
		args[nr++] = "--ro-bind";
		args[nr++] = bind[i].host;
		args[nr++] = bind[i].inside;
	}
	if (request->data_fd >= 0) {
		args[nr++] = "--ro-bind-data";
		args[nr++] = "3";
		args[nr++] = SANDBOX_PROGRAM;
	}
	if (request->has_null) {
		args[nr++] = "--dev-bind";
		args[nr++] = "/dev/null";
		args[nr++] = "/dev/null";
	}
	/* What is bound last is ours as well: nothing but /tmp can be written to. */
	args[nr++] = "--remount-ro";
	args[nr++] = "/";
	if (nr_binds) {
		args[nr++] = "--chdir";
		args[nr++] = SANDBOX_FOLDER;
	}
	for (char *const *word = request->command; *word; word++)
		args[nr++] = *word;
	args[nr] = NULL;
	return 0;
}

int sandbox_tool(const char *program, const char **ret)
{
	static const char *const limits[] = {
		"prlimit", "--cpu=5", "--as=1073741824", "--core=0"};
	char *const command[] = {(char *)program, NULL};
	struct sandbox_request request = {.command = command, .data_fd = DATA_FD};
	size_t nr = sizeof(limits) / sizeof(*limits);

	memcpy(ret, limits, sizeof(limits));
	return compose(&request, ret + nr);
}

static void limit(int what, rlim_t most)
{
	struct rlimit limit = {most, most};

	if (setrlimit(what, &limit))
		_exit(127);
}

static void set_limits(const struct sandbox_request *request)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU,
		request->cpu_seconds ? request->cpu_seconds : SANDBOX_CPU_SECONDS);
	limit(RLIMIT_AS, MEMORY_BYTES);
	limit(RLIMIT_FSIZE, OUTPUT_BYTES);
}

/* What the process that becomes the sandbox is told. */
struct start {
	const struct sandbox_request *request;
	const char **args; /* bwrap's */
	const int *out, *words;
	const char *folder;
};

static void exec_sandbox(void *arg)
{
	const struct start *start = arg;
	const struct sandbox_request *request = start->request;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), data = -1;

	if (request->data_fd >= 0)
		data = fcntl(request->data_fd, F_DUPFD_CLOEXEC, 10);
	if (dup2(null, STDIN_FILENO) < 0 || dup2(start->out[1], STDOUT_FILENO) < 0 ||
		dup2(start->words[1], STDERR_FILENO) < 0)
		_exit(127);
	if (data >= 0) {
		dup2(data, DATA_FD);
		lseek(DATA_FD, 0, SEEK_SET);
	}
	close_range(data >= 0 ? DATA_FD + 1 : DATA_FD, ~0U, 0);
	signal(SIGPIPE, SIG_DFL);
	if (request->kind == SANDBOX_PLATFORM) {
		platform_enter(request, start->folder);
		set_limits(request);
		limit(RLIMIT_NPROC, PLATFORM_PROCESSES);
		execvp(request->command[0], request->command);
		_exit(127);
	}
	set_limits(request);
	execvp(start->args[0], (char **)start->args);
	_exit(errno == ENOENT ? 126 : 127);
}

static int run(const struct sandbox_request *request, const char *folder,
	struct sandbox_end *ret)
{
	const char *args[SANDBOX_MAX_WORDS];
	int out[2], words[2], err = compose(request, args);
	struct grade_stream streams[2] = {
		{.most = OUTPUT_BYTES, .is_bound = true}, {.most = SANDBOX_WORDS}};
	struct start start = {request, args, out, words, folder};
	struct guard guard;

	if (err)
		return err;
	if (pipe2(out, O_CLOEXEC))
		return -errno;
	if (pipe2(words, O_CLOEXEC)) {
		err = -errno;
		close(out[0]);
		close(out[1]);
		return err;
	}
	err = guard_start(exec_sandbox, &start, &guard);
	close(out[1]);
	close(words[1]);
	streams[0].fd = out[0];
	streams[1].fd = words[0];
	if (!err) {
		err = grade_collect(streams, 2, SECONDS, request->interrupted);
		ret->status = guard_end(&guard, err != 0);
	}
	close(out[0]);
	close(words[0]);
	if (!err && WIFEXITED(ret->status) && WEXITSTATUS(ret->status) == 126)
		err = -ENOENT;
	ret->output = (struct blob){streams[0].data, streams[0].size};
	ret->words = streams[1].data;
	if (err)
		sandbox_end_deinit(ret);
	return err;
}

int sandbox_run(const struct sandbox_request *request, struct sandbox_end *ret)
{
	char folder[PLATFORM_FOLDER] = "";
	int err;

	if (request->kind == SANDBOX_BUBBLEWRAP)
		return run(request, folder, ret);
	err = platform_prepare(request->binds, folder);
	if (err)
		return err;
	err = run(request, folder, ret);
	platform_remove(folder);
	return err;
}

const char *sandbox_name(enum sandbox_kind kind)
{
	return kind == SANDBOX_PLATFORM ? "platform" : "bubblewrap";
}

void sandbox_end_deinit(struct sandbox_end *end)
{
	free(end->output.data);
	free(end->words);
	*end = (struct sandbox_end){0};
}

static bool never(void)
{
	return false;
}

int sandbox_probe(enum sandbox_kind kind, char *why)
{
	char *command[] = {"true", NULL};
	struct sandbox_request request = {
		.command = command, .data_fd = -1, .interrupted = never};
	struct sandbox_end end;
	int err;

	if (kind == SANDBOX_PLATFORM)
		return platform_probe(why);
	err = sandbox_run(&request, &end);
	if (err == -ENOENT) {
		snprintf(why, BUILD_WHY,
			"There is no program bwrap, which makes the sandbox for the "
			"compiler. The package is bubblewrap.");
		return err;
	}
	if (!err && WIFEXITED(end.status) && !WEXITSTATUS(end.status)) {
		sandbox_end_deinit(&end);
		return 0;
	}
	if (!err && end.words && strstr(end.words, "option --disable-userns")) {
		snprintf(why, BUILD_WHY,
			"The sandbox for the compiler needs bubblewrap 0.8 or newer: "
			"this host's bwrap has no --disable-userns.\n"
			"The container of docs/hosts.adoc has a newer one. Or choose "
			"--compile-sandbox=platform, where this machine does nothing "
			"else.");
		sandbox_end_deinit(&end);
		return -ENOEXEC;
	}
	snprintf(why, BUILD_WHY,
		"This host does not allow a sandbox for the compiler: %.300s"
		"User namespaces are forbidden here. Where you are root, one of these "
		"allows "
		"them:\n"
		"  sysctl kernel.unprivileged_userns_clone=1 "
		"user.max_user_namespaces=10000\n"
		"  sysctl kernel.apparmor_restrict_unprivileged_userns=0\n"
		"  in a container, both of: podman run --security-opt seccomp=unconfined "
		"--security-opt unmask=ALL\n"
		"  (docker run --security-opt seccomp=unconfined --security-opt "
		"systempaths=unconfined --security-opt apparmor=unconfined)\n"
		"Or choose --compile-sandbox=platform, where this machine does nothing "
		"else.",
		err ? "" : end.words);
	if (!err)
		sandbox_end_deinit(&end);
	return -EPERM;
}
