/* SPDX-License-Identifier: MIT */
/* Sends reports; the form is in report.h. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "report.h"

/* -1 where nobody listens. Asked each time: tests change the environment. */
static int report_fd(void)
{
	const char *text = getenv("PAGELAB_REPORT_FD");
	char *end;
	long fd;

	if (!text || !*text)
		return -1;
	fd = strtol(text, &end, 10);
	return *end || fd < 0 || fd > 1 << 20 ? -1 : (int)fd;
}

/* Appends `string` with its NUL byte, cut to what fits. */
static size_t append(char *report, size_t used_bytes, const char *string)
{
	size_t length = strlen(string);

	if (used_bytes >= REPORT_MAX)
		return used_bytes;
	if (length > REPORT_MAX - used_bytes - 1)
		length = REPORT_MAX - used_bytes - 1;
	memcpy(report + used_bytes, string, length);
	report[used_bytes + length] = '\0';
	return used_bytes + length + 1;
}

int report_send(const char *kind, ...)
{
	char report[REPORT_MAX];
	size_t used_bytes = append(report, 0, kind);
	const char *string;
	int fd = report_fd();
	ssize_t n;
	va_list ap;

	if (fd < 0)
		return -ENOTCONN;
	va_start(ap, kind);
	while ((string = va_arg(ap, const char *)))
		used_bytes = append(report, used_bytes, string);
	va_end(ap);
	do {
		n = send(fd, report, used_bytes, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}
