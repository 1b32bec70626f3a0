/* SPDX-License-Identifier: MIT */
/* spool.h - bytes put aside, in memory and, past a budget, on disk.
 *
 * Purpose    Keeps what pass 1 of a draw has to remember, of any length, in
 *            bounded memory.
 * Units      Bytes; offsets count from the first byte appended.
 * Ownership  spool_new() makes, spool_free() frees; the file, if any, has no
 *            name and goes with it.
 * Errors     ST_SYSTEM and ST_NOMEM, said in the trouble with the folder.
 * Method     One buffer of the budget's size, which grows as needed; when it
 *            is full it is written to an unlinked file of mode 0600 (O_TMPFILE,
 *            else mkstemp and unlink) and reused.
 */
#ifndef IO_SPOOL_H
#define IO_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/trouble.h"

struct spool;

/* Makes an empty spool that holds up to BUDGET bytes in memory and puts the
 * rest into a file in FOLDER. FOLDER must stay valid as long as the spool. */
enum status spool_new(const char *folder, size_t budget,
                      struct trouble *trouble, struct spool **spool);

/* Removes and frees; NULL is fine. */
void spool_free(struct spool *spool);

/* Appends bytes. */
enum status spool_append(struct spool *spool, const void *bytes, size_t len,
                         struct trouble *trouble);

/* Copies LEN bytes from OFFSET; they must have been appended. */
enum status spool_fetch(const struct spool *spool, uint64_t offset, char *bytes,
                        size_t len, struct trouble *trouble);

/* Bytes appended, and how many of them are on disk. */
uint64_t spool_bytes(const struct spool *spool);
uint64_t spool_bytes_on_disk(const struct spool *spool);

#endif
