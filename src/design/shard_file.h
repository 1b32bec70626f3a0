/* SPDX-License-Identifier: MIT */
/* shard_file.h - what lies beside the sample of a shard.
 *
 * Purpose    Tells combiner all that it needs to know of a shard but its rows:
 *            what was asked, what was counted, and a digest of the sample.
 * Units      As in draw.h; strata are in their order, which the column
 *            shard_stratum of the sample counts from 0.
 * Ownership  The caller owns a struct shard_file, which starts zeroed, and
 *            frees it with shard_file_free().
 * Errors     Those of the sink; ST_DATA, said in the trouble with the file's
 *            name, for a file that is missing or was not written here, also of
 *            another version; ST_NOMEM.
 * Method     JSON, called as the sample with ".json" behind it. Sums are their
 *            limbs, so that none is rounded. It holds no time, no name of a
 *            machine and no memory, so that a job that is run twice writes the
 *            same bytes. Unlike a report it is not for people: its counts are
 *            exact, whatever --sdc says, and it belongs where the rows are.
 */
#ifndef DESIGN_SHARD_FILE_H
#define DESIGN_SHARD_FILE_H

#include <jansson.h>

#include "design/draw.h"

struct shard_stratum {
    struct slice label; /* new memory */
    uint64_t wanted;    /* n_h as the sizes have it, where that is known */
    bool has_fraction;  /* a file of sizes asks for this one */
    struct share fraction;
    uint64_t pop_size;    /* N_h of the shard */
    uint64_t sample_size; /* units that the shard has sent */
    uint64_t kept_size;
    uint64_t pop_rows;
    uint64_t sample_rows;
    bool has_moments;       /* the allocation looks at a column, */
    struct moments moments; /* of which these are the sums */
    /* For combiner: its number among all strata, and the last unit it sent. */
    uint32_t h;
    bool has_last;
    struct selection_unit last;
};

struct shard_file {
    json_t *json; /* all of it */
    uint64_t seed;
    struct slice label; /* new memory */
    uint64_t task;      /* 0: none */
    uint64_t tasks;
    bool is_part;
    uint64_t first; /* record of the whole */
    uint64_t at_most;
    struct task_content input; /* as the manifest had it, but for the records */
    struct slice header;       /* new memory; of the frame */
    char delimiter;
    struct sample_bytes sample;
    bool has_units; /* a list of all of them lies beside it, too */
    struct unit_list units;
    uint64_t records;
    uint64_t blank_lines;
    uint64_t excluded;
    uint64_t ineligible;
    uint64_t ineligible_missing;
    uint64_t columns;
    uint64_t kept_rows;
    struct moments base_weights;
    struct draw_rule *rules;
    size_t rule_count;
    struct shard_stratum *strata;
    size_t strata_count;
};

/* The name of the file beside SAMPLE; new memory, NULL if there is none. */
char *shard_file_name(const char *sample);

/* Writes what lies beside the sample of a draw, and finishes the sink. */
enum status shard_file_write(struct sink *sink, const struct plan *plan,
                             const struct draw_result *result,
                             struct trouble *trouble);

/* Reads the file NAME. */
enum status shard_file_read(const char *name, struct trouble *trouble,
                            struct shard_file *file);

/* The design that it was drawn by; shown. */
const json_t *shard_file_design(const struct shard_file *file);

/* Frees what it holds and empties it. */
void shard_file_free(struct shard_file *file);

#endif
