/* SPDX-License-Identifier: MIT */
/* The agent's end of the channel (channel.h): whole frames, out and in. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "agent.h"

int agent_port = -1;
unsigned agent_asked;

/* Without the port nobody can be told anything: the console is all there is. */
void lost(const char *what)
{
	fprintf(stderr, "pagelab agent: %s: %s\n", what, strerror(errno));
	sync();
	reboot(RB_POWER_OFF);
	_exit(1);
}

static void write_all(const void *data, size_t size)
{
	while (size) {
		ssize_t n = write(agent_port, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			lost("writing to the host");
		data = (const char *)data + n;
		size -= n;
	}
}

void read_all(void *data, size_t size)
{
	while (size) {
		ssize_t n = read(agent_port, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			lost("reading from the host");
		data = (char *)data + n;
		size -= n;
	}
}

void send_frame(unsigned job, enum channel_type type, const void *data, size_t size)
{
	static unsigned char frame[sizeof(struct channel_head) + CHANNEL_MAX];
	struct channel_head head = {.length = size, .type = type, .job = job};

	memcpy(frame, &head, sizeof(head));
	memcpy(frame + sizeof(head), data, size);
	write_all(frame, sizeof(head) + size);
}

void send_data(const void *data, size_t size)
{
	send_frame(agent_asked, CHANNEL_DATA, data, size);
}

void send_done(int err)
{
	int32_t code = err;

	send_frame(agent_asked, CHANNEL_DONE, &code, sizeof(code));
}

void send_done_text(int err, const char *text)
{
	unsigned char data[sizeof(int32_t) + CHANNEL_TEXT_MAX];
	size_t size = strnlen(text, CHANNEL_TEXT_MAX);
	int32_t code = err;

	memcpy(data, &code, sizeof(code));
	memcpy(data + sizeof(code), text, size);
	send_frame(agent_asked, CHANNEL_DONE, data, sizeof(code) + size);
}

void send_release(enum channel_type type)
{
	struct utsname name;

	uname(&name);
	send_frame(agent_asked, type, name.release, strlen(name.release) + 1);
}
