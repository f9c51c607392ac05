/* SPDX-License-Identifier: MIT */
/* Compiles in the sandbox, see compile.h. */
#include "compile.h"
#include "sandbox.h"
#include "grader/lab/places.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_WORDS 96
#define FAILED 77 /* the compiler's failing, and not the sandbox's */

/* The program is made in the sandbox's own memory, and handed out when it is whole. */
static char script[] = "\"$@\" || exit 77; exec cat ../tmp/exercise";

/* A module's two files (mk/module) are handed out as one, after the size of the first. Which
 * awk is called so is written in /etc, which is not there. */
static char module_script[] =
	"mkdir ../tmp/bin && PATH=$(realpath ../tmp/bin):$PATH || exit\n"
	"for awk in /usr/bin/mawk /usr/bin/gawk; do\n"
	"	if [ -x $awk ]; then ln -sf $awk ../tmp/bin/awk; fi\n"
	"done\n"
	"sh \"$@\" >&2 || exit 77\n"
	"cd ../tmp/exercise && stat -c %s loaded.ko && exec cat loaded.ko exercise.ko";

/* Paths on this host and in the sandbox: a checkout with nothing in it but what the
 * command names. */
struct binds {
	char host[6][PATH_MAX], inside[6][256];
	struct sandbox_bind list[7];
	size_t nr;
};

__attribute__((format(printf, 3, 4))) static int bind(
	struct binds *binds, const char *root, const char *format, ...)
{
	char path[PATH_MAX + 256], *inside = binds->inside[binds->nr];
	int n = snprintf(inside, sizeof(*binds->inside), SANDBOX_FOLDER "/");
	va_list ap;

	va_start(ap, format);
	vsnprintf(inside + n, sizeof(*binds->inside) - n, format, ap);
	va_end(ap);
	if (root)
		snprintf(path, sizeof(path), "%s/%s", root, inside + n);
	if (root && !realpath(path, binds->host[binds->nr]))
		return -errno;
	binds->list[binds->nr] =
		(struct sandbox_bind){.host = binds->host[binds->nr], .inside = inside};
	binds->nr++;
	return 0;
}

/* The image lies outside of the checkout, and has a name in the sandbox that make's words have, too
 * (build-parts in mk/labs.mk). */
static int bind_image(const struct compile_request *request, struct binds *ret)
{
	const char *part = request->module ? "headers" : "sysroot";
	struct places places;
	char path[PATH_MAX + 16];
	int err = places_find(request->root, request->kernel, &places);

	if (err)
		return err;
	snprintf(path, sizeof(path), "%s/%s", places.image, part);
	if (!realpath(path, ret->host[ret->nr]))
		return -errno;
	return bind(ret, NULL, "build/image-%s/%s", request->kernel, part);
}

static int make_binds(const struct compile_request *request, struct binds *ret)
{
	const char *root = request->root;
	int err = bind(ret, root, "kmod");

	if (!err && request->module)
		err = bind(ret, root, "mk/module");
	else if (!err)
		err = bind(ret, root, "common");
	if (!err && !request->module)
		err = bind(ret, root, "build/vm/libpagelab.a");
	if (!err)
		err = bind_image(request, ret);
	if (!err && !realpath(request->source, ret->host[ret->nr]))
		err = -errno;
	if (!err)
		err = bind(ret, NULL, "labs/%s/exercise.c", request->lab);
	return err;
}

/* The words that make would have said, in `text`, which they point to. */
static int make_command(char *text, char *source, bool is_module, char **words)
{
	char *save = NULL;
	size_t nr = 0;

	words[nr++] = "sh";
	words[nr++] = "-c";
	words[nr++] = is_module ? module_script : script;
	words[nr++] = "compile";
	for (char *word = strtok_r(text, " \n", &save); word;
		word = strtok_r(NULL, " \n", &save)) {
		if (nr == MAX_WORDS - 1)
			return -E2BIG;
		if (!strcmp(word, "@IN@"))
			word = source;
		else if (!strcmp(word, "@OUT@"))
			word = "../tmp/exercise";
		words[nr++] = word;
	}
	words[nr] = NULL;
	return 0;
}

/* In a descriptor, too, for addr2line. */
static int keep_in_memory(const char *data, size_t size, int *ret)
{
	int fd = memfd_create("exercise", MFD_CLOEXEC);
	size_t done = 0;

	if (fd < 0)
		return -errno;
	*ret = fd;
	while (done < size) {
		ssize_t n = write(fd, data + done, size - done);

		if (n <= 0)
			return n ? -errno : -EIO;
		done += n;
	}
	return 0;
}

static int copy_blob(const struct blob *from, struct blob *ret)
{
	char *data = calloc(1, from->size + 1);

	if (!data)
		return -ENOMEM;
	if (from->size)
		memcpy(data, from->data, from->size);
	*ret = (struct blob){data, from->size};
	return 0;
}

static int keep_program(struct build *build, struct blob *output)
{
	build->exercise = *output;
	*output = (struct blob){0};
	return keep_in_memory(
		build->exercise.data, build->exercise.size, &build->exercise_fd);
}

/* As module_script says. */
static int keep_module(struct build *build, const struct blob *output)
{
	const char *end = output->data + output->size;
	char *loaded;
	size_t size = strtoul(output->data, &loaded, 10);
	int err;

	if (*loaded++ != '\n' || loaded > end || size > (size_t)(end - loaded))
		return -EBADMSG;
	err = copy_blob(&(struct blob){loaded, size}, &build->module);
	if (!err)
		err = keep_in_memory(
			loaded + size, end - loaded - size, &build->exercise_fd);
	return err;
}

static int settle(struct build *build, struct sandbox_end *end, bool is_module, char *why)
{
	int status = WIFEXITED(end->status) ? WEXITSTATUS(end->status) : -1, err = 0;

	if (status && status != FAILED) {
		snprintf(why, BUILD_WHY, "the compiler's sandbox failed: %.600s",
			end->words);
		return -EIO;
	}
	build->words = end->words;
	end->words = NULL;
	build->end = status ? BUILD_UNCOMPILED : BUILD_DONE;
	if (!status)
		err = is_module ? keep_module(build, &end->output)
				: keep_program(build, &end->output);
	if (err)
		snprintf(why, BUILD_WHY, "keeping the program: %s", strerror(-err));
	return err;
}

/* Too long or too much is the source's doing: it does not compile. */
static int settle_early(struct build *build, const char *named, int err)
{
	if (asprintf(&build->words, "%s: error: %s\n", named,
		    err == -EFBIG ? "the program is larger than 16 MiB"
				  : "compiling took too long and was ended") < 0) {
		build->words = NULL;
		return -ENOMEM;
	}
	build->end = BUILD_UNCOMPILED;
	return 0;
}

static int new_build(const struct compile_request *request, struct build **ret)
{
	struct build *build = calloc(1, sizeof(*build));

	if (!build)
		return -ENOMEM;
	build->exercise_fd = -1;
	build->source = realpath(request->source, NULL);
	if (asprintf(&build->named, "labs/%s/exercise.c", request->lab) < 0)
		build->named = NULL;
	if (!build->source || !build->named ||
		(request->module &&
			copy_blob(&request->parts->exercise, &build->exercise)) ||
		copy_blob(&request->parts->check, &build->check) ||
		copy_blob(&request->parts->expected, &build->expected)) {
		build_free(build);
		return -ENOMEM;
	}
	*ret = build;
	return 0;
}

int grade_compile(const struct compile_request *request, struct build **ret, char *why)
{
	char *command[MAX_WORDS], *text = strdup(request->parts->command.data);
	struct binds *binds = calloc(1, sizeof(*binds));
	struct sandbox_request run = {.binds = binds ? binds->list : NULL,
		.command = command,
		.kind = request->sandbox,
		.data_fd = -1,
		.has_null = request->module,
		.cpu_seconds = request->cpu_seconds,
		.interrupted = request->interrupted};
	struct sandbox_end end = {0};
	struct build *build = NULL;
	int err = text && binds ? new_build(request, &build) : -ENOMEM;

	snprintf(why, BUILD_WHY, "out of memory");
	if (!err)
		err = make_command(text, build->named, request->module, command);
	if (!err)
		err = make_binds(request, binds);
	if (err && err != -ENOMEM)
		snprintf(why, BUILD_WHY, "preparing to compile: %s", strerror(-err));
	if (!err) {
		err = sandbox_run(&run, &end);
		if (!err)
			err = settle(build, &end, request->module, why);
		else if (err == -ETIMEDOUT || err == -EFBIG)
			err = settle_early(build, build->named, err);
		else
			snprintf(why, BUILD_WHY, "running the sandbox: %s",
				strerror(-err));
		sandbox_end_deinit(&end);
	}
	free(text);
	free(binds);
	if (err)
		build_free(build);
	else
		*ret = build;
	return err;
}
