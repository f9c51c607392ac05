/* SPDX-License-Identifier: MIT */
/* Plays the acts of driver.c and looks at the kernel's numbers meanwhile (check_acts.h). */
#include "check_acts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

#define LOG_BYTES (512 * 1024)
#define READ_ALL 3 /* syslog(2) */

int find_cma(struct evidence *e)
{
	uint64_t mib, address, page_bytes = page_size_bytes();
	char *log = malloc(LOG_BYTES), *at;
	int err = log ? 0 : -ENOMEM, n = err ? 0 : klogctl(READ_ALL, log, LOG_BYTES - 1);

	if (n < 0)
		err = -errno;
	if (!err) {
		log[n] = '\0';
		at = strstr(log, "cma: Reserved ");
		if (!at || sscanf(at, "cma: Reserved %" SCNu64 " MiB at %" SCNx64, &mib,
				   &address) != 2)
			err = -ENODATA;
	}
	free(log);
	if (err)
		return err;
	e->cma_begin = address / page_bytes;
	e->cma_end = e->cma_begin + (mib << 20) / page_bytes;
	return 0;
}

int read_pins(struct pins *ret)
{
	static const char *const names[] = {
		"nr_foll_pin_acquired", "nr_foll_pin_released"};
	uint64_t values[2];
	int err = vmstat_refresh();

	if (!err)
		err = vmstat_read_many(names, 2, values);
	if (!err)
		*ret = (struct pins){values[0], values[1]};
	return err;
}

int find_kernel(struct evidence *e)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], name[256];
	int err = -ENODATA;

	if (!file)
		return -errno;
	while (err && fgets(line, sizeof(line), file))
		if (sscanf(line, "%lx %*c %255s", &e->kernel_address, name) == 2 &&
			!strcmp(name, "_stext"))
			err = e->kernel_address ? 0 : -EPERM;
	fclose(file);
	return err;
}

static int look_at_memory(
	const struct evidence *e, const struct stage_region *region, struct look *look)
{
	uint64_t *pfns;
	int err;

	look->nr_pages = region->length_bytes / page_size_bytes();
	err = view_pfns(region, look->nr_pages, &pfns);
	if (err)
		return err;
	for (size_t i = 0; i < look->nr_pages; i++) {
		look->nr_present += pfns[i] != 0;
		look->nr_in_cma += pfns[i] >= e->cma_begin && pfns[i] < e->cma_end;
	}
	free(pfns);
	return 0;
}

/* The frames that the program gives up, as long as it has them. */
static int note_frames(struct act *act, const char *name)
{
	struct stage_region region;
	uint64_t *pfns;
	size_t nr;
	int err = view_main_region(act->stage, name, &region);

	if (err)
		return err;
	nr = region.length_bytes / page_size_bytes();
	if (act->nr_frames + nr > MAX_FRAMES)
		return -E2BIG;
	err = view_pfns(&region, nr, &pfns);
	if (err)
		return err;
	for (size_t i = 0; i < nr; i++)
		if (pfns[i])
			act->frames[act->nr_frames++] = pfns[i];
	free(pfns);
	return 0;
}

/* What belongs to one act alone. */
static int look_closer(const struct evidence *e, struct act *act, struct look *look)
{
	struct stage_region region;
	int err = 0;

	if (!strcmp(act->name, "cma") && !view_main_region(act->stage, "memory", &region))
		err = look_at_memory(e, &region, look);
	if (!strcmp(look->at, "held")) {
		err = note_frames(act, "memory");
		if (!err)
			err = note_frames(act, "gone");
		if (!err)
			err = note_frames(act, "changed");
	}
	if (!strcmp(act->name, "rounds"))
		err = left_read(strcmp(look->at, "begun") ? &act->gone : &act->begun);
	if (!err && !strcmp(look->at, "gone"))
		err = left_records(&act->begun, FEW_LEFT, &act->nr_records);
	return err;
}

static int look(const struct evidence *e, struct act *act)
{
	struct look *ret = &act->looks[act->nr_looks++];
	uint64_t locked_bytes = 0;
	int err = read_pins(&ret->pins);

	snprintf(ret->at, sizeof(ret->at), "%s", stage_checkpoint(act->stage));
	if (!err)
		err = proc_status_bytes(
			stage_main_pid(act->stage), "VmLck", &locked_bytes);
	/* A module that takes back more than it has charged leaves a sum below 0. */
	ret->is_overdrawn = err == -ERANGE;
	if (ret->is_overdrawn)
		err = 0;
	if (!err)
		ret->nr_locked = locked_bytes / page_size_bytes();
	return err ? err : look_closer(e, act, ret);
}

static bool timed_out(const struct act *act)
{
	return stage_end(act->stage)->how == STAGE_TIMEOUT;
}

/* The driver stands still at one of its checkpoints. */
static int look_at_act(const struct performance *run, size_t nr_before, void *arg)
{
	struct evidence *e = arg;
	struct act *act = &e->acts[e->nr_acts - 1];

	act->stage = run->stage;
	return nr_before < MAX_LOOKS ? look(e, act) : -E2BIG;
}

const struct act *play(struct evidence *e, const char *name)
{
	struct act *act = &e->acts[e->nr_acts];
	char address[24], *more[] = {(char *)name, address, NULL};
	int err;

	if (e->nr_acts && timed_out(act - 1)) {
		claim_where("the act “%s”, before this one", act[-1].name);
		expect_exit(act[-1].stage, 0);
	}
	if (access(DEVICE, F_OK))
		claim_fail("the module makes the device " DEVICE, "there is none");
	snprintf(address, sizeof(address), "%lx", e->kernel_address);
	act->name = name;
	e->nr_acts++;
	err = perform_act(e->config, more, look_at_act, e, &act->run);
	act->stage = act->run.stage;
	if (!act->stage) {
		e->nr_acts--;
		claim_broken(err, "the driver cannot be started");
	}
	act->hangs = err == -EBUSY && timed_out(act);
	if (err && !act->hangs)
		claim_broken(err, "looking at the driver");
	return act;
}

/* The next line of the act, in what the driver printed or should print. */
static const char *next_line(const struct act *act, FILE *file, char *line, size_t size)
{
	size_t length = strlen(act->name);

	while (fgets(line, (int)size, file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, act->name, length) && line[length] == ':')
			return line + length + 2;
	}
	return NULL;
}

void expect_answers(const struct evidence *e, const struct act *act)
{
	char wanted_line[256], seen_line[256];
	const char *output, *wanted, *seen;
	size_t size;
	FILE *expected, *printed;

	output = stage_output(act->stage, &size);
	expected = fopen(e->config->expected, "re");
	printed = size ? fmemopen((char *)output, size, "r") : fopen("/dev/null", "re");
	if (!expected || !printed)
		claim_broken(-errno, "expected.txt and the driver's output");
	while ((wanted = next_line(act, expected, wanted_line, sizeof(wanted_line)))) {
		const char *answer = strrchr(wanted, ':') + 2;

		seen = next_line(act, printed, seen_line, sizeof(seen_line));
		claim_where("%.*s%s", (int)(answer - wanted) - 2, wanted,
			act->hangs ? ": the call hangs, and not even SIGKILL ends it"
				   : "");
		if (!seen)
			expect_exit(act->stage, 0);
		if (seen && !strncmp(seen, wanted, answer - wanted))
			seen += answer - wanted;
		expect_true(seen && !strcmp(seen, answer), answer, "%s",
			seen ? seen : "nothing");
	}
	fclose(expected);
	fclose(printed);
	expect_exit(act->stage, 0);
}

const struct look *seen_at(const struct act *act, const char *checkpoint)
{
	for (size_t i = 0; i < act->nr_looks; i++)
		if (!strcmp(act->looks[i].at, checkpoint))
			return &act->looks[i];
	expect_reached(act->stage, checkpoint);
	claim_broken(-ENODATA, "no look at %s", checkpoint);
	return NULL;
}

void expect_pins(const struct act *act, const char *from, const char *to,
	uint64_t nr_acquired, uint64_t nr_released)
{
	const struct pins *a = &seen_at(act, from)->pins, *b = &seen_at(act, to)->pins;

	claim_where("nr_foll_pin_acquired in /proc/vmstat, from “%s” to “%s”", from, to);
	expect_equal("pages pinned", nr_acquired, b->acquired - a->acquired);
	claim_where("nr_foll_pin_released in /proc/vmstat, from “%s” to “%s”", from, to);
	expect_equal("pages unpinned", nr_released, b->released - a->released);
}

void expect_held(
	const struct act *act, const char *from, const char *to, uint64_t nr_pages)
{
	const struct pins *a = &seen_at(act, from)->pins, *b = &seen_at(act, to)->pins;
	uint64_t acquired = b->acquired - a->acquired,
		 released = b->released - a->released;
	char wanted[64];

	claim_where("/proc/vmstat, from “%s” to “%s”", from, to);
	snprintf(wanted, sizeof(wanted), "%" PRIu64 " pages more that stay pinned",
		nr_pages);
	expect_true(acquired == released + nr_pages, wanted,
		"%" PRIu64 " pinned, %" PRIu64 " unpinned", acquired, released);
}

void expect_charge(const struct act *act, const char *at, uint64_t nr_pages)
{
	claim_where("VmLck in /proc/PID/status, at “%s”", at);
	if (seen_at(act, at)->is_overdrawn)
		claim_fail("pages that are charged", "fewer than none");
	expect_equal("pages charged", nr_pages, seen_at(act, at)->nr_locked);
}

void expect_frames_free(const struct act *act)
{
	size_t nr_left;
	int err = left_frames(act->frames, act->nr_frames, &nr_left);

	if (err)
		claim_broken(err, "looking at frames");
	claim_where("/proc/kpageflags and kpagecount, when all is released");
	expect_equal("pages of no process that still have a reference", 0, nr_left);
}
