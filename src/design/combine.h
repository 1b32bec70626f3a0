/* SPDX-License-Identifier: MIT */
/* combine.h - the sample of the whole from the samples of its shards.
 *
 * Purpose    Pools what independent jobs drew (shard_file.h) into the sample
 *            that one draw from all of it would have been.
 * Units      As in draw.h.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            combine_free(), which also removes what was not published.
 * Errors     ST_DATA, said in the trouble with the names of the shards, for
 *            shards that do not belong together, are missing, were changed, or
 *            did not send enough; whatever reading and writing can meet.
 *            Nothing is written before every check has passed, but for the
 *            digests of shards that change while they are read again.
 * Method     DESIGN.md, section 2: the n smallest of a union are among the n
 *            smallest of its parts. The files beside the samples give N_h,
 *            which settle sizes and weights; a first reading of the samples
 *            finds the n_h smallest of each stratum, a second one writes their
 *            rows, in the order of the shards. Memory holds 16 bytes for each
 *            unit of the sample and, by --unit, up to 70 for each unit of the
 *            shard that is read and each that is kept.
 *            A shard that sent a part of a stratum is known up to the last unit
 *            that it sent; if the sample reaches beyond that of any shard, it
 *            is refused.
 */
#ifndef DESIGN_COMBINE_H
#define DESIGN_COMBINE_H

#include "design/account.h"
#include "design/task.h"
#include "io/sink.h"

struct combine_files {
    char *const *shards; /* names of samples, unless there is a manifest */
    size_t count;
    const char *manifest; /* NULL: none */
    const char *output;   /* "-": standard output */
    const char *report;   /* NULL: none */
    const char *config;   /* with options, as a file or as it stands; or NULL */
};

struct combine_shard;
struct combine_state;

struct combine {
    struct plan plan; /* reader, sdc and strict are the caller's */
    struct draw_result result;
    struct sdc_told told;
    struct sink *sample;
    struct sink *report;
    struct combine_state *state;
};

/* Pools the shards of FILES into a sample and fills in the rest of ACCOUNT,
 * which shows COMBINE from then on. */
enum status combine_run(struct combine *combine,
                        const struct combine_files *files,
                        struct account *account, struct trouble *trouble);

/* Closes and frees what it holds. */
void combine_free(struct combine *combine);

#endif
