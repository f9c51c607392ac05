/* SPDX-License-Identifier: MIT */
/* What the result says about versions, and that takes time to ask. */
#ifndef PAGELAB_VERSIONS_H
#define PAGELAB_VERSIONS_H

#include <stddef.h>

/* The workbook's version as of mk/version in $PAGELAB_ROOT, a commit mostly, malloc'ed; NULL if
 * that cannot be asked. */
char *version_commit(void);
/* The version of the QEMU that is used, malloc'ed; NULL if it does not say. */
char *version_qemu(void);
/* This host's kernel release, malloc'ed. */
char *version_kernel(void);

#endif
