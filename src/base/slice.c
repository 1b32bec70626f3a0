/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

#include <string.h>

struct slice
slice_of(const char *string)
{
    return (struct slice){string, strlen(string)};
}

bool
slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || !memcmp(a.bytes, b.bytes, a.len));
}

static unsigned char
lower(char letter)
{
    const unsigned char byte = (unsigned char)letter;

    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + 32) : byte;
}

bool
slice_equal_any_case(struct slice a, struct slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.bytes[i]) != lower(b.bytes[i]))
            return false;
    return true;
}

int
slice_compare(struct slice a, struct slice b)
{
    const size_t shared = a.len < b.len ? a.len : b.len;
    const int order = shared == 0 ? 0 : memcmp(a.bytes, b.bytes, shared);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool
slice_ends_with(struct slice text, struct slice ending)
{
    if (text.len < ending.len)
        return false;
    text.bytes += text.len - ending.len;
    text.len = ending.len;
    return slice_equal_any_case(text, ending);
}

enum status
slice_to_count(struct slice text, uint64_t *count)
{
    uint64_t value = 0;

    if (text.len == 0)
        return ST_SYNTAX;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = (unsigned char)text.bytes[i] - (unsigned)'0';
        if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return ST_SYNTAX;
    }
    *count = value;
    return ST_OK;
}
