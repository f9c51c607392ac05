/* SPDX-License-Identifier: MIT */
/*
 * hub: one machine's channel for several who talk to it. Each has a connection of his own, on which
 * he is job number 0; towards the machine the hub gives each another number (vm/channel.h).
 *
 *	this process --- seat 0 --+
 *	another      --- seat 1 --+-- hub --- the machine
 *	another      --- seat 2 --+
 *
 * It is a thread. It ends, and with it all connections, when the machine is gone or nobody is at
 * seat 0 any more.
 */
#ifndef PAGELAB_HUB_H
#define PAGELAB_HUB_H

struct hub;

/*
 * Takes over the connection `fd` with a machine, and hears who connects to listen_fd; both stay the
 * caller's to close, after hub_stop(). *ret_seat is a connection, non-blocking, the caller's.
 * 0 or -errno.
 */
int hub_start(int fd, int listen_fd, struct hub **ret, int *ret_seat);
/* After the caller has closed or shut down his seat. NULL is allowed. */
void hub_stop(struct hub *hub);

#endif
