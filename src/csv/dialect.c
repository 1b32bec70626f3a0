/* SPDX-License-Identifier: MIT */
#include "csv/dialect.h"

#include <string.h>

enum status
dialect_read(struct slice text, struct dialect *dialect)
{
    if (slice_equal(text, slice_of("\\t")) ||
        slice_equal(text, slice_of("tab")))
        text = slice_of("\t");
    if (text.len != 1)
        return ST_SYNTAX;
    const char byte = text.bytes[0];
    const bool in_word = (byte >= 'a' && byte <= 'z') ||
                         (byte >= 'A' && byte <= 'Z') || (byte & 0x80) != 0;
    /* Digits, point and signs would cut the weights we write in two. */
    if (in_word || memchr("\0\"\r\n0123456789.+-", byte, 17) != NULL)
        return ST_SYNTAX;
    dialect->delimiter = byte;
    return ST_OK;
}

struct dialect
dialect_of_name(struct slice name)
{
    const bool tabs = slice_ends_with(name, slice_of(".tsv"));

    return (struct dialect){tabs ? '\t' : ','};
}
