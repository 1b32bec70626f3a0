/* SPDX-License-Identifier: MIT */
/* combine_state.h - the inside of a pooling, for the files that make it up.
 *
 * Purpose    Shares struct combine_state among the stages: combine_enclose.c
 *            enters the sandbox, combine_agree.c reads what lies beside the
 *            shards, combine_place.c puts them in order, combine_judge.c
 *            judges rules and settles sizes, combine_select.c selects,
 *            combine_write.c writes; combine_walk.c reads a shard.
 * Units      As in draw.h; shards are counted from 0.
 * Ownership  combine.c owns everything in it.
 * Errors     Each stage says its own in the draw's trouble.
 * Method     It is a draw (draw_state.h) whose frame is never read: what comes
 *            behind the selection is the same code.
 */
#ifndef DESIGN_COMBINE_STATE_H
#define DESIGN_COMBINE_STATE_H

#include "base/table.h"
#include "design/combine.h"
#include "design/draw_state.h"
#include "design/draw_units.h"
#include "design/shard_design.h"
#include "design/shard_file.h"
#include "design/shard_row.h"
#include "design/verdict.h"

/* What is said of two shards with one unit. */
#define COMBINE_DOUBLED "a unit is in both; no unit may be in two shards"

struct combine_shard {
    char *name; /* of the sample */
    struct shard_file file;
    uint64_t base; /* what positions in the sample are counted from */
};

/* What is known of a stratum beyond struct stratum. */
struct combine_stratum {
    uint32_t sizer; /* the shard that gave it its size, */
    bool is_sized;  /* if any has */
    bool has_fraction;
    struct share fraction;
    bool is_cut;               /* some shard sent a part of it, */
    bool is_void;              /* one even nothing, */
    struct selection_unit cut; /* and beyond this one not all is known */
};

struct combine_state {
    struct combine *combine;
    struct draw draw;
    struct tasks tasks;
    struct shard_design design;
    struct combine_shard *shards;
    size_t count;
    struct combine_stratum *strata;
    size_t strata_room;
    size_t strata_count;
    struct slice *values;       /* room for the labels of a stratum */
    struct verdict_rule *rules; /* what all shards have seen */
    size_t outcome_count;       /* those of them that are keys */
    struct table kept;          /* units that are kept, */
    uint32_t *kept_shards;      /* and the shard of each */
    size_t kept_room;
    struct selection_unit doubled; /* a unit that is there twice, */
    size_t holders[2];             /* and the shards that have it */
    size_t holder_count;
    char *row; /* a row on its way out */
    size_t row_room;
    bool are_compared;   /* the lists of units */
    size_t ending_bytes; /* of the first shard's header */
    char name[48];       /* of the input: "64 shards" */
    uint64_t bytes_read;
    uint64_t bytes_decoded;
    uint64_t bytes_total;
};

/* How many rules each shard has looked at (classify.h). */
static inline size_t
combine_rule_count(const struct combine_state *state)
{
    const struct plan *const plan = &state->combine->plan;

    return plan->where_count + plan->keep_count + state->outcome_count;
}

/* A row of a shard. */
struct combine_row {
    const char *content; /* of the frame's columns */
    size_t content_bytes;
    const char *ending;
    size_t ending_bytes;
    struct shard_row shard;
    uint32_t stratum; /* among all */
    struct selection_unit unit;
    bool is_first; /* of its unit */
};

/* Reads shard S and shows each row; refuses it if it is not what the file
 * beside it says. */
typedef enum status combine_visitor(struct combine_state *state, size_t s,
                                    const struct combine_row *row);
enum status combine_walk(struct combine_state *state, size_t s,
                         combine_visitor *visit);

/* The names of the shards: from the manifest or as given. */
enum status combine_name(struct combine_state *state,
                         const struct combine_files *files);

/* Leaves only the shards and the outputs of FILES within reach. */
enum status combine_enclose(struct combine_state *state,
                            const struct combine_files *files);

/* Reads the files beside the shards, adds up their counts, and refuses those
 * that differ from the first in what was asked. */
enum status combine_agree(struct combine_state *state);

/* Refuses shards that are there twice, or missing, as far as that can be seen;
 * gives each its place. */
enum status combine_place(struct combine_state *state);

/* Compares the lists of units, if all shards have one. */
enum status combine_units(struct combine_state *state);

/* Judges the rules by what all shards have seen; settles the sizes. */
enum status combine_judge(struct combine_state *state);

/* Finds the sample: the smallest of each stratum. */
enum status combine_select(struct combine_state *state);

/* Writes it. */
enum status combine_write(struct combine_state *state);

/* Says that two shards, A and B, do not belong together: "A and B: WHAT". */
enum status combine_refuse(struct combine_state *state, size_t a, size_t b,
                           const char *what, const char *name);

#endif
