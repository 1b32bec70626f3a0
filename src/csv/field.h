/* SPDX-License-Identifier: MIT */
/* field.h - what a field says, and how to write one.
 *
 * Purpose    Takes the quotes off a field, and puts them on where needed.
 * Units      Bytes.
 * Ownership  The caller owns the decoder and frees it; a decoded text is valid
 *            until the decoder's next use.
 * Errors     ST_NOMEM; ST_SYNTAX for a field that libcsv reads as several,
 *            which the scanner never hands out.
 * Method     A field without quotes, or with quotes only around it, is shown
 *            where it stands; anything else is decoded by libcsv. Blanks are
 *            part of a field.
 */
#ifndef CSV_FIELD_H
#define CSV_FIELD_H

#include "csv/dialect.h"

struct field_decoder {
    struct dialect dialect;
    char *bytes; /* scratch for a decoded field */
    size_t room;
    size_t len;
};

/* Starts a decoder. */
void field_decoder_init(struct field_decoder *decoder, struct dialect dialect);

/* Frees its scratch. */
void field_decoder_free(struct field_decoder *decoder);

/* The text of a field that stands in the file as RAW. */
enum status field_text(struct field_decoder *decoder, struct slice raw,
                       struct slice *text);

/* The double that is nearest to the number that a field says; it is one. */
enum status field_number(struct field_decoder *decoder, struct slice raw,
                         double *number);

/* Called with each field of a record in turn; what it returns other than
 * ST_OK ends the reading. */
typedef enum status field_visitor(void *context, struct slice text);

/* Reads the fields of one record without its line ending; the scanner has seen
 * that its quotes are closed. */
enum status field_each(struct dialect dialect, struct slice record,
                       field_visitor *visit, void *context);

/* Text as a field: quoted if it holds a delimiter, a quote or a line end.
 * The result is new memory for free(). */
enum status field_written(struct dialect dialect, struct slice text,
                          char **field, size_t *len);

/* "libcsv 3.0.3": the library that fields are decoded with. */
const char *field_library(void);

#endif
