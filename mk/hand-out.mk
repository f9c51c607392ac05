# SPDX-License-Identifier: MIT
# What a teacher hands out.

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
