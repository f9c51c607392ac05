/* SPDX-License-Identifier: MIT */
/*
 * A toolchain that was taken over: a script of the attacker's runs where the compiler would.
 * It prints what it reached, which is to be nothing.
 */
#include "grader/grade/sandbox/sandbox.h"
#include "tests/unit/sandbox_kinds.h"
#include "tests/unit/scratch.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

struct world {
	enum sandbox_kind kind;
	char *root;
};

static bool never(void)
{
	return false;
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	world->kind = *state ? SANDBOX_PLATFORM : SANDBOX_BUBBLEWRAP;
	*state = world;
	world->root = folder_make();
	chmod(world->root, 0755);
	folder_put(world->root, "shown/header.h", "a header\n");
	folder_put(world->root, "secret", "the secret\n");
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	folder_remove(world->root);
	free(world);
	return 0;
}

/* $ROOT is the folder's name outside. What it prints is malloc'ed. */
static char *run_inside(const struct world *world, const char *script)
{
	char shown[PATH_MAX], text[8192], *output;
	const struct sandbox_bind binds[] = {
		{.host = shown, .inside = SANDBOX_FOLDER "/shown"}, {0}};
	char *command[] = {"sh", "-c", text, NULL};
	struct sandbox_request request = {.kind = world->kind,
		.binds = binds,
		.command = command,
		.data_fd = -1,
		.interrupted = never};
	struct sandbox_end end;

	snprintf(shown, sizeof(shown), "%s/shown", world->root);
	snprintf(text, sizeof(text), "ROOT=%s\n%s\necho end", world->root, script);
	assert_int_equal(sandbox_run(&request, &end), 0);
	output = strndup(end.output.data, end.output.size);
	if (!strstr(output, "end\n"))
		fail_msg("the script did not come to its end: %s", end.words);
	sandbox_end_deinit(&end);
	return output;
}

static void expect_output(
	const struct world *world, const char *script, const char *expected)
{
	char *output = run_inside(world, script);

	if (strcmp(output, expected))
		fail_msg("%s", output);
	free(output);
}

static void expect_nothing(const struct world *world, const char *script)
{
	expect_output(world, script, "end\n");
}

/* Perl takes no program from its arguments where there is no /dev/null. */
static void expect_of_perl(
	const struct world *world, const char *program, const char *expected)
{
	folder_put(world->root, "shown/program", program);
	expect_output(world, "perl shown/program", expected);
}

static void it_runs_and_sees_what_it_is_shown(void **state)
{
	expect_output(*state, "cat shown/header.h; cd ../tmp && echo x >new && cat new",
		"a header\nx\nend\n");
}

static void it_reads_nothing_else(void **state)
{
	expect_nothing(*state,
		"for file in /etc/passwd /etc/shadow /etc/hostname /proc/self/environ "
		"/proc/1/cmdline /proc/1/environ /proc/kcore /proc/mounts "
		"/sys/kernel/notes "
		"/dev/zero /dev/mem /dev/kmsg $ROOT/secret /root/.profile /root/.bashrc; "
		"do\n"
		"	head -c 1 $file && echo $file\n"
		"done\n"
		"for folder in /etc /proc /sys /dev /home /root /run /var /mnt $ROOT "
		"../../..$ROOT; do\n"
		"	ls $folder/* && echo $folder\n"
		"done\n");
}

static void it_writes_nothing_else(void **state)
{
	struct world *world = *state;
	char *text;

	expect_nothing(world,
		"for file in /usr/new /usr/bin/new /new /etc/new /pagelab/new "
		"shown/new $ROOT/new $ROOT/secret shown/header.h; do\n"
		"	echo x >>$file && echo $file\n"
		"	rm -f $file && [ -e $file ] || ln -s /etc/passwd $file && echo "
		"$file\n"
		"done\n"
		"mv shown other && echo shown; chmod 777 shown && echo shown\n");
	text = folder_get(world->root, "shown/header.h");
	assert_string_equal(text, "a header\n");
	free(text);
	text = folder_get(world->root, "secret");
	assert_string_equal(text, "the secret\n");
	free(text);
}

static void it_has_no_environment_and_no_descriptor(void **state)
{
	int fd = open("/etc/hostname", O_RDONLY), other = dup2(fd, 77);

	setenv("PAGELAB_TEST_SECRET", "the secret", 1);
	expect_nothing(*state, "env | grep -E 'SECRET|HOME|USER'");
	expect_of_perl(*state,
		"for (0 .. 255) { print \"$_ \" if open($files[$_], '<&=', $_) }\n",
		"0 1 2 end\n");
	unsetenv("PAGELAB_TEST_SECRET");
	close(other);
	close(fd);
}

static void it_has_no_rights(void **state)
{
	expect_nothing(*state, "[ $(id -u) = 65534 ] || id\n"
			       "mount -t tmpfs t ../tmp && echo mount\n"
			       "unshare -r true && echo unshare\n"
			       "mknod ../tmp/null c 1 3 && echo mknod\n"
			       "chroot / true && echo chroot\n"
			       "renice -n -5 $$ && echo renice\n");
}

static void it_kills_nobody(void **state)
{
	pid_t pid = fork();
	char script[256];
	int status;

	if (!pid)
		for (;;)
			pause();
	snprintf(script, sizeof(script),
		"trap '' TERM; kill -9 %d && echo killed; kill -9 %d && echo killed; "
		"kill -TERM -1",
		(int)pid, (int)getpid());
	expect_nothing(*state, script);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

static void it_has_no_network(void **state)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(address);
	char program[512];

	assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listener, 1), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	snprintf(program, sizeof(program),
		"use Socket;\n"
		"socket(S, PF_INET, SOCK_STREAM, 0);\n"
		"print connect(S, sockaddr_in(%d, INADDR_LOOPBACK)) ? 'got it ' : 'tried "
		"';\n",
		ntohs(address.sin_port));
	expect_of_perl(*state, program, "tried end\n");
	close(listener);
}

static bool is_of(const char *pid, const char *mark)
{
	char path[300], text[16384];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	n = fread(text, 1, sizeof(text), file);
	fclose(file);
	return memmem(text, n, mark, strlen(mark));
}

static bool lives(const char *mark)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	while ((entry = readdir(folder)))
		found |= is_of(entry->d_name, mark);
	closedir(folder);
	return found;
}

/* In its session, and in one of its own. What is killed may take a moment to be gone. */
static void nothing_of_it_lives_on(void **state)
{
	char mark[32], program[512];

	snprintf(mark, sizeof(mark), "1%d.5", (int)getpid());
	snprintf(program, sizeof(program),
		"use POSIX;\n"
		"for my $own (0, 1) {\n"
		"	next if fork;\n"
		"	setsid if $own;\n"
		"	open F, '>', \"../tmp/$own\";\n"
		"	close STDOUT; close STDERR;\n"
		"	exec 'sleep', '%s'\n"
		"}\n"
		"1 until -e '../tmp/0' && -e '../tmp/1';\n",
		mark);
	expect_of_perl(*state, program, "end\n");
	for (int i = 0; i < 1000 && lives(mark); i++)
		usleep(10000);
	assert_false(lives(mark));
}

int main(void)
{
	struct CMUnitTest tests[] = {
		BOTH(it_runs_and_sees_what_it_is_shown),
		BOTH(it_reads_nothing_else),
		BOTH(it_writes_nothing_else),
		BOTH(it_has_no_environment_and_no_descriptor),
		BOTH(it_has_no_rights),
		BOTH(it_kills_nobody),
		TEST(it_has_no_network),
		BOTH(nothing_of_it_lives_on),
	};

	leave_out(tests, sizeof(tests) / sizeof(tests[0]));
	return cmocka_run_group_tests_name("grade sandbox", tests, NULL, NULL);
}
