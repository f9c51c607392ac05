/* SPDX-License-Identifier: MIT */
/*
 * The programs that people have in a machine's shell, and no lab needs: a disk of the image, which
 * vm/image/shell.bash makes, shown to this one clone.
 */
#ifndef PAGELAB_SESSION_TOOLS_H
#define PAGELAB_SESSION_TOOLS_H

#include "vm/host/vm.h"

/* In an image's folder. */
#define TOOLS_DISK "shell/disk"

/*
 * Loads what the kernel needs to see its disks, and has the first one's programs found where they
 * are in a Debian; the second is mounted on /scratch. 0, or -errno with `why` (VM_WHY bytes) in a
 * sentence.
 */
int tools_prepare(struct vm *vm, const char *image, char *why);
/* Whether that was done. */
bool tools_are_there(struct vm *vm);

#endif
