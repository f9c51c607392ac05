/* SPDX-License-Identifier: MIT */
/* The stop at a checkpoint: what is shown, and the questions; see step.h. */
#include "step.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/stage/report.h"
#include "step_priv.h"
#include "vm/channel.h"

#define LINE_BYTES 256

int step_create(
	const char *const live[], size_t nr_live, bool can_shell, struct step **ret)
{
	struct step *step = calloc(1, sizeof(*step));
	int err;

	if (!step)
		return -ENOMEM;
	step->live = live;
	step->nr_live = nr_live;
	step->can_shell = can_shell;
	err = placement_read_zones(&step->zones);
	if (!err)
		err = frames_open(&step->frames);
	if (err) {
		free(step);
		return err;
	}
	step_read_counters(step, &step->before);
	*ret = step;
	return 0;
}

void step_free(struct step *step)
{
	if (!step)
		return;
	frames_close(&step->frames);
	free(step);
}

/* Reads to the end of the line byte by byte: what follows is for the next question. False: there is
 * no more input. Of a line that is too long, the beginning. */
static bool read_line(char ret[LINE_BYTES])
{
	size_t at = 0;
	char byte;
	ssize_t n;

	for (;;) {
		n = read(STDIN_FILENO, &byte, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || byte == '\n')
			break;
		if (at < LINE_BYTES - 1)
			ret[at++] = byte;
	}
	ret[at] = '\0';
	return n > 0 || at;
}

/* All at once: each write is a frame to the host. */
static void say(struct step *step, const struct stage *stage, const char *words)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	frames_forget(&step->frames);
	if (words) {
		step_explain(step, stage, words, out);
	} else {
		fprintf(out, "— checkpoint “%s” (process %d) —\n",
			stage_checkpoint(stage), (int)stage_pid(stage));
		step_regions(step, stage, out);
		step_counters(step, out);
		step_calls(step, stage, out);
	}
	fclose(out);
	fwrite(text, 1, size, stderr);
	free(text);
}

static void open_shell(void)
{
	char line[LINE_BYTES];

	if (report_send(CHANNEL_SHELL, NULL))
		return;
	while (read_line(line) && strcmp(line, CHANNEL_SHELL_LEFT))
		;
}

/* Asks for a line; errors as of read_line(). What is not typed at a terminal is shown, as that does. */
static bool ask(const struct step *step, char ret[LINE_BYTES])
{
	bool more;

	fprintf(stderr,
		"— press Enter to go on, p NAME[INDEX] or p ADDRESS to see a page,%s%s",
		step->can_shell ? "\n  s for a root shell beside the program," : "",
		" q to end — ");
	more = read_line(ret);
	ret[strcspn(ret, "\r")] = '\0';
	if (!step->can_shell)
		fprintf(stderr, "%s\n", ret);
	return more;
}

enum step_wish step_stop(struct step *step, const struct stage *stage)
{
	char line[LINE_BYTES];
	const char *word;

	say(step, stage, NULL);
	for (;;) {
		if (!ask(step, line))
			return STEP_GO_ON;
		word = line + strspn(line, " \t");
		if (!*word)
			return STEP_GO_ON;
		if (!strcmp(word, "q"))
			return STEP_QUIT;
		if (!strcmp(word, "s") && step->can_shell)
			open_shell();
		else if (!strncmp(word, "p ", 2))
			say(step, stage, word + 2);
		else
			fprintf(stderr, "“%s” is none of these.\n", word);
	}
}
