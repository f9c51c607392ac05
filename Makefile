# SPDX-License-Identifier: MIT
# Pagelab: labs on how Linux places, shares, moves and accounts for memory pages.
#
#   make lab03 && ./check
#
# All products go to build/. `make help` lists the targets; V=1 shows commands.

# No rule of make's own is used here, and looking each file up in them takes longer than all
# else.
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

# ./check and ./run read the default, which depends on the host's release, from a file.
ifndef VM_KERNEL
VM_KERNEL := $(shell mkdir -p build && vm/image/image kernel)
$(file >build/default-kernel,$(VM_KERNEL))
endif
export VM_KERNEL

include mk/toolchain.mk
include mk/rules.mk
include mk/vm.mk
include mk/kmod.mk
include mk/labs.mk
include mk/class.mk
# A class's template has neither.
-include mk/book.mk mk/tests.mk

.DEFAULT_GOAL := help
.PHONY: help clean distclean

help:
	@sed -n 's/^#: //p' $(wildcard mk/labs.mk mk/book.mk mk/class.mk mk/tests.mk mk/vm.mk) Makefile

#: make clean         remove build/, and nothing else
clean:
	rm -rf build

#: make distclean     also remove the images and snapshots in the cache
distclean: clean
	vm/image/image remove
