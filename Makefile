# SPDX-License-Identifier: MIT
# Pagelab: labs on how Linux places, shares, moves and accounts for memory pages.
#
#   make lab03 && ./check
#
# All products go to build/. `make help` lists the targets; V=1 shows commands.

ifndef VM_KERNEL
VM_KERNEL := $(shell vm/image kernel)
endif
export VM_KERNEL

include mk/toolchain.mk
include mk/rules.mk
include mk/vm.mk
include mk/labs.mk
include mk/tests.mk

.DEFAULT_GOAL := help
.PHONY: help clean distclean

help:
	@sed -n 's/^#: //p' $(MAKEFILE_LIST)

#: make clean         remove build/, and nothing else
clean:
	rm -rf build

#: make distclean     also remove the images and snapshots in the cache
distclean: clean
	vm/image remove
