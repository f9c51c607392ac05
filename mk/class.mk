# SPDX-License-Identifier: MIT
# Handing in, and machines for a class. The template that students get has this file, too.

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
