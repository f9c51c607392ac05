/* SPDX-License-Identifier: MIT */
/*
 * Builds a lab's programs by make before they are judged, so that no stale program
 * ever is, under a lock that two checks at once share.
 */
#ifndef PAGELAB_BUILD_H
#define PAGELAB_BUILD_H

#include "diagnose.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>

#define BUILD_WHY 1024

struct blob {
	char *data;
	size_t size;
};

struct build_request {
	const char *root;	     /* the checkout */
	const char *lab;	     /* "03-ksm" */
	const struct source *source; /* another than the lab's exercise.c, or NULL */
	bool native;		     /* for this host, not for the machine */
	bool is_module; /* the exercise is a kernel module, tried by the lab's driver */
	bool parts;	/* all but the exercise, which `command` compiles */
	/* Asked now and then while make runs; true stops it. */
	bool (*interrupted)(void);
};

enum build_end {
	BUILD_DONE,
	BUILD_UNCOMPILED, /* the exercise does not compile: the learner's turn */
	BUILD_BROKEN,	  /* anything else does not: the workbook's fault */
};

/* The files are taken while the lock is held: they belong together. */
struct build {
	enum build_end end;
	char *words;	 /* what compiler and make wrote to stderr; "" if nothing */
	char *source;	 /* the copy that was compiled, for those who look lines up */
	char *named;	 /* the source's name, for people */
	char *token;	 /* how `words` name it; NULL: the same */
	char sha256[65]; /* of what was compiled; "" if nothing was */
	struct blob exercise, check, expected; /* exercise: the driver, of a module */
	struct blob module; /* as it is loaded; nothing if it is none */
	struct blob
		command; /* of `parts`: words, @IN@ and @OUT@ among them; ends with NUL */
	int exercise_fd; /* the program or module that was taken, for addr2line */
};

/*
 * 0 with *ret where make could be run, whatever it ended with. -EINTR if
 * `interrupted` said so, -ENOMEM, or the -errno of lock, make or a file that make
 * should have made; then `why` (BUILD_WHY bytes) holds a sentence.
 */
int build_lab(const struct build_request *request, struct build **ret, char *why);
void build_free(struct build *build);

/*
 * The words of a build for the learner, malloc'ed: without make's own, by the source's name
 * for people, with the tasks that they are about; or a sentence where the source is no text
 * for a compiler. ret_tasks, if not NULL: its tasks, NULL if unknown. 0 or -ENOMEM.
 */
int build_explain(struct build *build, const struct lab *lab, struct task_map **ret_tasks,
	char **ret_words);

/*
 * Builds the lab's part for real hardware, labs/NN-topic/native.c. 0 with the program's path,
 * malloc'ed; errors as above, and -ENOEXEC: it does not build, make's words are in `why`.
 */
int build_native_part(const struct build_request *request, char **ret_program, char *why);

#endif
