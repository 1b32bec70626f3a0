/* SPDX-License-Identifier: MIT */
#include "design/sample_writer.h"

#include <stdlib.h>

/* The line ending of the header, which a row without one is given. */
static struct slice
default_ending(const struct header *header)
{
    return slice_of(header->ending_bytes == 2 ? "\r\n" : "\n");
}

/* Writes CONTENT, the delimiter, FIELD and ENDING. */
static enum status
write_line(const struct sample_writer *writer, struct slice content,
           struct slice field, struct slice ending, struct trouble *trouble)
{
    const struct slice parts[] = {
        content, {&writer->header->dialect.delimiter, 1}, field, ending};
    enum status st = ST_OK;

    for (size_t k = 0; k < sizeof parts / sizeof parts[0] && st == ST_OK; k++)
        st = sink_write(writer->sink, parts[k].bytes, parts[k].len, trouble);
    return st;
}

enum status
sample_writer_begin(const struct sample_writer *writer,
                    struct slice weight_name, struct trouble *trouble)
{
    const struct header *const header = writer->header;
    const struct slice content = {header->raw, header->raw_bytes};
    char *name;
    size_t len;

    if (field_written(header->dialect, weight_name, &name, &len) != ST_OK)
        return trouble_nomem(trouble);
    const enum status st =
        write_line(writer, content, (struct slice){name, len},
                   default_ending(header), trouble);
    free(name);
    return st;
}

enum status
sample_writer_row(void *context, const struct candidate *candidate,
                  const char *row, struct trouble *trouble)
{
    const struct sample_writer *const writer = context;
    const struct weight_text *const weight =
        candidate->certainty ? &writer->kept_weight : &writer->drawn_weight;
    const struct slice content = {row, candidate->content_bytes};
    const struct slice ending = {row + content.len, candidate->ending_bytes};

    return write_line(
        writer, content, (struct slice){weight->text, weight->len},
        ending.len > 0 ? ending : default_ending(writer->header), trouble);
}
