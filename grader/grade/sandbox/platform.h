/* SPDX-License-Identifier: MIT */
/*
 * The other sandbox for the compiler, for hosts that forbid user namespaces and that do
 * nothing else: Landlock, limits, and a uid of its own. Other than bubblewrap's it shows the
 * host's processes and, where the kernel is older than 6.7, its network.
 */
#ifndef PAGELAB_GRADE_PLATFORM_H
#define PAGELAB_GRADE_PLATFORM_H

#include "sandbox.h"

#define PLATFORM_FOLDER 64

/* 0 if this host can: root, and a kernel with Landlock. Else -EPERM and `why` (BUILD_WHY
 * bytes). */
int platform_probe(char *why);

/* Makes a folder under /tmp with what is bound in it, and `tmp`, which its uid may write
 * to. 0 or -errno. */
int platform_prepare(const struct sandbox_bind *binds, char ret[PLATFORM_FOLDER]);
/* Removes it with all that is in it. */
void platform_remove(const char *folder);

/* In the child: gives all rights up. Ends it with 127 where that fails. */
void platform_enter(const struct sandbox_request *request, const char *folder);

#endif
