/* SPDX-License-Identifier: MIT */
/* split.h - a frame dealt into chunks.
 *
 * Purpose    Reads the input once, writes every record to its chunk, and
 *            publishes chunks and manifest together, or nothing.
 * Units      Records, chunks and positions counted from 0; bytes before
 *            compression.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            split_free(), which also removes what was not published.
 * Errors     Those of source, reader, dealer, bundle and sink, said in the
 *            trouble.
 * Method     A record leaves as the bytes that came in. Records that follow
 *            each other in the input and in their chunk are copied as one. A
 *            last record without a line ending gets the header's.
 */
#ifndef DESIGN_SPLIT_H
#define DESIGN_SPLIT_H

#include "base/table.h"
#include "design/deal.h"
#include "design/split_plan.h"
#include "design/template.h"
#include "io/bundle.h"
#include "io/sink.h"

struct chunk {
    struct bundle_file *file; /* NULL in a dry run */
    char *name;               /* NULL as long as its index is not known */
    uint64_t records;
    uint64_t bytes; /* with the header */
};

struct split_files {
    const char *input;    /* "-": standard input */
    const char *manifest; /* CSV; NULL: none */
    const char *json;     /* the same as JSON; NULL: none */
};

struct split {
    const struct split_plan *plan;
    struct source *source;
    struct reader *reader;
    struct dealer *dealer;
    struct template template;
    struct bundle *bundle; /* NULL in a dry run */
    struct sink *manifest;
    struct sink *json;
    char *folder; /* that all names begin with */
    struct chunk *chunks;
    size_t room;
    uint32_t count;
    struct table names; /* of the chunks, in lower case */
    uint32_t shared;    /* the chunk, plus 1, whose name another has; 0: none */
    uint32_t *order;    /* the chunks as they are counted */
    char **published;   /* their names, by number */
    uint64_t records;   /* read */
    double seconds;
    uint64_t peak_bytes;
};

/* Whether messages may show names of chunks: all that they are made of is on
 * the command line, or values may be shown. */
bool split_may_show(const struct split *split);

/* Runs the plan on FILES. */
enum status split_run(struct split *split, const struct split_plan *plan,
                      const struct split_files *files, struct trouble *trouble);

/* Closes and frees. */
void split_free(struct split *split);

#endif
