# SPDX-License-Identifier: MIT
# What a project publishes. Made and tried by hand: it takes minutes.

.PHONY: release
#: make release       packed images, the workbook, snapshots, sums and a list of all that is in
#:                    them, the same bytes for the same commit: build/release/
release: host-programs
	$(Q)+$(both_kernels)
	$(Q)$(call unlocked,mk/release build/release $(KERNELS))

.PHONY: test-container
#: make test-container
#:                    build the container and start it in many ways; needs root, podman, mmdebstrap
test-container:
	$(Q)$(call unlocked,tests/container)

.PHONY: test-hosts
#: make test-hosts    the set-up, all solutions and the unit tests in bare Debians, 12 and 13; needs
#:                    root, mmdebstrap, a network
test-hosts:
	$(Q)$(call unlocked,tests/chroots)

.PHONY: test-selftests
#: make test-selftests
#:                    the kernel's own tests of memory management in the machine's shell
test-selftests:
	$(Q)$(call unlocked,tests/selftests)
