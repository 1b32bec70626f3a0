/* SPDX-License-Identifier: MIT */
/* format.h - what kind of file this is, by its first bytes and by its name.
 *
 * Purpose    Recognises the compressions we read, and names the formats that
 *            are not CSV, so that an error can say what was found instead.
 * Units      Bytes.
 * Ownership  Names are string constants.
 * Errors     What is not recognised is plain text; a name for an output that
 *            promises another format is wrong usage.
 * Method     Magic bytes; those of gzip and zstd with one bit wrong are named
 *            as damaged. A name decides only how output is written.
 */
#ifndef IO_FORMAT_H
#define IO_FORMAT_H

#include "base/slice.h"
#include "base/trouble.h"

enum coding { CODING_PLAIN, CODING_GZIP, CODING_ZSTD };

/* How many bytes of a file are enough for the functions below. */
enum { FORMAT_HEAD_BYTES = 512 };

/* The compression of a file that begins with HEAD. */
enum coding format_coding(struct slice head);

/* The name of a format that is not CSV ("xz", "zip or xlsx", "Parquet",
 * "UTF-16" ...) for a file that begins with HEAD; NULL if it may be CSV. */
const char *format_not_csv(struct slice head);

/* The compression that a file name asks for: .gz, .zst, else plain. */
enum coding format_of_name(struct slice name);

/* Refuses a PATH whose ending promises a format that nobody here writes, such
 * as Parquet or bzip2: ST_USAGE. */
enum status format_check_written(const char *path, struct trouble *trouble);

/* NAME without the ending of its compression. */
struct slice format_stem(struct slice name);

/* "plain", "gzip" or "zstd". */
const char *format_text(enum coding coding);

#endif
