/* SPDX-License-Identifier: MIT */
/* shard_design.h - the design of a draw as a JSON object, and back.
 *
 * Purpose    Lets every shard say what it was drawn by, so that combiner can
 *            refuse shards of two designs and go on with the one.
 * Units      As in plan.h.
 * Ownership  shard_design_json() gives a new reference. A plan that was read
 *            shows the memory of a struct shard_design, which the caller frees
 *            with shard_design_free().
 * Errors     NULL, or ST_NOMEM, where there is no memory; ST_SYNTAX for an
 *            object that is no design.
 * Method     One table of members is writer, reader and comparison. Members are
 *            called as the options are. Shares and counts are exact; bytes that
 *            are no UTF-8 keep their value (json_text.h).
 */
#ifndef DESIGN_SHARD_DESIGN_H
#define DESIGN_SHARD_DESIGN_H

#include <jansson.h>

#include "design/plan.h"

/* What a plan that was read shows. */
struct shard_design {
    char **texts;
    size_t count;
    size_t room;
    const char **where;
    const char **keep;
};

/* The design of PLAN, that of the whole and not of the shard. */
json_t *shard_design_json(const struct plan *plan);

/* Reads it into PLAN, whose other members stay. */
enum status shard_design_read(const json_t *object, struct shard_design *design,
                              struct plan *plan);

/* A share of it, and back. */
json_t *shard_share_json(struct share share);
enum status shard_share_read(const json_t *list, struct share *share);

/* Frees what the design holds. */
void shard_design_free(struct shard_design *design);

/* The name of the first member in which two objects differ; NULL if they are
 * the same design. */
const char *shard_design_differs(const json_t *a, const json_t *b);

#endif
