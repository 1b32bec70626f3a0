/* SPDX-License-Identifier: MIT */
/* task.h - the lines of a splitter's manifest, as jobs.
 *
 * Purpose    Tells a job from its number which chunk it works on, where that
 *            lies in the whole, and what its output is called, so that no
 *            script has to; and tells combiner which shards there must be.
 * Units      Tasks are counted from 1, records from 0.
 * Ownership  tasks_read() fills a list that the caller frees with tasks_free().
 * Errors     ST_DATA, said in the trouble with file and record, for what is no
 *            manifest; those of reading; ST_NOMEM.
 * Method     The manifest is a CSV file with the columns index, file and
 *            records, first_record where chunks are runs of records, and bytes
 *            and xxh3 if it has not lost them (manifest.h); other columns are
 *            not looked at. Called .json it is JSON, with these members. Names
 *            of files stay as they are: relative to the folder where splitter
 *            ran. A label is the index.
 */
#ifndef DESIGN_TASK_H
#define DESIGN_TASK_H

#include <stdbool.h>

#include "base/hash.h"
#include "csv/reader.h"

/* What is in a chunk, as the manifest has it. */
struct task_content {
    uint64_t records;
    bool has_bytes;
    uint64_t bytes; /* without compression */
    bool has_digest;
    struct hash128 digest; /* of these */
};

struct task {
    char *input;
    char *label;
    struct task_content content;
    uint64_t first;
};

struct tasks {
    struct task *list;
    size_t count;
    size_t room;
    bool are_parts; /* the manifest has first_record */
};

/* Reads the manifest NAME, if it is CSV by SETUP, whose dialect is not looked
 * at. */
enum status tasks_read(const char *name, const struct reader_setup *setup,
                       struct trouble *trouble, struct tasks *tasks);

/* Frees the list. */
void tasks_free(struct tasks *tasks);

/* The name of a task's output, new memory or NULL: its input's with ".KIND" in
 * front of the extension, "a/b.csv.gz" being "a/b.KIND.csv.gz". */
char *task_output(const struct task *task, const char *kind);

#endif
