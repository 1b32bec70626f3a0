# SPDX-License-Identifier: MIT
# A manual page is what the program says of itself (--help, --version) plus
# man/PROGRAM.x. It is made where help2man is, and shipped in a release, so that
# nobody else needs it. It is as old as its sources, not as the program (which
# only has to be there first), so that a release's page is not made again.
combiner_page_sources = man/combiner.x configure.ac \
	$(src_combiner_SOURCES) $(src_ui_libui_a_SOURCES)
sampler_page_sources = man/sampler.x configure.ac $(src_sampler_SOURCES) \
	$(src_ui_libui_a_SOURCES)
splitter_page_sources = man/splitter.x configure.ac $(src_splitter_SOURCES) \
	$(src_ui_libui_a_SOURCES)
man_pages = man/combiner.1 man/sampler.1 man/splitter.1

# Written by hand, of both programs.
man7_MANS = man/sampler-promises.7

EXTRA_DIST += man/combiner.x man/sampler.x man/splitter.x $(man_pages) $(man7_MANS)
MAINTAINERCLEANFILES += $(man_pages)

if HAVE_PAGE
man1_MANS += $(man_pages)
endif

# program: of the page that is made now.
program = `basename $@ .1`

if HAVE_HELP2MAN
page_programs = src/combiner$(EXEEXT) src/sampler$(EXEEXT) \
	src/splitter$(EXEEXT)
make_page = $(AM_V_GEN)$(MKDIR_P) man && \
	$(HELP2MAN) --no-info --version-string='$(VERSION)' \
	  --include=$(srcdir)/man/$(program).x \
	  --output=$@.new src/$(program)$(EXEEXT) && \
	mv $@.new $@
else
make_page = @if test -f $(srcdir)/man/$(program).1; then \
	  echo "man/$(program).1 may be out of date: help2man is missing" >&2; \
	else \
	  echo "man/$(program).1 needs the Debian package help2man" >&2; exit 1; \
	fi
endif

man/combiner.1: $(combiner_page_sources) | $(page_programs)
	$(make_page)
man/sampler.1: $(sampler_page_sources) | $(page_programs)
	$(make_page)
man/splitter.1: $(splitter_page_sources) | $(page_programs)
	$(make_page)
