/* SPDX-License-Identifier: MIT */
#include "design/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "design/split_sdc.h"

enum { NUMBER_BYTES = 40 };

/* A line that is being written. */
struct line {
    struct sink *sink;
    struct trouble *trouble;
    bool has_begun;
};

static enum status
put_text(struct line *line, struct slice text)
{
    char *field;
    size_t len;
    enum status st = ST_OK;

    if (field_written((struct dialect){','}, text, &field, &len) != ST_OK)
        return trouble_nomem(line->trouble);
    if (line->has_begun)
        st = sink_write(line->sink, ",", 1, line->trouble);
    if (st == ST_OK)
        st = sink_write(line->sink, field, len, line->trouble);
    line->has_begun = true;
    free(field);
    return st;
}

static enum status
put_count(struct line *line, uint64_t count)
{
    char text[NUMBER_BYTES];

    snprintf(text, sizeof text, "%" PRIu64, count);
    return put_text(line, slice_of(text));
}

/* The records of a chunk. The list of a dry run is for people to read. */
static enum status
put_records(const struct split *split, struct line *line, uint32_t number)
{
    const struct sdc_count told = split_told_chunk(split, number);

    if (split->bundle != NULL)
        return put_count(line, split->chunks[number].records);
    return told.state == SDC_TOLD
               ? put_count(line, told.count)
               : put_text(line, slice_of(sdc_count_text(told).text));
}

/* Whether sizes and positions may be told, which give counts away. */
static bool
has_sizes(const struct split *split)
{
    return split->bundle != NULL || !split_is_controlled(split);
}

static enum status
end_line(struct line *line)
{
    line->has_begun = false;
    return sink_write(line->sink, "\n", 1, line->trouble);
}

static enum status
put_header(const struct split *split, struct line *line)
{
    const size_t keys = dealer_keys(split->dealer);
    enum status st = put_text(line, slice_of("index"));

    if (st == ST_OK)
        st = put_text(line, slice_of("file"));
    for (size_t k = 0; k < keys && st == ST_OK; k++)
        st = put_text(line, dealer_names(split->dealer)[k]);
    if (st == ST_OK)
        st = put_text(line, slice_of("records"));
    if (st == ST_OK && has_sizes(split))
        st = put_text(line, slice_of("bytes"));
    if (st == ST_OK && dealer_has_outcome(split->dealer))
        st = put_text(line, slice_of("outcome_records"));
    if (st == ST_OK && keys == 0 && has_sizes(split))
        st = put_text(line, slice_of("first_record"));
    if (st == ST_OK && split->bundle != NULL)
        st = put_text(line, slice_of("xxh3"));
    return st == ST_OK ? end_line(line) : st;
}

static enum status
put_hash(struct line *line, struct hash128 hash)
{
    char text[HASH128_DIGITS + 1];

    hash128_text(hash, text);
    return put_text(line, slice_of(text));
}

/* The chunk that is counted as number K, from 0; BEFORE is the number of
 * records of those in front of it. */
static enum status
put_chunk(const struct split *split, uint32_t k_th, uint64_t before,
          struct slice *labels, struct line *line)
{
    const uint32_t number = split->order[k_th];
    const struct chunk *const chunk = &split->chunks[number];
    const size_t keys = dealer_keys(split->dealer);
    enum status st = put_count(line, (uint64_t)k_th + 1);

    dealer_labels(split->dealer, number, labels);
    if (st == ST_OK)
        st = put_text(line, slice_of(chunk->name));
    for (size_t k = 0; k < keys && st == ST_OK; k++)
        st = put_text(line, labels[k]);
    if (st == ST_OK)
        st = put_records(split, line, number);
    if (st == ST_OK && has_sizes(split))
        st = put_count(line, chunk->bytes);
    if (st == ST_OK && dealer_has_outcome(split->dealer))
        st = dealer_is_outcome(split->dealer, number)
                 ? put_records(split, line, number)
                 : put_count(line, 0);
    if (st == ST_OK && keys == 0 && has_sizes(split))
        st = put_count(line, before);
    if (st == ST_OK && chunk->file != NULL)
        st = put_hash(line, bundle_file_hash(chunk->file));
    return st == ST_OK ? end_line(line) : st;
}

enum status
manifest_write_csv(const struct split *split, struct sink *sink,
                   struct trouble *trouble)
{
    struct slice *const labels =
        calloc(dealer_keys(split->dealer) + 1, sizeof *labels);
    struct line line = {sink, trouble, false};
    uint64_t before = 0;
    enum status st = labels == NULL ? trouble_nomem(trouble) : ST_OK;

    if (st == ST_OK)
        st = put_header(split, &line);
    for (uint32_t k = 0; k < split->count && st == ST_OK; k++) {
        st = put_chunk(split, k, before, labels, &line);
        before += split->chunks[split->order[k]].records;
    }
    free(labels);
    return st == ST_OK ? sink_finish(sink, trouble) : st;
}
