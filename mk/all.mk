# SPDX-License-Identifier: MIT
# The workbook's rules, for mk/make, which gives them their environment and the lock.

# No rule of make's own is used here, and looking each file up in them takes longer than all
# else.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DEFAULT_GOAL := help

# ./check and ./run read the default, which depends on the host's release, from a file. GNU make 4.3 takes
# the last newline away from some files that it reads and not from others: blanks are not compared.
ifndef VM_KERNEL
HOST_RELEASE := $(file </etc/os-release)
ifeq ($(strip $(HOST_RELEASE)),$(strip $(file <build/.host-release)))
VM_KERNEL := $(file <build/default-kernel)
endif
endif
ifndef VM_KERNEL
VM_KERNEL := $(shell mkdir -p build && vm/image/image kernel)
$(file >build/default-kernel,$(VM_KERNEL))
$(file >build/.host-release,$(HOST_RELEASE))
endif
export VM_KERNEL

include mk/places.mk

# What ./check, ./run and ./grade ask for needs no tests, no book, and nothing that was compiled for this
# host's own kernel. To read all of that would take make nearly as long as the rest of its work.
WANTS_MORE := $(filter-out host-programs grade-program build-lab build-parts,$(or $(MAKECMDGOALS),help))

include mk/toolchain.mk
include mk/rules.mk
include mk/vm.mk
include mk/kmod.mk
include mk/labs.mk
include mk/class.mk
# A class's template has none of them.
ifneq ($(WANTS_MORE),)
-include mk/book.mk mk/hand-out.mk mk/tests.mk mk/author.mk mk/publish.mk
endif

.PHONY: help clean distclean FORCE
# What depends on it looks for itself whether there is anything to do.
FORCE:

help:
	@sed -n 's/^#: //p' $(wildcard mk/labs.mk mk/book.mk mk/class.mk mk/hand-out.mk mk/tests.mk mk/author.mk mk/publish.mk mk/vm.mk) mk/all.mk

#: make clean         remove build/, and nothing else
clean:
	rm -rf build

# Recipes that start the workbook's own commands give the lock back meanwhile.
unlocked = flock -u 9; status=0; env -u MAKEFLAGS -u MAKELEVEL $(1) 9<&- || status=$$?; \
	flock 9; exit $$status

#: make distclean     also remove the images and snapshots in the cache
distclean: clean
	vm/image/image remove
