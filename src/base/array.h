/* SPDX-License-Identifier: MIT */
/* array.h - arrays that grow.
 *
 * Purpose    The one place where memory is resized, with its arithmetic
 *            checked.
 * Units      Room and want in items, item_size in bytes.
 * Ownership  The caller owns the array and frees it with free().
 * Errors     ST_NOMEM; the array is then unchanged and still the caller's.
 * Method     Grows by half, so that n appends cost O(n) copies.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stddef.h>

#include "base/status.h"

/* Makes room for at least WANT items. ARRAY is the address of a pointer to
 * items (NULL for an empty array), ROOM what it has room for now. */
enum status array_reserve(void *array, size_t *room, size_t want,
                          size_t item_size);

#endif
