/* SPDX-License-Identifier: MIT */
/*
 * Whose the last commit of a clone is, and when it was made, by git in the sandbox: the
 * configuration of a repository can make git start programs.
 */
#ifndef PAGELAB_GRADE_COMMIT_H
#define PAGELAB_GRADE_COMMIT_H

#include "sandbox.h"

#include <stdint.h>

struct grade_commit {
	char name[128], email[128]; /* of the author, as the commit has it */
	int64_t time;		    /* seconds since 1970, as the commit has it */
};

/* `folder` holds .git. 0; -ENOENT: there is no git, or no commit that it can read; or an
 * -errno of sandbox_run(). */
int grade_commit_read(enum sandbox_kind kind, const char *folder,
	bool (*interrupted)(void), struct grade_commit *ret);

/* The same from the bytes of a commit: "author NAME <EMAIL> TIME ZONE", then "committer …",
 * see git-cat-file(1). -EBADMSG. */
int grade_commit_parse(const char *text, size_t size, struct grade_commit *ret);

#endif
