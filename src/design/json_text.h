/* SPDX-License-Identifier: MIT */
/* json_text.h - texts and objects of JSON.
 *
 * Purpose    What Jansson leaves to do: text that may be no UTF-8, counts of 64
 *            bits, and objects that are built in a straight line.
 * Units      None.
 * Ownership  As Jansson has it: values are taken over. A text that is read back
 *            is new memory.
 * Errors     NULL, which goes through to the end: whatever is put into NULL,
 *            or is NULL itself, gives NULL, and is out of memory when it is
 *            written. In writing besides, those of sink.h. In reading back,
 *            ST_SYNTAX for a value of another kind, and ST_NOMEM. In loading,
 *            those of the system, and ST_DATA for what is no JSON.
 * Method     Bytes that are no UTF-8 are taken for ISO 8859-1, so that every
 *            text has a form. Another text may have the same one: a cell's
 * value comes with its bytes, then, as hexadecimal digits. For what is read
 *            back such a text stands in an object, {"latin1": TEXT}, and a
 * count is a string: JSON readers round large numbers.
 */
#ifndef DESIGN_JSON_TEXT_H
#define DESIGN_JSON_TEXT_H

#include <jansson.h>

#include "base/slice.h"
#include "io/sink.h"

/* A text. */
json_t *json_text_of(struct slice text);

/* Whether VALUE, which was made of TEXT, has its very bytes; those bytes as two
 * digits each. */
bool json_text_is_exact(const json_t *value, struct slice text);
json_t *json_text_hex(struct slice text);

/* A text whose very bytes are read back. */
json_t *json_text_bytes(struct slice text);
enum status json_text_bytes_read(const json_t *value, struct slice *text);

/* A count that is read back. */
json_t *json_text_count(uint64_t count);
enum status json_text_count_read(const json_t *value, uint64_t *count);

/* Loads the file NAME. */
enum status json_text_load(const char *name, struct trouble *trouble,
                           json_t **value);

/* OBJECT with one more member. */
json_t *json_text_put(json_t *object, const char *key, json_t *value);

/* LIST with one more item. */
json_t *json_text_append(json_t *list, json_t *value);

/* Writes VALUE, with these FLAGS of Jansson, and a line feed. */
enum status json_text_write(json_t *value, size_t flags, struct sink *sink,
                            struct trouble *trouble);

#endif
