/* SPDX-License-Identifier: MIT */
/* Collects what a program prints, within a bound. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"
#include "stage_priv.h"

#define REPORT_TEXT_BYTES (REPORT_MAX - 64)
/* One pipe's worth a turn: others want to be heard too. */
#define TURN_BYTES (64u << 10)

int stage_text_open(
	struct stage_text *text, const char *kind, size_t limit_bytes, int *ret_write_fd)
{
	char *bytes = malloc(limit_bytes + 1);
	int fds[2];

	if (!bytes)
		return -ENOMEM;
	if (pipe2(fds, O_CLOEXEC)) {
		free(bytes);
		return -errno;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	bytes[0] = '\0';
	*text = (struct stage_text){
		.kind = kind, .fd = fds[0], .bytes = bytes, .limit_bytes = limit_bytes};
	*ret_write_fd = fds[1];
	return 0;
}

void stage_text_close(struct stage_text *text)
{
	if (text->fd >= 0)
		close(text->fd);
	free(text->bytes);
	*text = (struct stage_text){.fd = -1};
}

static void keep(struct stage_text *text, const char *bytes, size_t size_bytes)
{
	size_t room = text->limit_bytes - text->size_bytes;
	size_t kept = size_bytes < room ? size_bytes : room;

	memcpy(text->bytes + text->size_bytes, bytes, kept);
	text->size_bytes += kept;
	text->bytes[text->size_bytes] = '\0';
	text->dropped_bytes += size_bytes - kept;
}

void stage_text_read(struct stage_text *text)
{
	char bytes[4096];
	size_t turn = 0;

	while (text->fd >= 0 && turn < TURN_BYTES) {
		ssize_t n = read(text->fd, bytes, sizeof(bytes));

		if (n > 0) {
			keep(text, bytes, (size_t)n);
			turn += (size_t)n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0) {
			close(text->fd);
			text->fd = -1;
		}
		return;
	}
}

void stage_text_report(struct stage_text *text)
{
	char part[REPORT_TEXT_BYTES + 1];

	while (text->reported_bytes < text->size_bytes) {
		size_t size = text->size_bytes - text->reported_bytes;

		if (size > REPORT_TEXT_BYTES)
			size = REPORT_TEXT_BYTES;
		memcpy(part, text->bytes + text->reported_bytes, size);
		part[size] = '\0';
		/* A report is made of strings, and strings end at a NUL byte. */
		for (size_t i = 0; i < size; i++)
			if (!part[i])
				part[i] = '?';
		if (report_send(text->kind, part, NULL))
			return;
		text->reported_bytes += size;
	}
}
