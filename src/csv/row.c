/* SPDX-License-Identifier: MIT */
#include "csv/row.h"

#include <string.h>

/* The first byte behind the closing quote of the field that begins AT. */
static const char *
behind_quotes(const char *at, const char *end)
{
    do {
        at = memchr(at + 1, '"', (size_t)(end - at - 1));
        if (at == NULL)
            return end;
        at++;
    } while (at < end && *at == '"'); /* the first of two was data */
    return at;
}

static const char *
end_of_field(struct dialect dialect, const char *at, const char *end)
{
    if (at < end && *at == '"')
        at = behind_quotes(at, end);
    const char *const delimiter =
        memchr(at, dialect.delimiter, (size_t)(end - at));
    return delimiter != NULL ? delimiter : end;
}

size_t
row_fields(struct dialect dialect, struct slice content, size_t room,
           struct slice *fields)
{
    const char *at = content.bytes, *const end = at + content.len;

    for (size_t count = 0; count < room; count++) {
        const char *const behind = end_of_field(dialect, at, end);
        fields[count] = (struct slice){at, (size_t)(behind - at)};
        if (behind == end)
            return count + 1;
        at = behind + 1;
    }
    return room;
}
