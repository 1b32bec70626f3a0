/* SPDX-License-Identifier: MIT */
/* json_text.h - texts and objects of JSON.
 *
 * Purpose    What Jansson leaves to do: text that may be no UTF-8, and objects
 *            that are built in a straight line.
 * Units      None.
 * Ownership  As Jansson has it: values are taken over.
 * Errors     NULL, which goes through to the end: whatever is put into NULL,
 *            or is NULL itself, gives NULL.
 * Method     Bytes that are no UTF-8 are taken for ISO 8859-1, so that every
 *            text has a form.
 */
#ifndef DESIGN_JSON_TEXT_H
#define DESIGN_JSON_TEXT_H

#include <jansson.h>

#include "base/slice.h"

/* A text. */
json_t *json_text_of(struct slice text);

/* OBJECT with one more member. */
json_t *json_text_put(json_t *object, const char *key, json_t *value);

/* LIST with one more item. */
json_t *json_text_append(json_t *list, json_t *value);

#endif
