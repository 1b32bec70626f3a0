/* SPDX-License-Identifier: MIT */
/* strata.h - the parts of the frame that are drawn from independently.
 *
 * Purpose    Puts every eligible record into its stratum, and holds what is
 *            known of each: counts, size, and the units taken so far.
 * Units      Sizes count units, rows count records. Strata are numbered from 0
 *            as they are met, up to STRATA_MOST of them.
 * Ownership  strata_new() makes, strata_free() frees. The list may move when a
 *            stratum is new.
 * Errors     ST_USAGE for a key that names no column; ST_DATA, said with record
 *            and column, for a cell that is no date where a key asks for one;
 *            ST_NOMEM.
 * Method     A stratum is a combination of labels (key.h), told apart by the
 *            128-bit hash of all of them. Its own label is that combination as
 *            a row of CSV, a missing one being empty; one that reads "kept" is
 *            written in quotes, so that no two strata share a label, and none
 *            has that of the certainties. Strata are ordered by their labels,
 *            key by key, in bytes, a missing one first. Without keys there is
 *            one stratum, with an empty label.
 */
#ifndef DESIGN_STRATA_H
#define DESIGN_STRATA_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/table.h"
#include "design/columns.h"
#include "design/key.h"
#include "design/plan.h"
#include "stats/selection.h"

enum { STRATA_MOST = 1 << 24 }; /* far more than a report can be read of */

struct stratum {
    struct slice *values; /* one for each key; bytes are NULL if missing */
    struct slice label;
    uint32_t rank;        /* among the strata in order, once it is settled */
    uint64_t pop_size;    /* N_h */
    uint64_t kept_size;   /* units that are kept, and not among the N_h */
    uint64_t pop_rows;    /* of the N_h */
    uint64_t sample_rows; /* of those drawn */
    uint64_t wanted;      /* n_h, as the plan has it */
    bool has_fraction;    /* a file asks a shard for this one */
    struct share fraction;
    uint64_t sample_size; /* n_h, as drawn */
    bool is_foreseen;     /* the part that would be drawn is known, */
    double foreseen;      /* as if the frame ended where it is read */
    bool is_rationed;     /* it holds less than it wants (draw_ration.c); */
    double met;           /* units when that was last looked at, */
    double least_size;    /* and how many do not lack what was refused */
    struct selection selection;
    struct selection_unit low;  /* the sample begins behind this one, if */
    bool has_low;               /* there is one, */
    struct selection_unit high; /* and ends with this one; if it is empty */
    bool has_high;              /* there is none */
    double design_weight;
    double weight_sum;    /* over the units that leave */
    double size_sum;      /* of all, */
    double size_estimate; /* and of weights times sizes, by pps */
};

/* The labels of a record, put together so that no two combinations give the
 * same bytes. It starts zeroed. */
struct strata_text {
    char *text;
    size_t bytes;
    size_t room;
};

struct strata {
    const struct plan *plan;
    struct header names; /* an option's list is read as a header is */
    struct key *keys;
    size_t key_count;
    struct stratum *list;
    uint32_t count;
    size_t room;
    struct table table;
    struct strata_text text;
    pthread_mutex_t lock;   /* of the hashes, which */
    struct hash128 *hashes; /* views copy from other threads (strata_view.h) */
    size_t hashes_room;
    _Atomic uint32_t published; /* how many there are */
};

/* Reads the plan's KEYs on the header of READER. */
enum status strata_new(const struct plan *plan, const struct reader *reader,
                       struct trouble *trouble, struct strata **strata);

/* How many of the plan's KEYs are outcomes, on a header that they fit. */
enum status strata_count_outcomes(const struct plan *plan,
                                  const struct header *header,
                                  struct trouble *trouble, size_t *count);

/* Starts an empty list for strata_add(), with KEY_COUNT labels each; without
 * keys it has its one stratum. */
enum status strata_new_plain(const struct plan *plan, size_t key_count,
                             struct trouble *trouble, struct strata **strata);

/* Frees; NULL is fine. */
void strata_free(struct strata *strata);

/* Adds the columns of the keys. */
enum status strata_want(const struct strata *strata, struct columns *columns,
                        struct trouble *trouble);

/* Puts a label, bytes being NULL for a missing one, behind those of a text; its
 * hash; frees it. */
enum status strata_text_append(struct strata_text *text, struct slice label);
struct hash128 strata_text_hash(const struct strata_text *text);
void strata_text_free(struct strata_text *text);

/* The stratum whose labels were put together; added if it is new. */
enum status strata_enter(struct strata *strata, const struct strata_text *text,
                         struct trouble *trouble, uint32_t *stratum);

/* How many strata there are, for any thread; and enters the hashes of those
 * that KNOWN has not, with the same numbers. */
static inline uint32_t
strata_count(const struct strata *strata)
{
    return atomic_load_explicit(&strata->published, memory_order_acquire);
}
enum status strata_copy_new(struct strata *strata, struct table *known);

/* The stratum with these labels, one for each key, bytes being NULL for a
 * missing one; added if it is new. */
enum status strata_add(struct strata *strata, const struct slice *values,
                       struct trouble *trouble, uint32_t *stratum);

/* The numbers of all strata in their order; new memory for free(). */
enum status strata_sorted(struct strata *strata, struct trouble *trouble,
                          uint32_t **order);

/* Whether the sample has taken this unit of a stratum, once it is settled. */
static inline bool
stratum_takes(const struct stratum *stratum, struct selection_unit unit)
{
    return stratum->has_high && !selection_before(stratum->high, unit) &&
           (!stratum->has_low || selection_before(stratum->low, unit));
}

#endif
