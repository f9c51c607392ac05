/* SPDX-License-Identifier: MIT */
/* The acts of driver.c as the checker of lab 13 sees them: what the module answered, and what
 * the kernel's own numbers were at each checkpoint. */
#ifndef PIN_MODULE_CHECK_ACTS_H
#define PIN_MODULE_CHECK_ACTS_H

#include "check.h"
#include "check_left.h"

#define DEVICE "/dev/page_pin"

#define MAX_LOOKS 12
#define MAX_ACTS 12
#define MAX_FRAMES 512
/* The act “rounds” has 40 processes pin and end: half as many are no accident. */
#define FEW_LEFT 20

struct pins {
	uint64_t acquired, released; /* pages, since boot */
};

struct look {
	char at[STAGE_NAME_BYTES];
	struct pins pins;
	uint64_t nr_locked; /* pages charged to the program: VmLck */
	bool is_overdrawn;  /* fewer than none */
	size_t nr_pages, nr_present,
		nr_in_cma; /* of the region “memory”, if it is named */
};

struct act {
	const char *name;
	struct performance run;
	struct stage *stage; /* the run's */
	struct look looks[MAX_LOOKS];
	size_t nr_looks;
	uint64_t frames[MAX_FRAMES]; /* of “memory”, “gone” and “changed”, at “held” */
	size_t nr_frames;
	struct left begun, gone; /* at checkpoints of the act “rounds” */
	uint64_t nr_records;	 /* of the module, that it has forgotten in between */
	bool hangs;		 /* in the module, and not even SIGKILL ends it */
};

struct evidence {
	const struct stage_config *config;
	size_t nr_pages, nr_acts;
	uint64_t cma_begin, cma_end; /* PFNs */
	int log_fd, interleave_fd;
	unsigned long kernel_address; /* of what is the kernel's own, and can be read */
	struct act acts[MAX_ACTS];
};

/* 0, or -errno of vmstat.h. */
int read_pins(struct pins *ret);
/* Where the area of CMA lies; the kernel said so when it booted. 0 or -errno. */
int find_cma(struct evidence *e);
/* An address in the kernel, by /proc/kallsyms. 0 or -errno. */
int find_kernel(struct evidence *e);

/* Has the driver play an act. After one that did not come to its end, none is tried: these
 * leave the claim if they must. */
const struct act *play(struct evidence *e, const char *name);
/* What the module answered is what expected.txt says, line by line. */
void expect_answers(const struct evidence *e, const struct act *act);
/* The look at that checkpoint. */
const struct look *seen_at(const struct act *act, const char *checkpoint);
/* From one checkpoint of an act to another so many pages were pinned, and unpinned. */
void expect_pins(const struct act *act, const char *from, const char *to,
	uint64_t nr_acquired, uint64_t nr_released);
/* So many more pages are pinned at the latter. A page in the area of CMA is pinned, unpinned,
 * moved, and pinned again: in between both counters may have grown by more. */
void expect_held(
	const struct act *act, const char *from, const char *to, uint64_t nr_pages);
/* So many pages were charged to the program. */
void expect_charge(const struct act *act, const char *at, uint64_t nr_pages);
/* Nobody refers to the frames of the act any more. */
void expect_frames_free(const struct act *act);

#endif
