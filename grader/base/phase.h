/* SPDX-License-Identifier: MIT */
/* A line on the terminal while something takes longer than two seconds. */
#ifndef PAGELAB_PHASE_H
#define PAGELAB_PHASE_H

/* Nothing is shown unless stderr is a terminal. `what` must stay until phase_end(). */
void phase_begin(const char *what);
/* Takes the line away. The seconds that the phase took. */
double phase_end(void);

#endif
