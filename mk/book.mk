# SPDX-License-Identifier: MIT
# The book: a page a chapter with a search, all on one page, and a PDF. Chapters are found
# by their names (labs/NN-topic/chapter.adoc); the front matter is in docs/.

BOOK := build/book
LUNR ?= /usr/share/javascript/lunr/lunr.min.js
# In the order in which they build on each other; what is not in labs/order comes after.
CHAPTERS := $(foreach lab,$(file <labs/order),$(wildcard labs/$(lab)-*/chapter.adoc))
CHAPTERS += $(filter-out $(CHAPTERS),$(sort $(wildcard labs/[0-9]*/chapter.adoc)))
GUIDES := $(CHAPTERS:chapter.adoc=guide.txt)
PLOTS := $(patsubst labs/%.gp,build/plots/%.svg,$(wildcard labs/[0-9]*/*.gp))
BOOK_SOURCES := $(filter-out $(wildcard labs/*/exercise.c*),$(wildcard docs/*.* docs/*/* \
	labs/[0-9]*/*.* labs/[0-9]*/*/* solutions/*/*))
BOOK_MADE := $(addprefix $(BOOK)/,labs.adoc names.adoc files.adoc order.adoc objectives.adoc \
	claims.adoc)
BOOK_FLAGS = --failure-level=WARN -a "build=$$PWD/$(BOOK)" -a "root=$$PWD" \
	-a "revnumber=$$(mk/version)" -a "revdate=$$(git log -1 --format=%cs 2>/dev/null || \
	date -u -r docs/book.adoc +%F)" -r ./docs/theme/listings.rb -r ./docs/theme/figures.rb
BOOK_PAGE := $(wildcard docs/theme/page/*.*)
# What draws a run is the same as on the page of --view. Between braces, names are no others' names.
BOOK_DRAWS := $(addprefix grader/view/,record.js grid.js moment.js) $(addprefix docs/theme/page/figures/,\
	player.js run.js fork.js compaction.js buddy.js follow.js pagemap.js)
BOOK_STARTS := docs/theme/page/figures/start.js
BOOK_STYLE := docs/theme/page/book.css grader/view/moment.css docs/theme/page/figures/figures.css
FIGURES := build/figures/made

.PHONY: book
#: make book          the book: build/book/index.html, pagelab.html (one page), pagelab.pdf
book: $(BOOK)/index.html $(BOOK)/pagelab.pdf
	@ls $(BOOK)/index.html $(BOOK)/pagelab.html $(BOOK)/pagelab.pdf

# What is found by name: the chapters, and {lab03} for each, a link.
$(BOOK)/labs.adoc: $(CHAPTERS) $(GUIDES) labs/order mk/book.mk
	$(Q)mkdir -p $(@D)
	$(Q)for chapter in $(CHAPTERS); do \
		lab=$${chapter%/chapter.adoc}; number=$${lab#labs/}; number=$${number%%-*}; \
		topic=$$(sed -n 's/^topic: //p' $$lab/guide.txt); \
		printf '\n:imagesdir: {root}/%s\n:idprefix: lab%s-\n\n[#lab%s,role=lab,topic="%s"]\n' \
			$$lab $$number $$number "$$topic"; \
		printf 'include::{root}/%s[leveloffset=+1]\n' $$chapter; \
	done >$@

# The figures that are alive in a browser, as drawings.
$(FIGURES): $(CHAPTERS) $(wildcard labs/*/recorded/*.record.json) $(BOOK_DRAWS) $(BOOK_STYLE) mk/book-figures | build/.packages-book
	$(Q)mkdir -p $(@D)
	$(Q)mk/book-figures $(@D) $(BOOK_STYLE) $(BOOK_DRAWS) $(CHAPTERS) && touch $@

# A figure's words are in its chapter, its numbers in recorded/.
$(PLOTS): build/plots/%.svg: labs/%.gp docs/theme/plot.gp mk/plot | build/.packages-book
	$(Q)mk/plot $< $@
.SECONDEXPANSION:
$(PLOTS): $$(wildcard labs/$$(notdir $$(@D))/recorded/*) labs/$$(notdir $$(@D))/chapter.adoc

$(BOOK)/files.adoc: $(BOOK_SOURCES) mk/files-index
	$(Q)mkdir -p $(@D)
	$(Q)mk/files-index >$@

$(BOOK)/names.adoc: $(CHAPTERS) mk/book.mk
	$(Q)mkdir -p $(@D)
	$(Q)for lab in $(patsubst labs/%/chapter.adoc,%,$(CHAPTERS)); do \
		number=$${lab%%-*}; echo ":lab$$number: <<lab$$number,$$number>>"; \
	done >$@

# Tables of what each lab says of itself, in the labs' order and in that of their numbers.
$(BOOK)/order.adoc: $(GUIDES) labs/order mk/guide.awk
	$(Q)mkdir -p $(@D)
	$(Q)awk -v table=order -f mk/guide.awk $(GUIDES) >$@

$(BOOK)/objectives.adoc: $(GUIDES) mk/guide.awk
	$(Q)mkdir -p $(@D)
	$(Q)awk -v table=objectives -f mk/guide.awk $(sort $(GUIDES)) >$@

$(BOOK)/claims.adoc: $(sort $(wildcard labs/[0-9]*/check.c)) mk/claims.awk
	$(Q)mkdir -p $(@D)
	$(Q)awk -v table=yes -f mk/claims.awk $(filter %.c,$^) >$@

# The book of a class's template has no pages for teachers, and names no file that is not there.
TEMPLATE_BOOK := build/template-book
$(TEMPLATE_BOOK)/%: BOOK_FLAGS += -a template

$(BOOK)/index.html $(TEMPLATE_BOOK)/index.html: $(BOOK_MADE) $(PLOTS) $(FIGURES) $(BOOK_SOURCES) $(BOOK_PAGE) \
		$(BOOK_DRAWS) $(BOOK_STARTS) $(BOOK_STYLE) mk/book.mk mk/search-index | build/.packages-book
	$(call say,BOOK,$@)
	$(Q)mkdir -p $(@D) && rm -f $(@D)/*.html $(@D)/*.js
	$(Q)cp $(LUNR) docs/theme/page/page.js $(@D)
	$(Q)cat $(BOOK_STYLE) >$(@D)/book.css
	$(Q){ echo '"use strict"; {' && cat $(BOOK_DRAWS) $(BOOK_STARTS) && echo '}'; } >$(@D)/figures.js
	$(Q)rm -rf $(@D)/figures && cp -r $(dir $(FIGURES)) $(@D)/figures && rm $(@D)/figures/made
	$(Q)cat docs/theme/page/words.js docs/theme/page/search.js >$(@D)/search.js
	$(Q)asciidoctor $(BOOK_FLAGS) -r ./docs/theme/pages.rb -b pages -o $@ docs/book.adoc
	$(Q)mk/search-index $(LUNR) docs/theme/page/words.js $(@D)/sections.json >$(@D)/index.js

$(BOOK)/pagelab.pdf $(TEMPLATE_BOOK)/pagelab.pdf: $(BOOK_MADE) $(PLOTS) $(FIGURES) $(BOOK_SOURCES) mk/book.mk | \
		build/.packages-book
	$(call say,BOOK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)asciidoctor-pdf $(BOOK_FLAGS) -a compress -r ./docs/theme/paper.rb -a pdf-theme=docs/theme/pdf.yml \
		-o $@ docs/book.adoc

# The folders whose transcripts say where they are typed.
RECORDED ?= $(patsubst %/recorded/commands,%,$(wildcard labs/*/recorded/commands \
	docs/recorded/commands))

.PHONY: record
#: make record        record the book's transcripts again; RECORDED=labs/02-fork-cow: those of one
record: host-programs | build/.packages-book
	$(Q)$(call unlocked,mk/record $(RECORDED))
