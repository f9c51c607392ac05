# SPDX-License-Identifier: MIT
# Handing out and handing in. The template that students get has this file, too.

.PHONY: handin
#: make handin        check what you have begun, and pack it: build/handin.tar.gz
handin: host-programs
	$(Q)$(call unlocked,mk/handin build/handin.tar.gz)

# All that ./grade would build for these labs, once instead of with the first submission.
.PHONY: grade-ready
grade-ready: grade-program vm-initrd kmod $(if $(ONLY),$(filter build/vm/labs/$(ONLY:lab%=%)-%,\
	$(LABS:%=build/vm/labs/%/check)),$(LABS:%=build/vm/labs/%/check))

# All that learners' commands build.
.PHONY: share-ready
share-ready: host-programs vm-initrd kmod $(LABS:%=build/vm/labs/%/check)

.PHONY: vm-share
#: make vm-share      a machine for all users of this host, made once: DIR=/var/lib/pagelab
vm-share:
	$(Q)$(call unlocked,mk/share '$(DIR)' $(ONLY))

ifneq ($(wildcard mk/student-dist),)
.PHONY: student-dist
#: make student-dist  a template for a class, without solutions: build/pagelab-student.tar.gz; with
#:                    CLASSROOM=yes also what GitHub Classroom runs
student-dist: build/template-book/index.html build/template-book/pagelab.pdf
	$(Q)$(call unlocked,CLASSROOM='$(CLASSROOM)' ONLY='$(ONLY)' SEED='$(SEED)' mk/student-dist \
		build/pagelab-student.tar.gz)
	@ls build/pagelab-student.tar.gz

.PHONY: gradescope
#: make gradescope    an autograder for Gradescope: build/pagelab-gradescope.zip; ONLY=lab03, SEED=N
gradescope: vm-dist | build/.packages-gradescope
	$(Q)$(call unlocked,ONLY='$(ONLY)' SEED='$(SEED)' mk/gradescope build/pagelab-gradescope.zip \
		build/pagelab-vm-$(VM_KERNEL).tar.xz)
endif
