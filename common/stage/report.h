/* SPDX-License-Identifier: MIT */
/*
 * What a checker tells the host while it runs: datagrams on the SOCK_SEQPACKET
 * descriptor named by the environment variable PAGELAB_REPORT_FD. A datagram is a
 * list of strings, each ended by a NUL byte; the first is the kind:
 *
 *   claim   NAME VERDICT WHERE EXPECTED OBSERVED   a judgement; VERDICT is PASS,
 *                                                  FAIL, TIMEOUT, SKIP or BROKEN
 *   size    NAME VALUE                             a size that was drawn
 *   at      CHECKPOINT                             evidence was taken here
 *   row     SERIES LINE                            of a table that the checker keeps,
 *                                                  in CSV; the first has the titles
 *   live    TEXT                                   what its memory looks like now; see
 *                                                  common/picture/live.h
 *   output  TEXT                                   what the exercise printed
 *   errors  TEXT                                   the same of its stderr
 *   crash   PID SIGNAL ADDRESS PC...               in hex but for PID and SIGNAL;
 *                                                  PCs from the innermost frame out
 *   end     HOW NUMBER                             how the exercise ended: "exit"
 *                                                  status, "signal" number,
 *                                                  "timeout" seconds, "memory" limit
 *                                                  bytes, "output" limit bytes,
 *                                                  "record" limit bytes
 *
 * Where the variable is not set, nothing is sent.
 */
#ifndef PAGELAB_REPORT_H
#define PAGELAB_REPORT_H

#include <stddef.h>

#define REPORT_MAX (16 * 1024)

/* Sends `kind` and the strings after it, up to a NULL. 0, -errno, or -ENOTCONN
 * when there is nobody to report to. Longer reports than REPORT_MAX are cut. */
int report_send(const char *kind, ...) __attribute__((sentinel));

#endif
