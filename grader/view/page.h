/* SPDX-License-Identifier: MIT */
/*
 * page: a run record as a page for a browser: one file that works from file:// and asks for
 * nothing. view.html, view.css and view.js are beside this file.
 */
#ifndef PAGELAB_VIEW_PAGE_H
#define PAGELAB_VIEW_PAGE_H

/* The page with that record in it, malloc'ed. 0, or -errno of reading the three; -ENOMEM. */
int page_make(const char *root, const char *record, char **ret);

#endif
