/* SPDX-License-Identifier: MIT */
/* json_memory.h - memory for JSON that is read.
 *
 * Purpose    Has Jansson never meet a lack of memory: it takes good JSON for
 *            bad then, leaves bytes out of a text and says nothing, or ends the
 *            process. It gets memory from a reserve, and who reads is told.
 * Units      Bytes.
 * Ownership  What Jansson gives away is freed with json_memory_free().
 * Errors     A lack of memory, which json_memory_failed() tells: what was read
 *            may be thrown away, and nothing else. Where the reserve ends, too,
 *            Jansson is on its own.
 * Method     The reserve is a part of the program, which costs nothing until it
 *            is touched. What is freed there is not used again, for then the
 *            process is about to end. For one thread.
 */
#ifndef DESIGN_JSON_MEMORY_H
#define DESIGN_JSON_MEMORY_H

#include <stdbool.h>

/* Has Jansson take its memory here from now on, of which none has lacked. */
void json_memory_watch(void);

/* Whether memory has lacked since then. */
bool json_memory_failed(void);

/* Frees a text of Jansson. */
void json_memory_free(void *text);

#endif
