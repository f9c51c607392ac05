/* SPDX-License-Identifier: MIT */
/* A machine made ready for a lab, see session.h. */
#include "session.h"
#include "node_fill.h"
#include "swap.h"
#include "tools.h"
#include "common/recorder/groups.h"
#include "grader/lab/places.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STUDENT_UID 1000

const char *session_root(void)
{
	return getenv("PAGELAB_ROOT");
}

/* The one line of a small file that make has written under build/, malloc'ed. */
static int read_note(const char *root, const char *name, char **ret)
{
	char path[PATH_MAX], line[256], *copy;
	FILE *file;

	snprintf(path, sizeof(path), "%s/build/%s", root, name);
	file = fopen(path, "re");
	if (!file)
		return -ENOENT;
	copy = fgets(line, sizeof(line), file);
	fclose(file);
	if (!copy)
		return -ENOENT;
	line[strcspn(line, "\r\n")] = '\0';
	copy = strdup(line);
	if (!copy)
		return -ENOMEM;
	*ret = copy;
	return 0;
}

int session_current_lab(const char *root, char **ret)
{
	return read_note(root, "current", ret);
}

int session_kernel(const char *root, char **ret)
{
	const char *asked = getenv("VM_KERNEL");

	if (!asked || !*asked)
		return read_note(root, "default-kernel", ret);
	*ret = strdup(asked);
	return *ret ? 0 : -ENOMEM;
}

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
	vm_interrupt();
}

void session_catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND};
	struct sigaction before;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	if (!sigaction(SIGHUP, NULL, &before) && before.sa_handler != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int session_signal(void)
{
	return caught;
}

/* What the lab sets itself is written once. */
static bool is_the_labs(const struct lab *lab, const char *path)
{
	for (size_t i = 0; lab && i < lab->nr_knobs; i++)
		if (!strcmp(lab->knobs[i].path, path))
			return true;
	return false;
}

static int set_knob(struct vm *vm, const struct lab_knob *knob, char *why)
{
	const char *value = knob->value;
	char number[POOL_NUMBER];
	int err = 0;

	if (pool_is_relative(knob)) {
		err = pool_read(vm, knob, number);
		value = number;
	}
	if (!err)
		err = vm_knob(vm, knob->path, value);
	if (err == -ENOENT)
		snprintf(why, VM_WHY,
			"The machine's kernel has no setting %s, which the lab needs.",
			knob->path);
	else if (err)
		snprintf(why, VM_WHY, "The machine refused to write %s to %s: %s.",
			knob->value, knob->path, strerror(-err));
	return err;
}

static int set_knobs(
	struct vm *vm, const struct lab_knobs *base, const struct lab *lab, char *why)
{
	int err = 0;

	for (size_t i = 0; !err && i < base->nr_knobs; i++)
		if (!is_the_labs(lab, base->knobs[i].path))
			err = set_knob(vm, &base->knobs[i], why);
	for (size_t i = 0; lab && !err && i < lab->nr_knobs; i++)
		err = set_knob(vm, &lab->knobs[i], why);
	return err;
}

/* Where the machine's parts lie. */
struct parts {
	struct places at;
	char initrd[PATH_MAX], tools[PATH_MAX + 16], *kernel;
};

static int find_parts(const char *root, struct parts *ret, char *why)
{
	int err = session_kernel(root, &ret->kernel);

	if (err) {
		snprintf(why, VM_WHY, "build/default-kernel: %s. `make vm` writes it.",
			strerror(-err));
		return err;
	}
	err = places_find(root, ret->kernel, &ret->at);
	if (err) {
		snprintf(why, VM_WHY,
			"No image of the machine is noted in build/places: %s. `make vm` "
			"makes it.",
			strerror(-err));
		free(ret->kernel);
		return err;
	}
	snprintf(ret->tools, sizeof(ret->tools), "%s/" TOOLS_DISK, ret->at.image);
	snprintf(ret->initrd, PATH_MAX, "%s/build/vm/initrd-%s", root, ret->kernel);
	return 0;
}

/* NULL: none. */
static const char *share_of(const struct parts *parts)
{
	return *parts->at.share ? parts->at.share : NULL;
}

/* Programs for people who type: those of the disk, and one of the kernel's source in our own make. */
static int prepare_people(const char *root, const char *image, struct vm *vm, char *why)
{
	char path[PATH_MAX];
	int err = tools_prepare(vm, image, why);

	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/build/vm/page-types", root);
	err = vm_put_file(vm, path, "/usr/bin/page-types", 0755);
	if (err)
		snprintf(why, VM_WHY, "%.800s: %s. `make vm` builds it.", path,
			strerror(-err));
	return err;
}

/* The disk's programs come first: some labs count what is free afterwards. */
static int prepare(struct vm *vm, const struct session_request *request,
	const struct lab_knobs *base, const struct parts *parts, char *why)
{
	const struct lab *lab = request->lab;
	int err = request->for_people
			  ? prepare_people(request->root, parts->at.image, vm, why)
			  : 0;

	if (!err)
		err = set_knobs(vm, base, lab, why);
	if (!err && lab && lab->swap_mib)
		err = swap_prepare(vm, lab->swap_mib, why);
	if (!err)
		err = session_load_modules(vm, lab, request->root, parts->kernel, why);
	return err;
}

int session_open(const struct session_request *request, struct vm **ret, char *why)
{
	const char *fallback = request->lab ? request->lab->profile : "default";
	char json_why[JSON_WHY];
	struct parts parts;
	struct vm_options options = {.image = parts.at.image,
		.cache = parts.at.cache,
		.initrd = parts.initrd,
		.profile = request->profile ? request->profile : fallback,
		.unrecorded = request->unrecorded ||
			      (request->lab && !request->lab->records && !request->steps),
		.cold = request->cold,
		.sealed = request->sealed,
		.traffic = request->traffic};
	struct lab_knobs base;
	struct vm *vm;
	int err = lab_knobs_load(request->root, &base, json_why);

	if (err) {
		snprintf(why, VM_WHY, "%s", json_why);
		return err;
	}
	err = find_parts(request->root, &parts, why);
	if (err) {
		lab_knobs_free(&base);
		return err;
	}
	if (request->for_people || request->disks_later)
		options.tools = parts.tools;
	options.share = share_of(&parts);
	err = vm_open(&options, &vm, why);
	if (!err) {
		err = prepare(vm, request, &base, &parts, why);
		if (err)
			vm_close(vm);
		else
			*ret = vm;
	}
	free(parts.kernel);
	lab_knobs_free(&base);
	return err;
}

int session_people(const char *root, struct vm *vm, char *why)
{
	struct parts parts;
	int err = find_parts(root, &parts, why);

	if (err)
		return err;
	if (!tools_are_there(vm))
		err = prepare_people(root, parts.at.image, vm, why);
	free(parts.kernel);
	return err;
}

int session_seal(const char *root, const char *profile, struct snapshot **ret, char *why)
{
	struct parts parts;
	struct vm_options options = {.image = parts.at.image,
		.cache = parts.at.cache,
		.initrd = parts.initrd,
		.profile = profile};
	int err = find_parts(root, &parts, why);

	if (!err) {
		options.share = share_of(&parts);
		err = vm_seal(&options, ret, why);
		free(parts.kernel);
	}
	return err;
}

/* An argument vector as it grows. */
struct vector {
	char **args;
	size_t nr;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add(
	struct vector *v, const char *format, ...)
{
	char **args = reallocarray(v->args, v->nr + 2, sizeof(*args));
	va_list ap;

	if (!args) {
		v->failed = true;
		return;
	}
	v->args = args;
	va_start(ap, format);
	if (vasprintf(&args[v->nr], format, ap) < 0) {
		args[v->nr] = NULL;
		v->failed = true;
	} else {
		args[++v->nr] = NULL;
	}
	va_end(ap);
}

void session_arguments_free(char **arguments)
{
	for (char **arg = arguments; arg && *arg; arg++)
		free(*arg);
	free(arguments);
}

char **session_arguments(const struct lab *lab, const struct session_args *args)
{
	static const char *const records[] = RECORD_GROUP_WORDS;
	struct vector v = {0};

	add(&v, "%s", args->program);
	add(&v, "--exercise=%s",
		args->exercise ? args->exercise : "/run/pagelab/exercise");
	if (args->expected)
		add(&v, "--expected=%s", args->expected);
	add(&v, "--uid=%u", args->uid ? args->uid : STUDENT_UID);
	add(&v, "--gid=%u", args->uid ? args->uid : STUDENT_UID);
	add(&v, "--seed=%" PRIu64, args->seed);
	add(&v, "--slowness=%.2f", args->slowness);
	for (size_t i = 0; i < lab->nr_sizes; i++)
		add(&v, "--size=%s=%ld:%ld:%ld", lab->sizes[i].name, lab->sizes[i].min,
			lab->sizes[i].max, lab->sizes[i].step);
	for (size_t i = 0; i < lab->nr_args; i++)
		add(&v, "--arg=%s", lab->args[i]);
	for (size_t i = 0; i < lab->nr_claims; i++)
		add(&v, "--claim=%s", lab->claims[i].name);
	for (size_t i = 0; i < lab->nr_grants; i++)
		add(&v, "--grant=%s", lab->grants[i]);
	add(&v, "--seconds=%d", lab->limits.seconds);
	add(&v, "--memory-mib=%d", lab->limits.memory_mib);
	add(&v, "--pids=%d", lab->limits.nr_pids);
	add(&v, "--output-kib=%d", lab->limits.output_kib);
	/* A host's own tracing would be full of what others do; see expect_record(). */
	for (size_t i = 0; records[i] && !args->native && !args->unrecorded; i++)
		if ((lab->records | (args->step ? RECORD_CALLS : 0)) & 1u << i)
			add(&v, "--record=%s", records[i]);
	if (args->picture)
		add(&v, "--picture=%s", args->picture);
	if (args->traffic)
		add(&v, "--traffic");
	for (size_t i = 0;
		(args->picture || args->step || args->watched) && i < lab->nr_live; i++)
		add(&v, "--live=%s", lab->live[i]);
	if (args->native) {
		add(&v, "--optional-limits");
		add(&v, "--private-network");
		add(&v, "--shared-host");
	}
	if (args->step)
		add(&v, "--step");
	if (args->debugged)
		add(&v, "--gdb");
	if (args->can_shell)
		add(&v, "--shell");
	if (args->watched)
		add(&v, "--watched");
	if (args->trace)
		add(&v, args->function ? "--trace=%s" : "--trace", args->function);
	if (args->rest)
		add(&v, "--");
	for (size_t i = 0; args->rest && args->rest[i]; i++)
		add(&v, "%s", args->rest[i]);
	if (!v.failed)
		return v.args;
	session_arguments_free(v.args);
	return NULL;
}
