/* SPDX-License-Identifier: MIT */
/* sample_writer.h - rows as they came in, with a weight behind them.
 *
 * Purpose    Writes the header and the rows of a sample.
 * Units      Weights as text.
 * Ownership  The caller owns the struct and what it points to.
 * Errors     ST_SYSTEM and ST_NOMEM of the sink, said in the trouble.
 * Method     Bytes are copied; the weight goes in front of the row's own line
 *            ending. A last row without one gets the header's, and LF if that
 *            has none either.
 */
#ifndef DESIGN_SAMPLE_WRITER_H
#define DESIGN_SAMPLE_WRITER_H

#include "csv/header.h"
#include "design/candidates.h"
#include "io/sink.h"
#include "stats/weight.h"

struct sample_writer {
    struct sink *sink;
    const struct header *header;
    struct weight_text kept_weight;
    struct weight_text drawn_weight;
};

/* Writes the header with a column WEIGHT_NAME at its end. */
enum status sample_writer_begin(const struct sample_writer *writer,
                                struct slice weight_name,
                                struct trouble *trouble);

/* Writes a candidate's row; a candidate_visitor, CONTEXT is the writer. */
enum status sample_writer_row(void *context, const struct candidate *candidate,
                              const char *row, struct trouble *trouble);

#endif
