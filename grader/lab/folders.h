/* SPDX-License-Identifier: MIT */
/* The labs there are: the folders labs/NN-topic that hold a lab.json. */
#ifndef PAGELAB_LAB_FOLDERS_H
#define PAGELAB_LAB_FOLDERS_H

#include <stdbool.h>

/*
 * The folder that "lab03", "LAB3", "03", "3" or "03-ksm" means, malloc'ed. -ENOENT if
 * there is none, -ENOMEM, or the -errno of reading labs/.
 */
int lab_find(const char *root, const char *word, char **ret);
/* Whether such a word means this folder. */
bool lab_means(const char *word, const char *folder);
/*
 * The folder after `folder` in labs/order, the order in which they build on each other;
 * labs that are not there come last, by number. -ENOENT after the last, or as lab_find().
 */
int lab_next(const char *root, const char *folder, char **ret);
/* All folders in the order of numbers, malloc'ed as they are, NULL after the last. */
int lab_list(const char *root, char ***ret);
/* The same in the order in which they build on each other, as of lab_next(). */
int lab_in_order(const char *root, char ***ret);
/* "lab02 (fork-cow), lab03 (ksm)", malloc'ed. -errno as lab_find(). */
int lab_names(const char *root, char **ret);

#endif
