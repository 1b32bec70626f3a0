/* SPDX-License-Identifier: MIT */
/* splitter_table.h - the options of splitter, one by one.
 *
 * Purpose    The table that is parser, --help and manual page; a part of
 *            splitter_options.c.
 * Units      None.
 * Ownership  Constant.
 * Errors     None.
 * Method     argp; the number at the end of a line is its group.
 */
#ifndef SPLITTER_TABLE_H
#define SPLITTER_TABLE_H

#include <argp.h>

#include "ui/options.h"

enum {
    OPTION_BY = OPTION_OWN,
    OPTION_GROUPS,
    OPTION_UNIT,
    OPTION_SEED,
    OPTION_ROWS,
    OPTION_PARTS,
    OPTION_LEVELS,
    OPTION_MISSING,
    OPTION_INVALID,
    OPTION_OTHER,
    OPTION_DATE_FORMAT,
    OPTION_YEAR_START,
    OPTION_MANIFEST,
    OPTION_FORCE,
    OPTION_DRY_RUN,
    OPTION_MAX_CHUNKS,
    OPTION_MEMORY,
    OPTION_TMPDIR,
    OPTION_THREADS
};

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "Which chunk a record goes to:", 1},
    {"by", OPTION_BY, "KEY", 0,
     "a chunk for each value of KEY: a column, COL or value:COL, year:COL, "
     "quarter:COL or month:COL of a date, outcome:COL, or rule:RULE; NAME=KEY "
     "names it (may be repeated)",
     1},
    {"groups", OPTION_GROUPS, "K", 0, "K random groups of whole units", 1},
    {"unit", OPTION_UNIT, "COL", 0, "the column that tells units apart", 1},
    {"seed", OPTION_SEED, "S", 0,
     "make the groups of seed S, below 2^64 (default: one chosen by chance)",
     1},
    {"rows", OPTION_ROWS, "M", 0, "consecutive chunks of M records", 1},
    {"parts", OPTION_PARTS, "K", 0, "K consecutive parts of equal bytes", 1},
    {NULL, 0, NULL, 0, "Values:", 2},
    {"levels", OPTION_LEVELS, "NAME=LIST", 0,
     "make exactly the chunks of the values in LIST, such as a,b,c or "
     "2016..2024, for the key NAME (may be repeated; so may --missing, "
     "--invalid and --other, which speak of one key with NAME= in front)",
     2},
    {"missing", OPTION_MISSING, "WHAT", 0,
     "take a missing cell for an error (the default), drop its record, or put "
     "it into the chunk called WHAT; an outcome is meant with NAME= only",
     2},
    {"invalid", OPTION_INVALID, "WHAT", 0,
     "put what is no date into the chunk called WHAT, or drop it (default: "
     "error); the same, with NAME= only, for an outcome or a rule",
     2},
    {"other", OPTION_OTHER, "WHAT", 0,
     "put what is outside --levels into the chunk called WHAT, or drop it "
     "(default: error)",
     2},
    {"date-format", OPTION_DATE_FORMAT, "FORMAT", 0,
     "dates are written in FORMAT, as strptime(3) reads them (default: "
     "YYYY-MM-DD, and a time of day may follow)",
     2},
    {"year-start", OPTION_YEAR_START, "MM-DD", 0,
     "years begin on MM-DD, and are called 2016_2017", 2},
    {NULL, 0, NULL, 0, "Input:", 3},
    {"threads", OPTION_THREADS, "T", 0,
     "read and compress with T threads, 1 to 8 (default: one a processor)", 3},
    {NULL, 0, NULL, 0, "Output:", 4},
    {"out", 'o', "TEMPLATE", 0,
     "names of the chunks, with {NAME} for each key, {index} or {index:04}; "
     "compressed if it ends in .gz or .zst",
     4},
    {"manifest", OPTION_MANIFEST, "FILE", 0,
     "write the list of chunks to FILE, as JSON if it ends in .json, else as "
     "CSV (may be given for both)",
     4},
    {"force", OPTION_FORCE, NULL, 0, "replace files that exist", 4},
    {"dry-run", OPTION_DRY_RUN, NULL, 0,
     "write nothing but the list of chunks, to standard output", 4},
    {"max-chunks", OPTION_MAX_CHUNKS, "N", 0,
     "refuse to make more than N chunks (default 10000)", 4},
    {"memory", OPTION_MEMORY, "SIZE", 0,
     "gather SIZE bytes in memory before they are written (default 32M)", 4},
    {"tmpdir", OPTION_TMPDIR, "FOLDER", 0,
     "put the copy of a pipe that --parts needs into FOLDER (default: $TMPDIR, "
     "else the current folder)",
     4},
    {0},
};

#endif
