# SPDX-License-Identifier: MIT
# For authors of labs: CONTRIBUTING, “Adding a lab”.

.PHONY: new-lab $(LAB_TARGETS:%=test-%)
#: make new-lab NAME=topic
#:                    a lab with the next free number, complete and tiny, to be changed
new-lab:
	$(Q)mkdir -p build
	$(Q)mk/new-lab '$(NAME)'

.PHONY: skeletons
#: make skeletons     generate the labs' skeleton.c from solutions/
skeletons:
	$(Q)for lab in $(LABS); do \
		awk -v solved=0 -f mk/skeleton.awk solutions/$$lab/exercise.c >build/skeleton.c && \
		{ cmp -s build/skeleton.c labs/$$lab/skeleton.c || \
		  { cp build/skeleton.c labs/$$lab/ && echo "  GEN     labs/$$lab/skeleton.c"; }; } || \
		exit 1; \
	done

#: make test-labNN    judge lab NN on both kernels: solution, prefixes, wrong programs
$(LAB_TARGETS:%=test-%): test-%: skeletons build/tests/e2e/test_labs host-programs
	$(Q)+$(both_kernels)
	$(Q)$(call unlocked,tests/run $(foreach kernel,$(KERNELS),\
		"VM_KERNEL=$(kernel) build/tests/e2e/test_labs $*"))

#: make picture       draw the pictures of README and book anew: docs/view.png, moment.png, watch.svg, step.svg
.PHONY: picture
picture: host-programs | build/.packages-browser
	$(Q)$(call unlocked,mk/picture)
