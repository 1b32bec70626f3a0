/* SPDX-License-Identifier: MIT */
/* shard_format.h - what writer and reader of a shard's file share.
 *
 * Purpose    One table of the plain counts, and the seal; for shard_write.c and
 *            shard_read.c.
 * Units      As in draw.h.
 * Ownership  None.
 * Errors     None.
 * Method     A change of what the file means is another SHARD_FORMAT. The seal
 *            is XXH3_128 of the object without its member "xxh3", written
 *            without blanks and with its keys in order: a count that was
 *            changed would be believed else.
 */
#ifndef DESIGN_SHARD_FORMAT_H
#define DESIGN_SHARD_FORMAT_H

#include <stddef.h>

#include "design/shard_file.h"

#define SHARD_FORMAT "sampler shard 1"

/* Where a count is. */
struct shard_count {
    const char *name;
    size_t in_result;
    size_t in_file;
};

static const struct shard_count shard_counts[] = {
    {"records", offsetof(struct draw_result, records),
     offsetof(struct shard_file, records)},
    {"blank_lines", offsetof(struct draw_result, blank_lines),
     offsetof(struct shard_file, blank_lines)},
    {"dropped", offsetof(struct draw_result, excluded),
     offsetof(struct shard_file, excluded)},
    {"not_eligible", offsetof(struct draw_result, ineligible),
     offsetof(struct shard_file, ineligible)},
    {"not_eligible_missing", offsetof(struct draw_result, ineligible_missing),
     offsetof(struct shard_file, ineligible_missing)},
    {"columns", offsetof(struct draw_result, columns),
     offsetof(struct shard_file, columns)},
    {"kept_records", offsetof(struct draw_result, kept.pop_rows),
     offsetof(struct shard_file, kept_rows)},
};

enum { SHARD_COUNTS = sizeof shard_counts / sizeof shard_counts[0] };

/* The SEAL of an object without one; false if there is no memory. */
bool shard_seal_of(const json_t *object, struct hash128 *seal);

#endif
