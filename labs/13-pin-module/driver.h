/* SPDX-License-Identifier: MIT */
/*
 * Lab 13: an ordinary program has a module pin its memory, in acts. The checker looks at the
 * kernel's own numbers at the checkpoints of each; ./run has it play them all. What the module
 * answers is printed, and expected.txt says what it should be.
 */
#ifndef PIN_MODULE_DRIVER_H
#define PIN_MODULE_DRIVER_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"
#include "page_pin.h"

extern size_t nr_pages, page_bytes;
/* Of the kernel's own memory: no program has anything there, and the kernel does. */
extern unsigned long kernel_address;

void act_whole(void);
void act_bounds(void);
void act_cma(void);
void act_limit(void);
void act_overlap(void);
void act_release(void);
void act_threads(void);
void act_requests(void);
void act_rounds(void);
/* The end of act_overlap(): what it executes, with the open file that it pins by. */
void go_on_after_exec(int fd);
/* Part of act_threads(): somebody calls while a request is being read. */
void call_during_a_read(int fd);

/* A line of this act: what was tried, and the answer. */
void tell_answer(const char *what, const char *answer_fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* The same of what a call returned: "ok", or the name of its error. */
void say(const char *what, int result);
/* The same where any error is right, for there is more than one reason: "refused". */
void say_refused(const char *what, int result);
const char *error_name(int result);

int open_device(void);
/* What ioctl(2) returned, or -errno. */
int call(int fd, unsigned long request, uint64_t address, uint64_t length_bytes);
int pin(int fd, const char *at, size_t nr);
int unpin(int fd, const char *at, size_t nr);
/* New memory of so many pages; of nr_pages; of nr_pages without page `hole`. */
char *fresh_pages(size_t nr);
char *fresh(void);
char *with_a_hole(size_t hole);

#endif
