/* SPDX-License-Identifier: MIT */
/* The last commit of a clone, see commit.h. */
#include "commit.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The rest of the line that begins with `word`, among those before the first empty one. */
static const char *find_line(const char *text, const char *end, const char *word)
{
	size_t n = strlen(word);

	while (text < end && *text != '\n') {
		const char *next = memchr(text, '\n', end - text);

		if (!next)
			return NULL;
		if ((size_t)(next - text) > n && !memcmp(text, word, n))
			return text + n;
		text = next + 1;
	}
	return NULL;
}

int grade_commit_parse(const char *text, size_t size, struct grade_commit *ret)
{
	struct grade_commit commit = {0};
	const char *end = text + size, *author = find_line(text, end, "author ");
	const char *committer = find_line(text, end, "committer "), *mail, *close, *line;

	if (!author || !committer)
		return -EBADMSG;
	line = memchr(author, '\n', end - author);
	mail = memchr(author, '<', line - author);
	close = mail ? memchr(mail, '>', line - mail) : NULL;
	if (!close)
		return -EBADMSG;
	snprintf(commit.name, sizeof(commit.name), "%.*s",
		(int)(mail - author - (mail > author)), author);
	snprintf(commit.email, sizeof(commit.email), "%.*s", (int)(close - mail - 1),
		mail + 1);
	line = memchr(committer, '\n', end - committer);
	close = memrchr(committer, '>', line - committer);
	if (!close || close[1] != ' ')
		return -EBADMSG;
	errno = 0;
	commit.time = strtoll(close + 2, NULL, 10);
	if (errno || commit.time <= 0)
		return -EBADMSG;
	*ret = commit;
	return 0;
}

int grade_commit_read(enum sandbox_kind kind, const char *folder,
	bool (*interrupted)(void), struct grade_commit *ret)
{
	static char *const command[] = {"git", "-c", "safe.directory=*",
		"--git-dir=" SANDBOX_FOLDER "/git", "cat-file", "commit", "HEAD", NULL};
	char host[PATH_MAX];
	const struct sandbox_bind binds[] = {{host, SANDBOX_FOLDER "/git"}, {0}};
	struct sandbox_request request = {.kind = kind,
		.binds = binds,
		.command = command,
		.data_fd = -1,
		.has_null = true,
		.interrupted = interrupted};
	struct sandbox_end end = {0};
	int err;

	if (snprintf(host, sizeof(host), "%s/.git", folder) >= (int)sizeof(host))
		return -ENAMETOOLONG;
	err = sandbox_run(&request, &end);
	if (err)
		return err;
	err = -ENOENT;
	if (WIFEXITED(end.status) && !WEXITSTATUS(end.status) && end.output.data)
		err = grade_commit_parse(end.output.data, end.output.size, ret);
	sandbox_end_deinit(&end);
	return err == -EBADMSG ? -ENOENT : err;
}
