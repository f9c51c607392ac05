/* SPDX-License-Identifier: MIT */
/* affinity: on this machine, with the CPUs that it allows. */
#include "tests/unit/input.h"

#include <pthread.h>
#include <sys/wait.h>

#include "common/kernel/affinity.h"

static int first_of(const cpu_set_t *cpus)
{
	int cpu = 0;

	while (!CPU_ISSET(cpu, cpus))
		cpu++;
	return cpu;
}

/* Each test binds a thread of its own, so that none meets what another left. */
static void in_a_thread(void *(*body)(void *))
{
	pthread_t thread;
	void *result;

	assert_int_equal(pthread_create(&thread, NULL, body, NULL), 0);
	assert_int_equal(pthread_join(thread, &result), 0);
	if (result)
		fail_msg("%s", (const char *)result);
}

static void *bind_to_each(void *nothing)
{
	cpu_set_t allowed, bound;

	if (affinity_read(0, &allowed) || CPU_COUNT(&allowed) < 1)
		return "the thread's CPUs cannot be read";
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		if (affinity_bind(cpu))
			return "an allowed CPU is refused";
		if (sched_getcpu() != cpu)
			return "the thread runs elsewhere after the call";
		if (affinity_read(0, &bound) || CPU_COUNT(&bound) != 1 ||
			!CPU_ISSET(cpu, &bound))
			return "the binding does not read back";
	}
	return nothing;
}

static void a_bound_thread_runs_there(void **state)
{
	(void)state;
	in_a_thread(bind_to_each);
}

static void *bind_to_absent(void *nothing)
{
	static const int absent[] = {-1, CPU_SETSIZE, CPU_SETSIZE - 1, 1 << 30};
	cpu_set_t before, after;

	if (affinity_read(0, &before))
		return "the thread's CPUs cannot be read";
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		if (!(absent[i] >= 0 && absent[i] < CPU_SETSIZE &&
			    CPU_ISSET(absent[i], &before)) &&
			affinity_bind(absent[i]) != -EINVAL)
			return "an absent CPU is not -EINVAL";
	if (affinity_read(0, &after) || !CPU_EQUAL(&before, &after))
		return "a refusal changed the binding";
	return nothing;
}

static void an_absent_cpu_is_invalid_and_changes_nothing(void **state)
{
	(void)state;
	in_a_thread(bind_to_absent);
}

static void another_process_is_read_from_outside(void **state)
{
	cpu_set_t ours, theirs;
	int started[2];
	char byte;
	pid_t pid;

	(void)state;
	assert_int_equal(affinity_read(0, &ours), 0);
	assert_int_equal(pipe(started), 0);
	pid = fork();
	if (pid == 0) {
		byte = (char)affinity_bind(first_of(&ours));
		if (write(started[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(started[0], &byte, 1), 1);
	assert_int_equal(byte, 0);
	assert_int_equal(affinity_read(pid, &theirs), 0);
	assert_int_equal(CPU_COUNT(&theirs), 1);
	assert_true(CPU_ISSET(first_of(&ours), &theirs));
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(started[0]);
	close(started[1]);
	memset(&theirs, POISON, sizeof(theirs));
	assert_int_equal(affinity_read(pid, &theirs), -ENODATA);
	assert_int_equal(affinity_read(-1, &theirs), -EINVAL);
	assert_true(is_poisoned(&theirs, sizeof(theirs)));
}

static void a_node_has_a_cpu_of_its_own(void **state)
{
	int cpu = affinity_cpu_of_node(0);
	cpu_set_t cpus;

	(void)state;
	assert_int_equal(affinity_cpu_of_node(1 << 20), -ENODATA);
	if (cpu == -ENODATA)
		skip(); /* a kernel without NUMA */
	cpus = affinity_only(cpu);
	assert_int_equal(CPU_COUNT(&cpus), 1);
	assert_true(CPU_ISSET(cpu, &cpus));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bound_thread_runs_there),
		cmocka_unit_test(an_absent_cpu_is_invalid_and_changes_nothing),
		cmocka_unit_test(another_process_is_read_from_outside),
		cmocka_unit_test(a_node_has_a_cpu_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
