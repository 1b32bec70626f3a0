/* SPDX-License-Identifier: MIT */
/* reader.h - the records of an input, batch by batch.
 *
 * Purpose    Reads the header, then blocks, joins the records that lie across
 *            two of them, and hands out batches of whole records with their
 *            wanted fields found and their number of fields right.
 * Units      Positions count records from 0, behind the header, blank lines
 *            left out; offsets in decoded bytes.
 * Ownership  reader_open() makes, reader_free() frees; the source stays the
 *            caller's. A batch is valid until the next call.
 * Errors     ST_DATA, said in the trouble with input, record and line, for
 *            whatever DESIGN.md refuses; records in front of a fault are
 *            handed out first, so that the verdict does not depend on the
 *            size of blocks. ST_SYSTEM and ST_NOMEM.
 * Method     Blocks are worked on by several threads (blocks.h). The piece of
 *            a record at the end of a block is put aside until its end has been
 *            found, and is then a block of its own. A visitor sees every batch
 *            before it is handed out, in whatever order they are ready.
 */
#ifndef CSV_READER_H
#define CSV_READER_H

#include "base/digest.h"
#include "base/trouble.h"
#include "csv/block.h"
#include "csv/header.h"
#include "io/source.h"

struct reader;

enum {
    READER_BLOCK_BYTES = 384 << 10, /* two fit the second-level cache */
    READER_MAX_RECORD = 64 << 20,   /* what --max-record is by default */
    READER_LIMIT = 1 << 29          /* what --max-record can be at most */
};

struct reader_setup {
    const struct scan_kernel *kernel;
    struct dialect dialect;
    size_t block_bytes;
    size_t max_record;
    unsigned threads; /* that work on blocks; 0 is 1 */
};

/* Starts to read SOURCE, up to and with the header. */
enum status reader_open(struct source *source, const struct reader_setup *setup,
                        struct trouble *trouble, struct reader **reader);

/* Frees; NULL is fine. */
void reader_free(struct reader *reader);

/* The name of the input, for messages. */
const char *reader_name(const struct reader *reader);

/* The header; valid as long as the reader. */
const struct header *reader_header(const struct reader *reader);

/* Says which columns to find, ascending and without doubles, and who looks at
 * batches (NULL: nobody); to be called once, before the first batch. */
enum status reader_want(struct reader *reader, const size_t *columns,
                        size_t count, const struct block_visitor *visitor,
                        struct trouble *trouble);

/* The next batch, of one record at least; ST_END when none is left. */
enum status reader_next(struct reader *reader, struct trouble *trouble,
                        const struct record_batch **batch);

/* Ends the current batch in front of record R, for who has found a fault there:
 * nothing behind it is of use. */
void reader_cut(struct reader *reader, size_t r);

/* Says where in the input record R of the current batch stands, and what is
 * the matter with it: the input's name, record and line, ": " and TEXT. */
enum status reader_blame(const struct reader *reader, size_t r,
                         struct trouble *trouble, const char *text);

/* Has DIGEST, which the caller frees after the reader, get all decoded bytes
 * but blank lines in front of the header; to be called before the first batch.
 */
void reader_digest(struct reader *reader, struct digest *digest);

/* Records handed out so far; blank lines skipped; decoded bytes read. */
uint64_t reader_records(const struct reader *reader);
uint64_t reader_blank_lines(const struct reader *reader);
uint64_t reader_bytes(const struct reader *reader);

#endif
