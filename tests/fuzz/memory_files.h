/* SPDX-License-Identifier: MIT */
/* memory_files.h - sources and sinks whose files are texts in memory.
 *
 * Purpose    A draw reads and writes without touching a file system.
 * Units      Bytes.
 * Ownership  memory_source() and memory_sink() make; source_free() and
 *            sink_free() free. The texts of sources stay the caller's.
 * Errors     A file that is not there is ST_SYSTEM, as elsewhere.
 * Method     memory_files.c defines the functions of io/source.h and io/sink.h;
 *            a program that links it has no others.
 */
#ifndef TESTS_FUZZ_MEMORY_FILES_H
#define TESTS_FUZZ_MEMORY_FILES_H

#include "base/slice.h"
#include "io/sink.h"
#include "io/source.h"

/* A source called NAME; as a file, or as a pipe, which cannot be sought. */
struct source *memory_source(const char *name, struct slice text, bool is_pipe);

/* What source_open() gives for every name from now on; bytes of NULL: nothing.
 */
void memory_files_is(struct slice text);

struct sink *memory_sink(void);

/* What was written; valid as long as the sink. */
struct slice memory_sink_text(const struct sink *sink);

#endif
