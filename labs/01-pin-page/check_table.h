/* SPDX-License-Identifier: MIT */
/* Judges the rows that the program of lab 01 prints while pages move. */
#ifndef PIN_PAGE_CHECK_TABLE_H
#define PIN_PAGE_CHECK_TABLE_H

#include "check_act.h"

/* In a claim: the rows of both tables, which of the pages were on node 0 and on node 1. */
void expect_tables(const struct evidence *e, const struct act *act);

#endif
