/* SPDX-License-Identifier: MIT */
/*
 * Lab 13: the act about threads. First two meet by arrangement (interleave.h): one stops at
 * each call in turn that the module makes, and the other comes in between. Then four push.
 */
#include "driver.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "interleave.h"

#define NR_THREADS 4
#define NR_ROUNDS 32
#define MAX_STOPS 64
#define FIRST_CPU 1
#define OTHER_CPU 2

/* What one of the two does. */
struct part {
	unsigned long request;
	const char *at;
	int result;
};

static struct scene {
	int fd, stage; /* the module's device, and the one that stops threads */
	int signal;    /* to the other, once it waits */
	unsigned nth;
	struct part first, other;
	struct interleave_meeting meeting;
	pthread_barrier_t barrier;
} scene;

static void play_part(struct part *part)
{
	part->result =
		call(scene.fd, part->request, (uintptr_t)part->at, nr_pages * page_bytes);
}

static void *go_first(void *unused)
{
	affinity_bind(FIRST_CPU);
	ioctl(scene.stage, INTERLEAVE_BEGIN, scene.nth);
	pthread_barrier_wait(&scene.barrier);
	play_part(&scene.first);
	ioctl(scene.stage, INTERLEAVE_END, &scene.meeting);
	return unused;
}

static void *come_between(void *unused)
{
	affinity_bind(OTHER_CPU);
	pthread_barrier_wait(&scene.barrier);
	ioctl(scene.stage, INTERLEAVE_JOIN, scene.signal);
	play_part(&scene.other);
	ioctl(scene.stage, INTERLEAVE_LEAVE);
	return unused;
}

/* Did the first one stop? */
static bool meet(unsigned nth, struct part first, struct part other)
{
	pthread_t threads[2];

	scene.nth = nth;
	scene.first = first;
	scene.other = other;
	pthread_barrier_init(&scene.barrier, NULL, 2);
	pthread_create(&threads[0], NULL, go_first, NULL);
	pthread_create(&threads[1], NULL, come_between, NULL);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	return scene.meeting.how != INTERLEAVE_NOWHERE;
}

/* The function at which somebody who waited kept his CPU, though it may sleep; "" for none. */
static char spun_at[INTERLEAVE_NAME];

static void note_spinning(void)
{
	if (scene.meeting.how == INTERLEAVE_RUNNING && scene.meeting.may_sleep)
		snprintf(spun_at, sizeof(spun_at), "%s", scene.meeting.function);
}

static bool either(int result, int other, int expected, int expected_other)
{
	return (result == expected && other == expected_other) ||
	       (result == expected_other && other == expected);
}

static void tell_meeting(const char *what, const char *well, bool is_well)
{
	if (is_well)
		tell_answer(what, "%s", well);
	else
		tell_answer(what,
			"%s, and %s for the one that came when the first was about to "
			"call "
			"%s()",
			error_name(scene.first.result), error_name(scene.other.result),
			scene.meeting.function);
}

static void meet_at_pin(const char *memory)
{
	const struct part part = {.request = PAGE_PIN_PIN, .at = memory};
	bool is_well = true;

	for (unsigned nth = 0; is_well && !*spun_at && nth < MAX_STOPS; nth++) {
		bool stopped = meet(nth, part, part);

		is_well = either(scene.first.result, scene.other.result, 0, -EEXIST);
		note_spinning();
		while (!unpin(scene.fd, memory, nr_pages))
			;
		if (!stopped)
			break;
	}
	tell_meeting("two meet that pin the same", "one can", is_well);
}

static void meet_at_unpin(const char *memory)
{
	const struct part part = {.request = PAGE_PIN_UNPIN, .at = memory};
	bool is_well = true;

	for (unsigned nth = 0; is_well && !*spun_at && nth < MAX_STOPS; nth++) {
		bool stopped;

		pin(scene.fd, memory, nr_pages);
		stopped = meet(nth, part, part);
		is_well = either(scene.first.result, scene.other.result, 0, -ENOENT);
		note_spinning();
		if (!stopped)
			break;
	}
	tell_meeting("two meet that unpin the same", "one can", is_well);
}

/* What the other takes off the list is beside what the first puts there. */
static void meet_at_both(const char *memory, const char *beside)
{
	const struct part part = {.request = PAGE_PIN_PIN, .at = memory};
	const struct part other = {.request = PAGE_PIN_UNPIN, .at = beside};
	bool is_well = true;

	for (unsigned nth = 0; is_well && !*spun_at && nth < MAX_STOPS; nth++) {
		bool stopped;

		pin(scene.fd, beside, nr_pages);
		stopped = meet(nth, part, other);
		is_well = !scene.first.result && !scene.other.result;
		note_spinning();
		unpin(scene.fd, memory, nr_pages);
		if (!stopped)
			break;
	}
	tell_meeting("one that pins meets one that unpins", "both can", is_well);
}

static void wake(int signal)
{
	(void)signal;
}

/* Who waits for the lock may be told to wait no longer, and then has not got it. */
static void meet_with_a_signal(const char *memory)
{
	const struct part part = {.request = PAGE_PIN_PIN, .at = memory};
	bool is_well = true;

	sigaction(SIGUSR1, &(struct sigaction){.sa_handler = wake}, NULL);
	scene.signal = SIGUSR1;
	for (unsigned nth = 0; is_well && !*spun_at && nth < MAX_STOPS; nth++) {
		bool stopped = meet(nth, part, part);

		is_well = either(scene.first.result, scene.other.result, 0, -EEXIST) ||
			  either(scene.first.result, scene.other.result, 0, -EINTR);
		note_spinning();
		while (!unpin(scene.fd, memory, nr_pages))
			;
		if (!stopped)
			break;
	}
	scene.signal = 0;
	tell_meeting(
		"two meet that pin the same, and a signal comes", "one can", is_well);
}

/* What one has pinned, it can unpin. Whether it can pin at all is the act “overlap”. */
static void unpin_part(struct part *part)
{
	if (!part->result)
		part->result = unpin(scene.fd, part->at, nr_pages);
	else if (part->result == -EEXIST)
		part->result = 0;
}

/* The other is a process of its own: it has the open file, and other memory. */
static void come_from_a_child(int end)
{
	affinity_bind(OTHER_CPU);
	turn_await(end);
	ioctl(scene.stage, INTERLEAVE_JOIN, 0);
	play_part(&scene.other);
	ioctl(scene.stage, INTERLEAVE_LEAVE);
	turn_await(end);
	unpin_part(&scene.other);
	_exit(-scene.other.result);
}

static void *go_first_to_a_child(void *end)
{
	affinity_bind(FIRST_CPU);
	ioctl(scene.stage, INTERLEAVE_BEGIN, scene.nth);
	turn_pass(*(int *)end);
	play_part(&scene.first);
	ioctl(scene.stage, INTERLEAVE_END, &scene.meeting);
	return NULL;
}

static bool meet_a_child(unsigned nth, struct part part)
{
	int ends[2], status = 0;
	pthread_t thread;
	pid_t child;

	scene.nth = nth;
	scene.first = scene.other = part;
	turns_make(ends);
	child = fork();
	turns_choose(ends, !child);
	if (!child)
		come_from_a_child(ends[1]);
	pthread_create(&thread, NULL, go_first_to_a_child, &ends[0]);
	pthread_join(thread, NULL);
	/* Before the child ends: what its end does to our pins is another act. */
	unpin_part(&scene.first);
	turn_pass(ends[0]);
	waitpid(child, &status, 0);
	close(ends[0]);
	scene.other.result = -WEXITSTATUS(status);
	return scene.meeting.how != INTERLEAVE_NOWHERE;
}

/* The list is the open file's, which two processes may have. */
static void meet_across_processes(const char *memory)
{
	const struct part part = {.request = PAGE_PIN_PIN, .at = memory};
	bool is_well = true;

	for (unsigned nth = 0; is_well && !*spun_at && nth < MAX_STOPS; nth++) {
		bool stopped = meet_a_child(nth, part);

		is_well = !scene.first.result && !scene.other.result;
		note_spinning();
		if (!stopped)
			break;
	}
	tell_meeting("two processes meet that pin, and unpin then", "both can", is_well);
}

static void tell_locks(void)
{
	struct interleave_findings findings = {.nr_left_behind = 0};

	if (*spun_at)
		tell_answer("who has to wait", "keeps the CPU, while %s() may sleep",
			spun_at);
	else
		tell_answer("who has to wait", "sleeps");
	ioctl(scene.stage, INTERLEAVE_FINDINGS, &findings);
	if (*findings.bare)
		tell_answer("calls that want mmap_lock", "%s() was called without it",
			findings.bare);
	else
		tell_answer("calls that want mmap_lock", "have it");
}

static struct crowd {
	int fd;
	char *memory;
	pthread_barrier_t barrier;
	atomic_int nr_pins[NR_ROUNDS], nr_unpins[NR_ROUNDS];
} crowd;

/* All pin the same pages at once, then unpin them: only one can. */
static void *push(void *unused)
{
	for (int i = 0; i < NR_ROUNDS; i++) {
		pthread_barrier_wait(&crowd.barrier);
		crowd.nr_pins[i] += pin(crowd.fd, crowd.memory, nr_pages) == 0;
		pthread_barrier_wait(&crowd.barrier);
		crowd.nr_unpins[i] += unpin(crowd.fd, crowd.memory, nr_pages) == 0;
	}
	return unused;
}

static void tell_crowd(const char *what, const atomic_int *nr)
{
	int round = 0;

	while (round < NR_ROUNDS && nr[round] == 1)
		round++;
	if (round < NR_ROUNDS)
		tell_answer(what, "%d threads in round %d", nr[round], round);
	else
		tell_answer(what, "one thread in each round");
}

void act_threads(void)
{
	pthread_t thread[NR_THREADS];

	scene.fd = crowd.fd = open_device();
	scene.stage = open("/dev/interleave", O_RDWR | O_CLOEXEC);
	if (scene.stage < 0)
		exit(1);
	crowd.memory = fresh();
	pthread_barrier_init(&crowd.barrier, NULL, NR_THREADS);
	lab_checkpoint("begun");
	meet_at_pin(crowd.memory);
	meet_at_unpin(crowd.memory);
	meet_at_both(crowd.memory, fresh());
	meet_with_a_signal(crowd.memory);
	meet_across_processes(crowd.memory);
	tell_locks();
	call_during_a_read(crowd.fd);
	for (int i = 0; i < NR_THREADS; i++)
		pthread_create(&thread[i], NULL, push, NULL);
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(thread[i], NULL);
	tell_crowd("pin at once", crowd.nr_pins);
	tell_crowd("unpin at once", crowd.nr_unpins);
	lab_checkpoint("unpinned");
}
