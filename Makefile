# SPDX-License-Identifier: MIT
# Pagelab: labs on how Linux places, shares, moves and accounts for memory pages.
#
#   make lab03 && ./check
#
# All products go to build/. `make help` lists the targets; V=1 shows commands.
#
# What is typed is made by the rules in mk/all.mk, in an environment of its own and under a lock
# that all commands share: mk/make reads the words once more.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables --no-print-directory
.SUFFIXES:
GOALS := $(or $(MAKECMDGOALS),help)

.PHONY: $(GOALS)
$(firstword $(GOALS)):
	+@exec mk/make --typed
$(filter-out $(firstword $(GOALS)),$(GOALS)): $(firstword $(GOALS)) ; @:
