# SPDX-License-Identifier: MIT
# Handing out and handing in. The template that students get has this file, too.

.PHONY: handin
#: make handin        check what you have begun, and pack it: build/handin.tar.gz
handin: host-programs
	$(Q)mk/handin build/handin.tar.gz

ifneq ($(wildcard mk/student-dist),)
.PHONY: student-dist
#: make student-dist  a template for a class, without solutions: build/pagelab-student.tar.gz
student-dist: book
	$(Q)mk/student-dist build/pagelab-student.tar.gz
	@ls build/pagelab-student.tar.gz
endif
