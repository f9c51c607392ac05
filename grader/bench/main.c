/* SPDX-License-Identifier: MIT */
/*
 * make bench: the figures that matter, measured and printed, and kept with machine,
 * QEMU and kernel in build/bench.json. Nothing is asserted here.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/lab/places.h"
#include "vm/host/vm.h"

#define WORDS "build/bench-check.txt" /* of the last check */
#define SAVED "build/bench-save.c"
#define NR_CLONES 20
#define NR_CHECKS 7
#define MAX_LABS 64

static json_t *figures;
static struct vm_options options = {.profile = "default", .quiet = true};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Prints and keeps median, 95th percentile and maximum. */
static void keep(double *values, size_t nr, const char *unit, const char *format, ...)
{
	char name[128];
	va_list ap;

	va_start(ap, format);
	vsnprintf(name, sizeof(name), format, ap);
	va_end(ap);
	if (!nr)
		return;
	qsort(values, nr, sizeof(*values), by_value);
	printf("%-56s %8.2f %8.2f %8.2f %s\n", name, values[nr / 2],
		values[(nr * 95 - 1) / 100], values[nr - 1], unit);
	fflush(stdout);
	json_array_append_new(
		figures, json_pack("{s:s,s:s,s:i,s:f,s:f,s:f}", "name", name, "unit",
				 unit, "runs", (int)nr, "median", values[nr / 2], "p95",
				 values[(nr * 95 - 1) / 100], "max", values[nr - 1]));
}

static void keep_one(double value, const char *unit, const char *name)
{
	keep(&value, 1, unit, "%s", name);
}

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench: %s: %s\n", what, why);
	exit(1);
}

/* MiB that belong to this process alone: its heap, and guest pages it has copied. */
static double private_mib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "RssAnon: %ld kB", &kib) == 1)
			break;
	}
	if (file)
		fclose(file);
	return kib / 1024.0;
}

/* Writes a snapshot's files out and drops them from the page cache. */
static void make_cold(void)
{
	char pattern[4096];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/snapshot-*/*", options.cache);
	if (glob(pattern, 0, NULL, &files))
		return;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		int fd = open(files.gl_pathv[i], O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		fdatasync(fd);
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		close(fd);
	}
	globfree(&files);
}

static struct vm *open_vm(void)
{
	char why[VM_WHY];
	struct vm *vm;

	if (vm_open(&options, &vm, why))
		die("machine", why);
	return vm;
}

static void measure_clones(const char *how, bool cold_cache)
{
	static const char *const args[] = {"/bin/true", NULL};
	struct vm_run run = {.args = args, .input = -1, .seconds = 60};
	double ping[NR_CLONES], first[NR_CLONES], idle[NR_CLONES];

	for (int i = 0; i < NR_CLONES; i++) {
		double begin;
		struct vm *vm;
		int status;

		if (cold_cache)
			make_cold();
		begin = clock_seconds();
		vm = open_vm();
		ping[i] = clock_seconds() - begin;
		idle[i] = private_mib(vm_qemu_pid(vm));
		if (vm_run(vm, &run, &status))
			die("first program", "it could not be run");
		first[i] = clock_seconds() - begin;
		vm_close(vm);
	}
	keep(ping, NR_CLONES, "s", "clone to an answered ping, %s", how);
	keep(first, NR_CLONES, "s", "clone to the end of the first program, %s", how);
	if (!cold_cache)
		keep(idle, NR_CLONES, "MiB", "private memory of an idle clone");
}

/* Other sizes for each check. */
static const char *next_seed(void)
{
	static char text[16];
	static unsigned seed;

	snprintf(text, sizeof(text), "%u", ++seed);
	return text;
}

/* The QEMU that a running command has started, or 0. */
static pid_t child_qemu(pid_t parent)
{
	char path[64];
	pid_t child = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", parent, parent);
	file = fopen(path, "re");
	if (file && fscanf(file, "%d", &child) != 1)
		child = 0;
	if (file)
		fclose(file);
	return child;
}

/* What it says is in WORDS. */
static pid_t start_check_of(const char *lab, const char *source, const char *seed,
	const char *option, const char *value)
{
	pid_t pid;

	fflush(stdout); /* the child's copy would be written at its freopen() */
	pid = fork();
	if (pid)
		return pid;
	freopen(WORDS, "w", stdout);
	dup2(STDOUT_FILENO, STDERR_FILENO);
	execl("./check", "check", lab, "--exercise", source, "--seed", seed, option,
		value, NULL);
	_exit(127);
}

static pid_t start_check(const char *lab, const char *seed, const char *option)
{
	char source[256];

	snprintf(source, sizeof(source), "solutions/%s/exercise.c", lab);
	return start_check_of(lab, source, seed, option, NULL);
}

/* Runs ./check to its end; its exit status. The memory of its QEMU is sampled. */
static int run_check(const char *lab, double *ret_seconds, double *ret_peak_mib)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	double begin = clock_seconds();
	pid_t pid = start_check(lab, next_seed(), NULL);
	int status;

	*ret_peak_mib = 0;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		pid_t qemu = child_qemu(pid);
		double mib = qemu ? private_mib(qemu) : 0;

		if (mib > *ret_peak_mib)
			*ret_peak_mib = mib;
		nanosleep(&pause, NULL);
	}
	*ret_seconds = clock_seconds() - begin;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static double measure_lab(const char *lab)
{
	double seconds[NR_CHECKS], peaks[NR_CHECKS], warm_up;

	run_check(lab, &warm_up, &warm_up);
	for (int i = 0; i < NR_CHECKS; i++) {
		if (run_check(lab, &seconds[i], &peaks[i]))
			die(lab, "the solution does not score 100; see " WORDS);
	}
	keep(seconds, NR_CHECKS, "s", "./check of %s, solved, warm", lab);
	keep(peaks, NR_CHECKS, "MiB", "private memory, peak in %s", lab);
	return seconds[NR_CHECKS / 2];
}

/* The lab's solution, and something at its end that no save before had. */
static void save(const char *lab, const char *seed)
{
	char *command;

	if (asprintf(&command,
		    "cp solutions/%s/exercise.c " SAVED " && echo '// %s %ld' >>" SAVED,
		    lab, seed, (long)getpid()) < 0 ||
		system(command))
		die(SAVED, "cannot be written");
	free(command);
}

/* From the save on, which --watch tells a check that is ready for it, to the check's end. */
static double time_save(const char *lab)
{
	const char *seed = next_seed();
	char number[16], ready;
	double begin;
	int ends[2], status;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ||
		fcntl(ends[1], F_SETFD, 0))
		die(lab, strerror(errno));
	snprintf(number, sizeof(number), "%d", ends[1]);
	save(lab, "");
	pid = start_check_of(lab, SAVED, seed, "--wait", number);
	close(ends[1]);
	if (read(ends[0], &ready, 1) != 1)
		die(lab, "its machine was not made ready; see " WORDS);
	save(lab, seed);
	begin = clock_seconds();
	if (write(ends[0], "", 1) != 1 || waitpid(pid, &status, 0) < 0 || status)
		die(lab, "the solution does not score 100; see " WORDS);
	close(ends[0]);
	return clock_seconds() - begin;
}

/* What a check took: by the clock, and of processors, QEMU's time among it. */
struct cost {
	double seconds, processor;
};

static struct cost time_check(const char *lab, const char *seed, const char *option)
{
	double begin = clock_seconds();
	struct rusage used;
	int status;

	if (wait4(start_check(lab, seed, option), &status, 0, &used) < 0 ||
		!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		die(lab, "it cannot be checked; see " WORDS);
	return (struct cost){clock_seconds() - begin,
		used.ru_utime.tv_sec + used.ru_stime.tv_sec +
			(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6};
}

/* The same check with and without, in turn: which of them is first changes from pair to pair. */
static struct cost measure_recording(const char *lab)
{
	double seconds[NR_CHECKS], processor[NR_CHECKS];

	/* Each has a snapshot of its own, that may have to be made. */
	time_check(lab, next_seed(), "--unrecorded");
	time_check(lab, next_seed(), NULL);
	for (int i = 0; i < NR_CHECKS; i++) {
		const char *seed = next_seed();
		struct cost with, without;

		if (i % 2)
			with = time_check(lab, seed, NULL);
		without = time_check(lab, seed, "--unrecorded");
		if (i % 2 == 0)
			with = time_check(lab, seed, NULL);
		seconds[i] = 100 * (with.seconds / without.seconds - 1);
		processor[i] = 100 * (with.processor / without.processor - 1);
	}
	keep(seconds, NR_CHECKS, "%", "recording in %s, more time", lab);
	keep(processor, NR_CHECKS, "%", "recording in %s, more processor time", lab);
	return (struct cost){seconds[NR_CHECKS / 2], processor[NR_CHECKS / 2]};
}

/* What a check takes more on machines that record, be it a lab's wish or not. */
static void measure_recorder(void)
{
	double seconds[MAX_LABS], processor[MAX_LABS];
	size_t nr = 0;
	glob_t labs;

	if (glob("labs/[0-9]*", 0, NULL, &labs))
		return;
	for (size_t i = 0; i < labs.gl_pathc && nr < MAX_LABS; i++) {
		const char *lab = strrchr(labs.gl_pathv[i], '/') + 1;
		struct cost cost = measure_recording(lab);

		seconds[nr] = cost.seconds;
		processor[nr++] = cost.processor;
	}
	globfree(&labs);
	keep(seconds, nr, "%", "recording, over all labs");
	keep(processor, nr, "%", "the same of processor time");
}

static void measure_saves(void)
{
	double medians[MAX_LABS];
	size_t nr = 0;
	glob_t labs;

	if (glob("labs/[0-9]*", 0, NULL, &labs))
		return;
	for (; nr < labs.gl_pathc && nr < MAX_LABS; nr++) {
		const char *lab = strrchr(labs.gl_pathv[nr], '/') + 1;
		double seconds[NR_CHECKS];

		for (int i = 0; i < NR_CHECKS; i++)
			seconds[i] = time_save(lab);
		keep(seconds, NR_CHECKS, "s", "--watch: a save of %s to its verdict",
			lab);
		medians[nr] = seconds[NR_CHECKS / 2];
	}
	globfree(&labs);
	keep(medians, (int)nr, "s", "--watch: a save to its verdict, all labs");
}

static void measure_labs(void)
{
	double total = 0;
	glob_t labs;

	if (glob("labs/[0-9]*", 0, NULL, &labs))
		return;
	for (size_t i = 0; i < labs.gl_pathc; i++)
		total += measure_lab(strrchr(labs.gl_pathv[i], '/') + 1);
	globfree(&labs);
	keep_one(total, "s", "all labs one after another");
}

__attribute__((format(printf, 1, 2))) static double time_command(const char *format, ...)
{
	char *command;
	double begin = clock_seconds();
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&command, format, ap) < 0)
		die("memory", strerror(ENOMEM));
	va_end(ap);
	if (system(command) == -1)
		die(command, strerror(errno));
	free(command);
	return clock_seconds() - begin;
}

static void take_text(void *arg, bool is_stderr, const char *data, size_t size)
{
	(void)is_stderr;
	fwrite(data, 1, size, arg);
}

/* Pagemap in the guest: tests/bench/translate.c prints pairs of seconds. */
static void measure_translation(void)
{
	static const char *const args[] = {"/run/pagelab/translate", NULL};
	double read[NR_CHECKS], translate[NR_CHECKS], ratio[NR_CHECKS];
	struct vm *vm = open_vm();
	FILE *text = tmpfile();
	struct vm_run run = {.args = args,
		.input = -1,
		.seconds = 60,
		.arg = text,
		.on_output = take_text};
	size_t nr = 0;
	int status;

	if (!text || vm_put_file(vm, "build/vm/bench/translate", args[0], 0755) ||
		vm_run(vm, &run, &status) || status)
		die("translating 1 GiB", "it could not be run");
	rewind(text);
	while (nr < NR_CHECKS &&
		fscanf(text, "%lf %lf", &read[nr], &translate[nr]) == 2) {
		ratio[nr] = translate[nr] / read[nr];
		nr++;
	}
	fclose(text);
	vm_close(vm);
	keep(read, nr, "s", "reading the pagemap of 1 GiB");
	keep(translate, nr, "s", "translating 1 GiB to page frames");
	keep(ratio, nr, "times", "the latter in terms of the former");
}

/* What a newcomer waits for, from an empty cache, in a fresh clone of what is committed. */
static void measure_first(void)
{
	char folder[] = "/var/tmp/pagelab-bench-XXXXXX";
	double make, check;

	if (!mkdtemp(folder))
		die(folder, strerror(errno));
	setenv("PAGELAB_CACHE", folder, 1);
	keep_one(time_command("vm/image/image make >/dev/null 2>&1"), "s",
		"making the image");
	time_command("rm -rf %s/* && git clone -q . %s/clone", folder, folder);
	make = time_command("cd %s/clone && PAGELAB_CACHE=%s make lab03 >/dev/null 2>&1",
		folder, folder);
	check = time_command("cd %s/clone && PAGELAB_CACHE=%s ./check >/dev/null 2>&1",
		folder, folder);
	keep_one(make, "s", "first make lab03");
	keep_one(check, "s", "first ./check, with the snapshot to be made");
	keep_one(make + check, "s", "first make lab03 && ./check");
	unsetenv("PAGELAB_CACHE");
	time_command("rm -rf %s", folder);
}

static void measure_snapshot(void)
{
	char folder[] = "/var/tmp/pagelab-bench-XXXXXX";
	const char *cache = options.cache;
	double begin;

	if (!mkdtemp(folder))
		die(folder, strerror(errno));
	options.cache = folder;
	begin = clock_seconds();
	vm_close(open_vm());
	keep_one(clock_seconds() - begin, "s",
		"making a snapshot and waking a clone of it");
	options.cache = cache;
	time_command("rm -rf %s", folder);
}

/* Of ./grade: tests/bench/grading says “VALUE UNIT NAME”, a line each. */
static void measure_grading(void)
{
	char unit[16], name[128];
	double value;
	FILE *out = popen("tests/bench/grading", "re");

	while (out && fscanf(out, "%lf %15s %127[^\n]", &value, unit, name) == 3)
		keep_one(value, unit, name);
	if (!out || pclose(out))
		die("tests/bench/grading", "failed");
}

static char *first_line(const char *command)
{
	char line[256] = "";
	FILE *out = popen(command, "re");

	if (out && !fgets(line, sizeof(line), out))
		line[0] = '\0';
	if (out)
		pclose(out);
	line[strcspn(line, "\n")] = '\0';
	return strdup(line);
}

static json_t *describe_machine(const char *kernel)
{
	char *cpu = first_line("sed -n 's/^model name.*: //p' /proc/cpuinfo");
	char *qemu = first_line("\"${QEMU:-qemu-system-aarch64}\" --version");
	char *commit = first_line("git rev-parse --short HEAD");
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	json_t *machine;

	printf("%ld CPUs, %s; %s; guest Linux %s\n\n", cpus, cpu, qemu, kernel);
	printf("%-56s %8s %8s %8s\n", "", "median", "p95", "max");
	machine = json_pack("{s:i,s:s,s:s,s:s,s:s}", "cpus", (int)cpus, "cpu", cpu,
		"qemu", qemu, "kernel", kernel, "commit", commit);
	free(cpu);
	free(qemu);
	free(commit);
	return machine;
}

static void measure_all_clones(void)
{
	measure_clones("warm page cache", false);
	measure_clones("cold page cache", true);
}

static const struct part {
	const char *name;
	void (*measure)(void);
} parts[] = {{"clones", measure_all_clones}, {"translation", measure_translation},
	{"labs", measure_labs}, {"watch", measure_saves}, {"recorder", measure_recorder},
	{"snapshot", measure_snapshot}, {"first", measure_first},
	{"grading", measure_grading}};

/* bench [PART]: all, or this part alone, of which nothing is kept. */
int main(int argc, char **argv)
{
	const char *kernel = getenv("VM_KERNEL"), *only = argc > 1 ? argv[1] : NULL;
	char initrd[64];
	struct places places;
	struct vm *vm;
	json_t *all;

	if (!kernel)
		die("VM_KERNEL", "unset; start this by `make bench`");
	if (places_find(".", kernel, &places))
		die("build/places", "no image is noted there");
	snprintf(initrd, sizeof(initrd), "build/vm/initrd-%s", kernel);
	options.image = places.image;
	options.initrd = initrd;
	options.cache = places.cache;
	figures = json_array();
	vm = open_vm();
	all = json_pack("{s:o,s:o}", "machine", describe_machine(vm_kernel_release(vm)),
		"figures", figures);
	vm_close(vm);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!only || !strcmp(only, parts[i].name))
			parts[i].measure();
	if (!only && json_dump_file(all, "build/bench.json", JSON_INDENT(2)))
		die("build/bench.json", strerror(errno));
	json_decref(all);
	return 0;
}
