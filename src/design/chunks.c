/* SPDX-License-Identifier: MIT */
#include "design/chunks.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* --- names ---------------------------------------------------------------- */

/* Whether a chunk's name is known as soon as its labels are: with an index, if
 * chunks are made in the order in which they are counted. */
static bool
is_known_early(const struct split *split)
{
    return !split->template.has_index || dealer_keys(split->dealer) == 0 ||
           dealer_knows_chunks(split->dealer);
}

/* The hash of a name, letters in any case: some file systems take them so. */
static enum status
hash_any_case(const char *name, struct hash128 *hash)
{
    char *const lower = strdup(name);

    if (lower == NULL)
        return ST_NOMEM;
    for (char *at = lower; *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at += 'a' - 'A';
    *hash = hash128_of(slice_of(lower));
    free(lower);
    return ST_OK;
}

/* Two chunks of one name: nothing of their labels is shown, unless they are on
 * the command line. */
static enum status
say_shared(struct split *split, uint32_t number, struct trouble *trouble)
{
    const bool shown = split_may_show(split);
    const bool has_levels = dealer_knows_chunks(split->dealer);
    const char *const name = split->chunks[number].name;

    split->shared = number + 1;
    return trouble_say(trouble, ST_USAGE,
                       "--out '%s': two chunks would share the name%s%s, "
                       "letters in any case; put {index} into it, or %s",
                       split->plan->output, shown ? " " : "", shown ? name : "",
                       has_levels ? "give levels that differ in more than case"
                                  : "name the values with --levels");
}

/* Gives chunk NUMBER its name, as the one that is counted as INDEX. */
static enum status
name_chunk(struct split *split, uint32_t number, uint64_t index,
           struct trouble *trouble)
{
    const size_t keys = dealer_keys(split->dealer);
    struct slice *const labels = calloc(keys + 1, sizeof *labels);
    struct chunk *const chunk = &split->chunks[number];
    struct hash128 hash;
    uint32_t found;
    bool is_new;

    if (labels == NULL)
        return trouble_nomem(trouble);
    dealer_labels(split->dealer, number, labels);
    chunk->name = template_name(&split->template, labels, index);
    free(labels);
    if (chunk->name == NULL || hash_any_case(chunk->name, &hash) != ST_OK ||
        table_add(&split->names, hash, &found, &is_new) != ST_OK)
        return trouble_nomem(trouble);
    if (!is_new)
        return say_shared(split, number, trouble);
    return split->bundle == NULL
               ? ST_OK
               : bundle_check(split->bundle, chunk->name, trouble);
}

/* Where a name is nothing but its index, each new chunk means one more name,
 * whoever gets it: one that exists is told before all is read. */
static enum status
check_next_name(const struct split *split, struct trouble *trouble)
{
    char *name;
    enum status st;

    if (split->template.has_keys || split->bundle == NULL)
        return ST_OK;
    name = template_name(&split->template, NULL, split->count);
    st = name == NULL ? trouble_nomem(trouble)
                      : bundle_check(split->bundle, name, trouble);
    free(name);
    return st;
}

/* --- records -------------------------------------------------------------- */

/* The line ending of the header, which a row without one is given. */
static struct slice
default_ending(const struct header *header)
{
    return slice_of(header->ending_bytes == 2 ? "\r\n" : "\n");
}

static enum status
append(struct split *split, struct chunk *chunk, struct slice bytes,
       struct trouble *trouble)
{
    chunk->bytes += bytes.len;
    if (chunk->file == NULL)
        return ST_OK;
    return bundle_write(split->bundle, chunk->file, bytes.bytes, bytes.len,
                        trouble);
}

/* Makes the next chunk, with its header. */
static enum status
make_chunk(struct split *split, struct trouble *trouble)
{
    const struct header *const header = reader_header(split->reader);
    struct chunk *const chunk = &split->chunks[split->count];
    enum status st = ST_OK;

    *chunk = (struct chunk){0};
    split->count++;
    if (is_known_early(split))
        st = name_chunk(split, split->count - 1, split->count, trouble);
    else
        st = check_next_name(split, trouble);
    if (st == ST_OK && split->bundle != NULL)
        st = bundle_add(split->bundle, trouble, &chunk->file);
    if (st == ST_OK)
        st = append(split, chunk,
                    (struct slice){header->raw, header->raw_bytes}, trouble);
    if (st == ST_OK)
        st = append(split, chunk, default_ending(header), trouble);
    return st;
}

enum status
chunks_follow(struct split *split, struct trouble *trouble)
{
    const uint32_t want = dealer_chunks(split->dealer);
    enum status st = ST_OK;

    if (array_reserve(&split->chunks, &split->room, want,
                      sizeof *split->chunks) != ST_OK)
        return trouble_nomem(trouble);
    while (split->count < want && st == ST_OK)
        st = make_chunk(split, trouble);
    return st;
}

/* How many records from R on go to the same chunk and stand side by side. */
static size_t
run_of(const struct record_batch *batch, const uint32_t *numbers, size_t r)
{
    size_t end = r + 1;

    while (end < batch->count && numbers[end] == numbers[r] &&
           batch->begin[end] == batch->end[end - 1] + 1)
        end++;
    return end - r;
}

enum status
chunks_append(struct split *split, const struct record_batch *batch,
              const uint32_t *numbers, struct trouble *trouble)
{
    enum status st = ST_OK;
    size_t len;

    for (size_t r = 0; r < batch->count && st == ST_OK; r += len) {
        len = run_of(batch, numbers, r);
        if (numbers[r] == DEAL_DROPPED)
            continue;
        struct chunk *const chunk = &split->chunks[numbers[r]];
        const bool no_end = batch->unterminated && r + len == batch->count;
        struct slice bytes = {batch->block.bytes + batch->begin[r],
                              batch->end[r + len - 1] + 1 - batch->begin[r]};
        chunk->records += len;
        bytes.len -= no_end;
        st = append(split, chunk, bytes, trouble);
        if (st == ST_OK && no_end)
            st = append(split, chunk,
                        default_ending(reader_header(split->reader)), trouble);
    }
    return st;
}

/* --- order ---------------------------------------------------------------- */

static int
compare_chunks(const void *a, const void *b, void *dealer)
{
    return dealer_compare(dealer, *(const uint32_t *)a, *(const uint32_t *)b);
}

enum status
chunks_finish(struct split *split, struct trouble *trouble)
{
    enum status st = ST_OK;

    split->order = calloc((size_t)split->count + 1, sizeof *split->order);
    split->published =
        calloc((size_t)split->count + 1, sizeof *split->published);
    if (split->order == NULL || split->published == NULL)
        return trouble_nomem(trouble);
    for (uint32_t k = 0; k < split->count; k++)
        split->order[k] = k;
    qsort_r(split->order, split->count, sizeof *split->order, compare_chunks,
            split->dealer);
    for (uint32_t k = 0; k < split->count && st == ST_OK; k++) {
        const uint32_t number = split->order[k];
        if (split->chunks[number].name == NULL)
            st = name_chunk(split, number, (uint64_t)k + 1, trouble);
        split->published[number] = split->chunks[number].name;
    }
    return st;
}

void
chunks_free(struct split *split)
{
    for (uint32_t k = 0; k < split->count; k++)
        free(split->chunks[k].name);
    free(split->chunks);
    free(split->order);
    free(split->published);
    table_free(&split->names);
}
