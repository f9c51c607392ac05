/* SPDX-License-Identifier: MIT */
/* Asks for versions, see versions.h. */
#include "versions.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* The first line that a command prints, NULL if it fails. */
static char *ask(const char *command)
{
	FILE *answer = popen(command, "re");
	char *line = NULL;
	size_t capacity = 0;
	bool good = answer && getline(&line, &capacity, answer) > 0;

	if (!answer || pclose(answer) || !good) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

char *version_commit(void)
{
	return ask("\"$PAGELAB_ROOT/mk/version\" --long 2>/dev/null");
}

char *version_qemu(void)
{
	char *line = ask("\"${QEMU:-qemu-system-aarch64}\" --version 2>/dev/null");
	char *version, *ret;

	if (!line)
		return NULL;
	version = strstr(line, "version ");
	ret = strdup(version ? version + strlen("version ") : line);
	free(line);
	return ret;
}

char *version_kernel(void)
{
	struct utsname name;

	return uname(&name) ? NULL : strdup(name.release);
}
