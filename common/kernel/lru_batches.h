/* SPDX-License-Identifier: MIT */
/*
 * lru_batches: each CPU gathers pages that go to one of the reclaimer's lists, and hands them over
 * by the dozen (folio_batch in mm/swap.c). Until then a batch refers to them: a page that a
 * program has just touched has one user more than one thinks, and one that it has given up is not
 * free.
 */
#ifndef PAGELAB_LRU_BATCHES_H
#define PAGELAB_LRU_BATCHES_H

/*
 * Empties the batches of all CPUs: move_pages(2) does so before it moves anything, and here there is
 * nothing to move (lru_cache_disable() in mm/migrate.c). Writing to drop_caches does it since 6.6 alone;
 * before, it empties the writer's own.
 * 0, or -ENOSYS: this kernel moves no pages; -errno of move_pages(2).
 */
int lru_batches_empty(void);

#endif
