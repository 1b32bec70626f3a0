/* SPDX-License-Identifier: MIT */
/* sample_writer.h - rows as they came in, with the columns of the design.
 *
 * Purpose    Writes the header and the rows of a sample.
 * Units      Weights as text; rows are counted.
 * Ownership  sample_writer_new() makes, sample_writer_free() frees; plan, sink,
 *            header and strata stay the caller's.
 * Errors     ST_SYSTEM and ST_NOMEM of the sink, said in the trouble.
 * Method     Bytes are copied; the new columns go in front of the row's own
 *            line ending: selected, weight, and those of --add. A last row
 *            without an ending gets the header's, and LF if that has none
 *            either. A base weight is multiplied as the double nearest to what
 *            the cell says; the product is rounded once.
 */
#ifndef DESIGN_SAMPLE_WRITER_H
#define DESIGN_SAMPLE_WRITER_H

#include "design/strata.h"
#include "io/sink.h"

/* A row that leaves. */
struct sample_row {
    struct slice content;
    size_t ending_bytes; /* behind the content */
    uint32_t stratum;
    bool is_kept;
    bool is_selected; /* kept or drawn */
    bool is_passed;   /* another row stands for its unit */
    bool is_below;    /* its random number is one of those drawn */
    uint64_t prn;
    struct hash128 id;  /* of its unit, for a shard by --unit */
    uint64_t unit_rows; /* eligible rows of its unit, for --row-weights */
    double weight; /* its own design weight and probability, or 0: those of */
    double prob;   /* its stratum */
};

struct sample_writer;

/* Starts to write, with the header. KEPT_SIZE is the number of units that are
 * kept. */
enum status sample_writer_new(const struct plan *plan,
                              const struct header *header,
                              const struct strata *strata, uint64_t kept_size,
                              struct sink *sink, struct trouble *trouble,
                              struct sample_writer **writer);

/* Frees; NULL is fine. */
void sample_writer_free(struct sample_writer *writer);

/* Writes one row. */
enum status sample_writer_row(struct sample_writer *writer,
                              const struct sample_row *row,
                              struct trouble *trouble);

/* All that was written so far. */
struct sample_bytes {
    uint64_t rows;
    uint64_t bytes;        /* before compression, the header included */
    struct hash128 digest; /* of them; for a shard, else 0 */
};
struct sample_bytes sample_writer_bytes(const struct sample_writer *writer);

/* The columns of the frame that leave, as they stand in the header; valid until
 * the next row. */
enum status sample_writer_header(struct sample_writer *writer,
                                 struct slice *content);

/* The sum of all weights written. */
double sample_writer_sum(const struct sample_writer *writer);

#endif
