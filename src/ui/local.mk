# SPDX-License-Identifier: MIT
# Floor 3: all that people see.
noinst_LIBRARIES += src/ui/libui.a

ui_libs = src/ui/libui.a $(base_libs)

src_ui_libui_a_SOURCES = \
	src/ui/common_options.c src/ui/common_options.h \
	src/ui/message.c src/ui/message.h \
	src/ui/options.c src/ui/options.h \
	src/ui/program.c src/ui/program.h \
	src/ui/progress.c src/ui/progress.h
