// SPDX-License-Identifier: GPL-2.0-only
/*
 * interleave: stops threads where a module under test calls the kernel (interleave.h).
 *
 * The kernel's function tracer calls us at the begin of each function of the table. What it
 * calls is a part of the caller: it may even sleep here, for this kernel counts no disabled
 * preemption (CONFIG_PREEMPT_VOLUNTARY), and arm64 has no trampoline that could be freed under
 * a sleeper. On a kernel that counts, the module does not load.
 *
 * What checks a list before it is changed (CONFIG_DEBUG_LIST) is not traced, as all of lib/. There
 * a kprobe sends the thread to a function of ours, which goes on to the kernel's. Each use of a list
 * by anybody costs some microseconds meanwhile, so that it is armed while somebody may stop: has
 * the file open for writing.
 *
 * Documentation/trace/ftrace-uses.rst and kprobes.rst have the rules.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/ftrace.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "interleave.h"

#define UNDER_TEST "page_pin"

/*
 * In samples of two milliseconds or more. Where one thread of the host runs all CPUs in turn, a
 * thread that spins has a turn of a tenth of a second between any two.
 */
#define SAMPLES_ASLEEP 5	/* is asleep for a lock, not for a moment */
#define SAMPLES_RUNNING 20	/* has had its turns, and got nowhere */
#define SAMPLES_SPINNING 8	/* the same where a spinlock may be held */
#define SAMPLES_COMING 1500	/* will not come */
#define SAMPLES_FLUSHING 400	/* the module's exit waits for its work */
#define SAMPLES_AWAITED 50	/* a process waits for it */

enum { NEVER = -1, ALWAYS = -2 };

/*
 * What a module that pins may call. May the function sleep: never, always, or if this argument,
 * from 0 on, is a gfp_t that says so? All of them are exported, so that the loader knows where they
 * are; to have each looked up by its name takes as long as all else in a check. The address of what
 * this kernel lacks is NULL.
 */
#define CALLED(FUNCTION)                                                                      \
	FUNCTION(kmalloc_trace, 1)                                                            \
	FUNCTION(__kmalloc, 1)                                                                \
	FUNCTION(kvmalloc_node, 1)                                                            \
	FUNCTION(__kmalloc_cache_noprof, 1)                                                   \
	FUNCTION(__kmalloc_noprof, 1)                                                         \
	FUNCTION(__kvmalloc_node_noprof, 2)                                                   \
	FUNCTION(account_locked_vm, ALWAYS)                                                   \
	FUNCTION(pin_user_pages_fast, ALWAYS)                                                 \
	FUNCTION(pin_user_pages_unlocked, ALWAYS)                                             \
	FUNCTION(get_user_pages_fast, ALWAYS)                                                 \
	FUNCTION(get_user_pages_unlocked, ALWAYS)                                             \
	FUNCTION(unpin_user_pages, NEVER)                                                     \
	FUNCTION(unpin_user_page, NEVER)                                                      \
	FUNCTION(unpin_user_pages_dirty_lock, ALWAYS)                                         \
	FUNCTION(kvfree, NEVER)                                                               \
	FUNCTION(kfree, NEVER)                                                                \
	CALLED_LOCKED(FUNCTION)

/* These want mmap_lock. */
#define CALLED_LOCKED(FUNCTION)                                                               \
	FUNCTION(__account_locked_vm, NEVER)                                                  \
	FUNCTION(pin_user_pages, ALWAYS)                                                      \
	FUNCTION(pin_user_pages_remote, ALWAYS)                                               \
	FUNCTION(get_user_pages, ALWAYS)                                                      \
	FUNCTION(get_user_pages_remote, ALWAYS)

/* By a name of our own: some are macros in the kernel's headers, or are not there. */
#define DECLARE(symbol, sleeps) extern char at_##symbol[] __asm__(#symbol) __weak;
#define ROW(symbol, sleeps) {#symbol, sleeps},
#define ADDRESS(symbol, sleeps) (unsigned long)at_##symbol,

CALLED(DECLARE)

static const struct called {
	const char *name;
	int sleeps;
} functions[] = {CALLED(ROW)};

static DEFINE_SPINLOCK(meeting_lock); /* of what follows */
static DECLARE_WAIT_QUEUE_HEAD(meeting_changed);
static struct {
	struct task_struct *stopped;	/* thread 1: compared, never entered */
	struct task_struct *other;	/* thread 2, with a reference */
	unsigned int nth, nr_seen;
	bool at_stop, over, left;
	bool goes_on;	/* from a stop at a kprobe, which it comes by once more */
	int signal;	/* for thread 2 once it is asleep; 0 for none */
	struct interleave_meeting told;
} meeting;

static enum interleave_linger linger;
static struct task_struct *unloader;
static bool is_gone;
static struct interleave_findings findings;

static struct module *under_test; /* as long as it is there */
static atomic_t nr_callbacks;	  /* of it, for call_rcu(), since its last rcu_barrier() */

static bool is_under_test(unsigned long address)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, address);
	return strstr(name, "[" UNDER_TEST "]");
}

static const struct called *called_at(unsigned long ip, char *name)
{
	sprint_symbol_no_offset(name, ip);
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}

static unsigned long argument(struct ftrace_regs *fregs, int nth)
{
#ifdef CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS
	return ftrace_regs_get_argument(fregs, nth);
#else
	struct pt_regs *regs = ftrace_get_regs(fregs);

	return regs ? regs->regs[nth] : 0;
#endif
}

static bool may_sleep(const struct called *called, struct ftrace_regs *fregs)
{
	if (called->sleeps >= 0)
		return gfpflags_allow_blocking((__force gfp_t)argument(fregs, called->sleeps));
	return called->sleeps == ALWAYS;
}

/* Whoever holds a spinlock by spin_lock_irq() or spin_lock_bh() has to stay awake. */
static void pass_a_sample(void)
{
	if (irqs_disabled() || preempt_count())
		mdelay(2);
	else
		usleep_range(2000, 2500);
}

static bool is_asleep(struct task_struct *task)
{
	return READ_ONCE(task->__state) != TASK_RUNNING;
}

/* Thread 1 waits here for thread 2. */
static enum interleave_how wait_for_other(void)
{
	unsigned int nr_coming = 0, nr_running = 0, nr_asleep = 0,
		     enough = meeting.told.may_sleep ? SAMPLES_RUNNING : SAMPLES_SPINNING;

	while (!READ_ONCE(meeting.left)) {
		struct task_struct *other = READ_ONCE(meeting.other);

		pass_a_sample();
		if (!other) {
			if (++nr_coming > SAMPLES_COMING)
				return INTERLEAVE_ALONE;
			continue;
		}
		nr_asleep = is_asleep(other) ? nr_asleep + 1 : 0;
		if (nr_asleep > SAMPLES_ASLEEP) {
			if (!meeting.signal)
				return INTERLEAVE_ASLEEP;
			send_sig(meeting.signal, other, 1);
			meeting.signal = 0;
			nr_asleep = 0;
		}
		if (++nr_running > enough)
			return INTERLEAVE_RUNNING;
	}
	return INTERLEAVE_LEFT;
}

static void stop(const char *name, bool sleeps)
{
	strscpy(meeting.told.function, name, sizeof(meeting.told.function));
	meeting.told.may_sleep = sleeps;
	WRITE_ONCE(meeting.at_stop, true);
	wake_up(&meeting_changed);
	meeting.told.how = wait_for_other();
}

static void stop_traced(unsigned long ip, struct ftrace_regs *fregs)
{
	char name[KSYM_SYMBOL_LEN];
	const struct called *called = called_at(ip, name);

	if (called && meeting.nr_seen++ == meeting.nth)
		stop(name, may_sleep(called, fregs));
}

static int on_list_call(struct kprobe *probe, struct pt_regs *regs);

DECLARE(__list_add_valid, NEVER)
DECLARE(__list_add_valid_or_report, NEVER)
DECLARE(__list_del_entry_valid, NEVER)
DECLARE(__list_del_entry_valid_or_report, NEVER)

#define LIST_PROBE(symbol) {.addr = (kprobe_opcode_t *)at_##symbol, .pre_handler = on_list_call}

static struct kprobe list_probes[] = {
	LIST_PROBE(__list_add_valid),
	LIST_PROBE(__list_add_valid_or_report),
	LIST_PROBE(__list_del_entry_valid),
	LIST_PROBE(__list_del_entry_valid_or_report),
};
static struct kprobe *stopped_at;

/* Called by interleave_detour(): where to go on. */
unsigned long interleave_stop(void);
unsigned long interleave_stop(void)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol_no_offset(name, (unsigned long)stopped_at->addr);
	stop(name, false);
	meeting.goes_on = true;
	return (unsigned long)stopped_at->addr;
}

/* In place of the function: with its arguments, and to its caller. */
void interleave_detour(void);
asm(".pushsection .text\n"
    ".type interleave_detour, %function\n"
    "interleave_detour:\n"
    "	stp	x29, x30, [sp, #-80]!\n"
    "	mov	x29, sp\n"
    "	stp	x0, x1, [sp, #16]\n"
    "	stp	x2, x3, [sp, #32]\n"
    "	stp	x4, x5, [sp, #48]\n"
    "	stp	x6, x7, [sp, #64]\n"
    "	bl	interleave_stop\n"
    "	mov	x16, x0\n"
    "	ldp	x0, x1, [sp, #16]\n"
    "	ldp	x2, x3, [sp, #32]\n"
    "	ldp	x4, x5, [sp, #48]\n"
    "	ldp	x6, x7, [sp, #64]\n"
    "	ldp	x29, x30, [sp], #80\n"
    "	br	x16\n"
    ".size interleave_detour, . - interleave_detour\n"
    ".popsection\n");

static int on_list_call(struct kprobe *probe, struct pt_regs *regs)
{
	if (current != READ_ONCE(meeting.stopped) || !is_under_test(regs->regs[30]))
		return 0;
	if (meeting.goes_on) {
		meeting.goes_on = false;
		return 0;
	}
	if (meeting.nr_seen++ != meeting.nth)
		return 0;
	stopped_at = probe;
	regs->pc = (unsigned long)interleave_detour;
	return 1;
}

/* Somebody's call waits, and not even a signal ends that: perhaps for the work of a kernel
 * thread, as flush_work() does. */
static bool is_awaited(void)
{
	struct task_struct *group, *task;
	bool ret = false;

	rcu_read_lock();
	for_each_process_thread(group, task)
		if (!(task->flags & PF_KTHREAD) &&
		    READ_ONCE(task->__state) & TASK_UNINTERRUPTIBLE)
			ret = true;
	rcu_read_unlock();
	return ret;
}

/* A kernel thread waits here. If its code goes meanwhile it can never return. */
static void outlive(void)
{
	unsigned int nr_asleep = 0, nr_awaited = 0;

	while (READ_ONCE(linger) != INTERLEAVE_GO_ON && !READ_ONCE(is_gone)) {
		struct task_struct *task = READ_ONCE(unloader);

		pass_a_sample();
		nr_asleep = task && is_asleep(task) ? nr_asleep + 1 : 0;
		nr_awaited = !task && is_awaited() ? nr_awaited + 1 : 0;
		if (nr_asleep > SAMPLES_FLUSHING || nr_awaited > SAMPLES_AWAITED)
			return;
	}
	if (!READ_ONCE(is_gone))
		return;
	findings.nr_left_behind++;
	for (;;)
		schedule_timeout_uninterruptible(MAX_SCHEDULE_TIMEOUT);
}

static void on_call(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
		    struct ftrace_regs *fregs)
{
	bool is_worker = current->flags & PF_KTHREAD && READ_ONCE(linger) != INTERLEAVE_GO_ON;

	/* In an interrupt, `current` is whoever was interrupted: it calls nothing. */
	if (!in_task() || (current != READ_ONCE(meeting.stopped) && !is_worker))
		return;
	if (!is_under_test(parent_ip))
		return;
	if (is_worker)
		outlive();
	else
		stop_traced(ip, fregs);
}

static void on_locked_call(unsigned long ip, unsigned long parent_ip,
			   struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (!current->mm || rwsem_is_locked(&current->mm->mmap_lock) ||
	    !is_under_test(parent_ip))
		return;
	sprint_symbol_no_offset(findings.bare, ip);
}

/* A callback is the module's code, which call_rcu() calls some time later. */
static void on_call_rcu(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			struct ftrace_regs *fregs)
{
	struct module *module = READ_ONCE(under_test);

	if (module && within_module(parent_ip, module) &&
	    within_module(argument(fregs, 1), module))
		atomic_inc(&nr_callbacks);
}

static void on_rcu_barrier(unsigned long ip, unsigned long parent_ip,
			   struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	struct module *module = READ_ONCE(under_test);

	if (module && within_module(parent_ip, module))
		atomic_set(&nr_callbacks, 0);
}

static struct ftrace_ops calls = {
	.func = on_call,
	.flags = FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED,
};

static struct ftrace_ops locked_calls = {
	.func = on_locked_call,
};

static struct ftrace_ops rcu_calls = {
	.func = on_call_rcu,
	.flags = FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED,
};

static struct ftrace_ops rcu_barriers = {
	.func = on_rcu_barrier,
};

static void forget_other(void)
{
	if (meeting.other)
		put_task_struct(meeting.other);
	meeting.other = NULL;
}

static void begin(unsigned int nth)
{
	spin_lock(&meeting_lock);
	forget_other();
	memset(&meeting, 0, sizeof(meeting));
	meeting.nth = nth;
	WRITE_ONCE(meeting.stopped, current);
	spin_unlock(&meeting_lock);
}

static int join(int signal)
{
	int err = wait_event_killable(meeting_changed, READ_ONCE(meeting.at_stop) ||
					      READ_ONCE(meeting.over));

	if (err)
		return err;
	if (!READ_ONCE(meeting.at_stop))
		return -ENOENT;
	spin_lock(&meeting_lock);
	forget_other();
	meeting.signal = signal;
	WRITE_ONCE(meeting.other, get_task_struct(current));
	spin_unlock(&meeting_lock);
	return 0;
}

static int end(void __user *arg)
{
	struct interleave_meeting told;

	WRITE_ONCE(meeting.stopped, NULL);
	told = meeting.told;
	WRITE_ONCE(meeting.over, true);
	wake_up(&meeting_changed);
	return copy_to_user(arg, &told, sizeof(told)) ? -EFAULT : 0;
}

static int set_linger(unsigned long how)
{
	if (how > INTERLEAVE_OUTLIVE)
		return -EINVAL;
	WRITE_ONCE(is_gone, false);
	WRITE_ONCE(unloader, how == INTERLEAVE_OUTLIVE ? current : NULL);
	WRITE_ONCE(linger, how);
	return 0;
}

static long interleave_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case INTERLEAVE_BEGIN:
		begin(arg);
		return 0;
	case INTERLEAVE_JOIN:
		return join(arg);
	case INTERLEAVE_LEAVE:
		WRITE_ONCE(meeting.left, true);
		return 0;
	case INTERLEAVE_END:
		return end((void __user *)arg);
	case INTERLEAVE_LINGER:
		return set_linger(arg);
	case INTERLEAVE_FINDINGS:
		return copy_to_user((void __user *)arg, &findings, sizeof(findings)) ? -EFAULT
										     : 0;
	default:
		return -ENOTTY;
	}
}

/* Before init; and after exit, before the memory goes. */
static int on_module(struct notifier_block *block, unsigned long state, void *arg)
{
	struct module *module = arg;

	if (strcmp(module->name, UNDER_TEST))
		return NOTIFY_DONE;
	if (state == MODULE_STATE_COMING) {
		atomic_set(&nr_callbacks, 0);
		WRITE_ONCE(under_test, module);
	}
	if (state != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	WRITE_ONCE(under_test, NULL);
	findings.nr_callbacks += atomic_read(&nr_callbacks);
	if (READ_ONCE(linger) == INTERLEAVE_OUTLIVE) {
		WRITE_ONCE(is_gone, true);
		msleep(20); /* so that nobody is on the way back into it */
	}
	return NOTIFY_DONE;
}

static struct notifier_block modules = {.notifier_call = on_module};

static int interleave_open(struct inode *inode, struct file *filp)
{
	int err = 0;

	if (!(filp->f_mode & FMODE_WRITE))
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(list_probes) && !err; i++)
		if (list_probes[i].addr)
			err = enable_kprobe(&list_probes[i]);
	return err;
}

static int interleave_release(struct inode *inode, struct file *filp)
{
	if (!(filp->f_mode & FMODE_WRITE))
		return 0;
	WRITE_ONCE(meeting.stopped, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(list_probes); i++)
		if (list_probes[i].addr)
			disable_kprobe(&list_probes[i]);
	return 0;
}

static const struct file_operations interleave_fops = {
	.owner = THIS_MODULE,
	.open = interleave_open,
	.release = interleave_release,
	.unlocked_ioctl = interleave_ioctl,
};

static struct miscdevice interleave_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "interleave",
	.fops = &interleave_fops,
};

/* -ENOENT: none of them is there. Without any filter all functions would be watched. */
static int watch(struct ftrace_ops *ops, unsigned long *addresses, size_t nr)
{
	size_t nr_there = 0;

	for (size_t i = 0; i < nr; i++)
		if (addresses[i])
			addresses[nr_there++] = addresses[i];
	return nr_there ? ftrace_set_filter_ips(ops, addresses, nr_there, 0, 0) : -ENOENT;
}

/* This kernel has one name or the other; the rest keeps no address. */
static int probe_lists(void)
{
	int nr = 0;

	for (size_t i = 0; i < ARRAY_SIZE(list_probes); i++) {
		list_probes[i].flags = KPROBE_FLAG_DISABLED;
		if (register_kprobe(&list_probes[i]))
			list_probes[i].addr = NULL;
		else
			nr++;
	}
	return nr ? 0 : -ENOENT;
}

DECLARE(call_rcu, NEVER)
DECLARE(rcu_barrier, ALWAYS)

static int watch_all(void)
{
	/* Of what may not be there, the loader knows no address but in data. */
	static unsigned long called[] = {CALLED(ADDRESS)};
	static unsigned long called_locked[] = {CALLED_LOCKED(ADDRESS)};
	static unsigned long called_rcu[] = {ADDRESS(call_rcu, NEVER)};
	static unsigned long called_barrier[] = {ADDRESS(rcu_barrier, ALWAYS)};
	const struct {
		struct ftrace_ops *ops;
		unsigned long *addresses;
		size_t nr;
	} watched[] = {{&calls, called, ARRAY_SIZE(called)},
		       {&locked_calls, called_locked, ARRAY_SIZE(called_locked)},
		       {&rcu_calls, called_rcu, ARRAY_SIZE(called_rcu)},
		       {&rcu_barriers, called_barrier, ARRAY_SIZE(called_barrier)}};
	size_t nr = 0;
	int err = 0;

	for (; nr < ARRAY_SIZE(watched); nr++) {
		err = watch(watched[nr].ops, watched[nr].addresses, watched[nr].nr);
		if (!err)
			err = register_ftrace_function(watched[nr].ops);
		if (err)
			break;
	}
	while (err && nr--)
		unregister_ftrace_function(watched[nr].ops);
	return err;
}

static int __init interleave_init(void)
{
	int err;

	if (IS_ENABLED(CONFIG_PREEMPT_COUNT))
		return -EOPNOTSUPP;
	err = probe_lists();
	if (err)
		return err;
	err = register_module_notifier(&modules);
	if (err)
		return err;
	err = watch_all();
	if (!err) {
		err = misc_register(&interleave_device);
		if (!err)
			return 0;
		unregister_ftrace_function(&rcu_barriers);
		unregister_ftrace_function(&rcu_calls);
		unregister_ftrace_function(&locked_calls);
		unregister_ftrace_function(&calls);
	}
	unregister_module_notifier(&modules);
	return err;
}
module_init(interleave_init);

/* No exit: a thread may be asleep in here. The machine that loads it ends with the check. */

MODULE_DESCRIPTION("Makes threads meet inside a module under test");
MODULE_AUTHOR("Pagelab");
MODULE_LICENSE("GPL");
