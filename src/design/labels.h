/* SPDX-License-Identifier: MIT */
/* labels.h - the labels that a key is seen to have.
 *
 * Purpose    Numbers the labels of one key in the order in which they come,
 *            and gives their texts.
 * Units      Labels counted from 0.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            labels_free(); texts are copies, valid until then.
 * Errors     ST_NOMEM; the labels are then as they were.
 * Method     base/table.h, on the hash of the text.
 */
#ifndef DESIGN_LABELS_H
#define DESIGN_LABELS_H

#include "base/table.h"

struct labels {
    struct table table;
    struct slice *texts;
    size_t room;
    uint32_t count;
};

/* Frees the texts and empties the labels. */
void labels_free(struct labels *labels);

/* The NUMBER of the label TEXT, if it is there. */
bool labels_find(const struct labels *labels, struct slice text,
                 uint32_t *number);

/* The NUMBER of the label TEXT, which is added if it is new. */
enum status labels_add(struct labels *labels, struct slice text,
                       uint32_t *number);

#endif
