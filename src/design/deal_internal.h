/* SPDX-License-Identifier: MIT */
/* deal_internal.h - the inside of a dealer.
 *
 * Purpose    Shares the dealer between its setup (deal_setup.c), its levels
 *            (deal_levels.c), the cells without one (deal_fates.c), labels
 *            (deal_labels.c, deal_known.c), chunks (deal_chunks.c) and the walk
 *            (deal.c).
 * Units      As in deal.h.
 * Ownership  The dealer owns all of it.
 * Errors     As deal.h says.
 * Method     None.
 */
#ifndef DESIGN_DEAL_INTERNAL_H
#define DESIGN_DEAL_INTERNAL_H

#include "design/deal.h"
#include "design/deal_memo.h"
#include "design/labels.h"
#include "stats/prn.h"

enum { RECENT_BITS = 10 };

#define DEAL_UNKNOWN UINT32_MAX
#define DEAL_NEW (UINT32_MAX - 1) /* a label that may have to be added */

/* What becomes of a cell without a label of its own. */
struct deal_fate {
    enum { FATE_ERROR, FATE_DROP, FATE_LABEL } kind;
    struct slice label;
};

struct deal_key {
    struct slice name;
    struct key key;
    bool is_group;    /* the key is the group of a unit */
    bool is_iso;      /* the key is a period of ISO dates */
    bool is_explicit; /* --missing names this very key */
    size_t wanted;    /* the key's column among the wanted ones */
    struct labels labels;
    bool has_levels;         /* the labels are all there from the begin */
    uint32_t *of_period;     /* label plus 1 of a period; 0: not known yet */
    struct memo_place *memo; /* MEMO_PLACES of them */
    struct deal_fate missing, invalid, other;
    struct deal_odd odd;
    uint64_t first_missing; /* position of the first missing cell */
    bool saw_truth;         /* an outcome that is no date */
};

struct dealer {
    const struct split_plan *plan;
    const char *input; /* its name, for messages */
    bool has_asked;    /* all options are read: the rest depends on the data */
    struct field_decoder decoder;
    struct prn_key unit_key;
    size_t key_count;
    struct deal_key *keys;
    struct slice *names;
    struct table chunks;               /* by their labels, */
    uint32_t recent[1 << RECENT_BITS]; /* some of them, plus 1, */
    uint32_t *of_label; /* or, of a single key, chunk plus 1 of a label */
    size_t of_label_room;
    uint32_t *labels; /* of chunk k from k * key_count on */
    size_t labels_room;
    uint32_t chunk_count;
    bool knows_chunks; /* there will be no others */
    uint64_t dropped;
    uint64_t bytes;     /* of the input, for parts, */
    uint64_t begin;     /* where the first record begins, */
    uint64_t next_part; /* where the next part begins */
    uint32_t part;      /* the present one */
    bool has_begun;
    uint32_t *known;   /* labels of the batch, RECORD_BATCH for each key */
    uint32_t *present; /* labels of the record that is dealt now */
};

/* A record that is dealt now, for messages. */
struct deal_place {
    const struct reader *reader;
    const struct record_batch *batch;
    size_t record;
    struct trouble *trouble;
    bool is_sure; /* no other key drops the record */
};

/* The label of a cell under a key; ST_END: the record is dropped. As long as
 * that is not sure, a label that nobody had before is DEAL_NEW: those of
 * dropped records make no chunk and take no memory. */
enum status deal_label(const struct dealer *dealer, struct deal_key *key,
                       const struct deal_place *place, struct slice cell,
                       uint32_t *label);

/* The labels, one a record, of the cells of a batch under a key whose labels
 * are known without judging them; DEAL_UNKNOWN for the others. */
void deal_known(const struct deal_key *key, const struct record_batch *batch,
                uint32_t *labels);

/* The key whose name, with "=" behind it, TEXT begins with; NULL: none. */
struct deal_key *deal_key_named(struct dealer *dealer, struct slice text,
                                struct slice *rest);

/* Reads --levels, --missing, --invalid and --other into the keys, and the last
 * three of them alone. */
enum status deal_read_levels(struct dealer *dealer, struct trouble *trouble);
enum status deal_read_fates(struct dealer *dealer, struct trouble *trouble);

/* The chunk of these labels, a new one if need be; ST_END: there would be more
 * chunks than allowed. */
enum status deal_chunk_of(struct dealer *dealer, const uint32_t *labels,
                          uint32_t *chunk);

/* Adds the chunks that the levels promise to those that are there. */
enum status deal_complete(struct dealer *dealer, struct trouble *trouble);

/* Says that there would be more chunks than allowed. */
enum status deal_say_too_many(const struct dealer *dealer,
                              struct trouble *trouble);

#endif
