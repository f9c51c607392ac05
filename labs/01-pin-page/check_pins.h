/* SPDX-License-Identifier: MIT */
/*
 * What /dev/page_pin did to a buffer between two moments, as it was recorded: which ioctl(2) it
 * was, which of the buffer's pages it pinned, and who took the faults at them.
 */
#ifndef PIN_PAGE_CHECK_PINS_H
#define PIN_PAGE_CHECK_PINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check_act.h"

/* The first fault at a page. */
struct first_fault {
	bool taken;
	bool by_pin;			 /* the kernel took it for PAGE_PIN_PIN */
	const struct record_event *call; /* that was under way, or NULL */
};

struct pins {
	uint16_t *nr;		    /* of each page: pins by calls that were granted */
	struct first_fault *faults; /* of each page */
	size_t nr_faults;	    /* that PAGE_PIN_PIN took at the buffer */
	/* Of the faults, and of the first pin, which may take none; else UINT64_MAX and 0. */
	uint64_t first_ns, last_ns;
	uint64_t nr_anywhere; /* pages that PAGE_PIN_PIN pinned, of other memory, too */
};

/* Ends the claim where nothing was recorded. */
void find_pins(const struct act *act, const struct side *side, enum moment after,
	enum moment before, struct pins *ret);

/* How many calls with that request were granted between two moments. Of PAGE_PIN_PIN, those alone
 * that pinned pages of one of the two buffers. */
size_t nr_granted(const struct act *act, unsigned long request, enum moment after,
	enum moment before);

/* For the learner: what the latest ioctl(2) between the moments was, and what came of it; where
 * there is none, the latest call about the buffer. */
void last_call(const struct act *act, const struct side *side, enum moment after,
	enum moment before, char ret[RECORD_WORDS_BYTES]);

#endif
