/* SPDX-License-Identifier: MIT */
/* template.h - what the files of the chunks are called.
 *
 * Purpose    Reads the value of --out, such as out/cohort_{year}_{died}.csv.gz,
 *            and makes the file name of a chunk from its labels.
 * Units      Bytes; indexes of chunks count from 1.
 * Ownership  A template shows the text it was read from and frees its pieces
 *            with template_free(); a made name is new memory.
 * Errors     ST_USAGE, said in the trouble: a placeholder that names no key, a
 *            key that has none, a name that would be too long. ST_NOMEM.
 * Method     {NAME} is the label of the key NAME, escaped (escape.h); {index}
 *            the chunk's number, {index:04} with zeros in front up to four
 *            digits; {{ and }} are braces. Each file name may have 255 bytes,
 *            which its placeholders share, so that a label always makes the
 *            same name, whatever the other labels are.
 */
#ifndef DESIGN_TEMPLATE_H
#define DESIGN_TEMPLATE_H

#include "base/trouble.h"
#include "io/format.h"

struct template_piece {
    enum { PIECE_TEXT, PIECE_KEY, PIECE_INDEX } kind;
    struct slice text; /* as it stands in the template */
    size_t key;
    int width;
    size_t limit; /* of an escaped label, by the name that it is part of */
};

struct template
{
    struct slice text;
    struct template_piece *pieces;
    size_t count;
    bool has_index;
    bool has_keys;
};

/* Reads TEXT for chunks by keys of these names. */
enum status template_read(struct slice text, const struct slice *names,
                          size_t key_count, struct trouble *trouble,
                          struct template *made);

/* Frees the pieces. */
void template_free(struct template *template);

/* The compression that the names ask for. */
enum coding template_coding(const struct template *template);

/* The text that every name begins with; new memory, NULL without. */
char *template_begin(const struct template *template);

/* The name of the chunk with these LABELS, one a key; new memory with a NUL
 * behind it, NULL without memory. */
char *template_name(const struct template *template, const struct slice *labels,
                    uint64_t index);

#endif
