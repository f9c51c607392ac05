/* SPDX-License-Identifier: MIT */
/* Make, run under our control. */
#ifndef PAGELAB_BUILD_MAKE_H
#define PAGELAB_BUILD_MAKE_H

#include <stdbool.h>

#define MAKE_MAX_WORDS 8

/* What make's rules see of the files that the caller gives (mk/exercise). */
enum { MAKE_SOURCE_FD = 7, MAKE_BESIDE_FD };

struct make_request {
	const char *root;	  /* the checkout, whose lock the caller has */
	const char *const *words; /* of mk/make, until NULL; MAKE_MAX_WORDS at most */
	int fds[2];		  /* become those above; 0: none, beyond them otherwise */
	/* Asked now and then while make runs; true stops it. */
	bool (*interrupted)(void);
};

/*
 * Runs make to its end: 0 with what it wrote to stderr, to be freed, and its wait
 * status, or -errno. -EINTR if interrupted() says so meanwhile; then, or if this process
 * is killed, make and all that it started end too.
 */
int make_run(const struct make_request *request, char **ret_words, int *ret_status);

#endif
