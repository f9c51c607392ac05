/* SPDX-License-Identifier: MIT */
/*
 * evidence: what a checker has gathered lives until its last claim is judged, and is given back
 * then: what perform(), view_take() and others here return, and whatever a checker keeps itself.
 *
 *	ret->stamps = evidence_keep(calloc(nr_pages, sizeof(*ret->stamps)));
 */
#ifndef PAGELAB_EVIDENCE_H
#define PAGELAB_EVIDENCE_H

/* Memory of malloc(3), to be freed; NULL stays NULL. Returns it. */
void *evidence_keep(void *memory);
/* Has `end` called with `arg` when all is judged; the latest comes first. */
void evidence_at_end(void (*end)(void *arg), void *arg);

/* For claims_main(): that time has come. */
void evidence_end(void);

#endif
