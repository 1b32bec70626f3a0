# SPDX-License-Identifier: MIT
# The manual page is what the program says of itself (--help, --version) plus
# man/sampler.x. It is made where help2man is, and shipped in a release, so
# that nobody else needs it. It is as old as its sources, not as the program
# (which only has to be there first), so that a release's page is not made again.
man_sources = man/sampler.x configure.ac $(src_sampler_SOURCES) \
	$(src_ui_libui_a_SOURCES)

EXTRA_DIST += man/sampler.x man/sampler.1
MAINTAINERCLEANFILES += man/sampler.1

if HAVE_PAGE
man1_MANS += man/sampler.1
endif

if HAVE_HELP2MAN
man/sampler.1: $(man_sources) | src/sampler$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && \
	$(HELP2MAN) --no-info --version-string='$(VERSION)' \
	  --include=$(srcdir)/man/sampler.x \
	  --output=$@.new src/sampler$(EXEEXT) && \
	mv $@.new $@
else
man/sampler.1: $(man_sources)
	@if test -f $(srcdir)/man/sampler.1; then \
	  echo 'man/sampler.1 may be out of date: help2man is missing' >&2; \
	else \
	  echo 'man/sampler.1 needs the Debian package help2man' >&2; exit 1; \
	fi
endif
