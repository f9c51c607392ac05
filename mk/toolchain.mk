# SPDX-License-Identifier: MIT
# Compilers and flags. Three kinds of object live under build/:
#   build/vm      aarch64, against the image's sysroot, for the guest
#   build/native  this machine, for tests and ./check --native
#   build/host    this machine, the programs behind ./check and ./run

CROSS ?= aarch64-linux-gnu-
VM_CC ?= $(CROSS)gcc
HOST_CC ?= gcc
SYSROOT := $(IMAGE)/sysroot

# The modules' headers for programs.
KMOD_INCLUDES := $(addprefix -I,$(wildcard kmod/*))
# What an exercise includes by its bare name, and what a checker does.
LAB_INCLUDES := -I. -Icommon/lab -Icommon/kernel
CHECK_INCLUDES := $(LAB_INCLUDES) -Icommon/judge
WARN := -Wall -Wextra $(if $(WERROR),-Werror)
CFLAGS_ALL := -std=gnu17 -g $(WARN) -D_GNU_SOURCE -I. $(KMOD_INCLUDES) -MMD -MP
VM_CFLAGS := $(CFLAGS_ALL) -O2 -fno-omit-frame-pointer --sysroot=$(SYSROOT)
NATIVE_CFLAGS := $(CFLAGS_ALL) -O1 -fno-omit-frame-pointer $(SANITIZE)
HOST_CFLAGS := $(CFLAGS_ALL) -O2

# Learners' code: readable in a debugger, at fixed addresses so that a crash
# names its source line, and never with -Werror.
EXERCISE_CFLAGS := -std=gnu17 -D_GNU_SOURCE $(LAB_INCLUDES) $(KMOD_INCLUDES) -g -O1 -Wall -Wextra \
	-fno-omit-frame-pointer -fno-pie

V ?= 0
Q := $(if $(filter 0,$(V)),@)
say = $(if $(filter 0,$(V)),@printf '  %-8s%s\n' '$(1)' '$(2)',@:)
