/* SPDX-License-Identifier: MIT */
/* unit_list.h - the keys of all units of a shard, in a file.
 *
 * Purpose    Lets combiner see that no unit is in two shards, also of those
 *            that no shard has drawn.
 * Units      Units; 16 bytes each.
 * Ownership  The caller owns table, sink and lists.
 * Errors     Those of the sink; ST_DATA, said in the trouble, for a list that
 *            is missing or changed, and for a unit that is in two of them;
 *            ST_SYSTEM, ST_NOMEM.
 * Method     The keys of the table (draw_unit_key() in draw_units.h), 128 bits,
 *            most significant byte first, ascending: shards of one seed have
 *            the same key for the same unit. All lists are merged at once
 *            through a heap, a block of each in memory. No file stays open
 *            between blocks: there may be more lists than descriptors.
 */
#ifndef DESIGN_UNIT_LIST_H
#define DESIGN_UNIT_LIST_H

#include "base/members.h"
#include "io/sink.h"

/* A list: how long it is, and what `xxhsum -H2` says of it. */
struct unit_list {
    uint64_t count;
    struct hash128 digest;
};

/* One of those that are compared. */
struct unit_list_file {
    const char *name;
    struct unit_list list;
};

/* The name of the list beside SAMPLE; new memory, NULL if there is none. */
char *unit_list_name(const char *sample);

/* Writes the list of UNITS, which are settled, to SINK and finishes it. */
enum status unit_list_write(const struct members *units, struct sink *sink,
                            struct trouble *trouble, struct unit_list *list);

/* Compares COUNT lists. ST_END if a unit is in the two lists A and B; nothing
 * is said then. */
enum status unit_list_compare(const struct unit_list_file *files, size_t count,
                              struct trouble *trouble, size_t *a, size_t *b);

#endif
