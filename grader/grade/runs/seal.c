/* SPDX-License-Identifier: MIT */
/* Seals a profile's snapshot when its runs begin, see seal.h. */
#include "seal.h"
#include "grader/session/session.h"

#include <stdio.h>
#include <string.h>

static void complain(const char *why)
{
	fprintf(stderr,
		"grade: %s Machines start from the cache's own snapshot, which a QEMU "
		"that "
		"was taken over could change.\n",
		why);
}

void grade_seal(struct grade_seal *seal, const struct grade_run *run)
{
	const char *profile = run->lab->lab->profile;
	bool is_first = !seal->profile;
	char why[VM_WHY];

	if (!is_first && !strcmp(seal->profile, profile))
		return;
	vm_sealed_free(seal->sealed);
	seal->sealed = NULL;
	seal->profile = profile;
	if (seal->is_off && is_first)
		complain("Memory is short: there is no sealed copy of the snapshot.");
	if (seal->is_off)
		return;
	if (session_seal(run->course->root, profile, &seal->sealed, why) &&
		!session_signal())
		complain(why);
}

void grade_seal_deinit(struct grade_seal *seal)
{
	vm_sealed_free(seal->sealed);
	*seal = (struct grade_seal){0};
}
