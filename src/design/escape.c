/* SPDX-License-Identifier: MIT */
#include "design/escape.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

enum { CODE_BYTES = 4, HASH_DIGITS = 32, HASH_BYTES = 2 + HASH_DIGITS };

static bool
is_hex(char letter)
{
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
}

/* Whether COUNT hexadecimal digits stand in VALUE from AT on. */
static bool
has_hex(struct slice value, size_t at, size_t count)
{
    if (value.len - at < count)
        return false;
    for (size_t i = at; i < at + count; i++)
        if (!is_hex(value.bytes[i]))
            return false;
    return true;
}

/* Whether the underscore at AT begins what would be read as an escape. */
static bool
is_misleading(struct slice value, size_t at)
{
    if (value.len - at < 2)
        return false;
    return (value.bytes[at + 1] == 'x' && has_hex(value, at + 2, 2)) ||
           (value.bytes[at + 1] == 'h' && has_hex(value, at + 2, HASH_DIGITS));
}

/* What Windows takes for a device, with or without an ending. */
static bool
is_device(struct slice value)
{
    static const char *const names[] = {"CON", "PRN", "AUX", "NUL"};
    const char *const dot =
        value.len == 0 ? NULL : memchr(value.bytes, '.', value.len);
    const struct slice stem = {
        value.bytes, dot == NULL ? value.len : (size_t)(dot - value.bytes)};
    const struct slice three = {stem.bytes, 3};

    if (stem.len == 4 && stem.bytes[3] >= '1' && stem.bytes[3] <= '9')
        return slice_equal_any_case(three, slice_of("COM")) ||
               slice_equal_any_case(three, slice_of("LPT"));
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (slice_equal_any_case(stem, slice_of(names[k])))
            return true;
    return false;
}

/* Whether the byte at AT stands for itself. */
static bool
is_plain(struct slice value, size_t at)
{
    const char byte = value.bytes[at];

    if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= 'a' && byte <= 'z'))
        return at > 0 || !is_device(value);
    if (byte == '.' || byte == '-')
        return at > 0;
    return byte == '_' && !is_misleading(value, at);
}

struct escaped
escape_value(struct slice value, size_t limit)
{
    struct escaped escaped = {0};
    size_t cut = 0; /* how much may stay in front of a hash */
    size_t at;
    char code[CODE_BYTES + 1];

    if (value.len == 0)
        value = (struct slice){"", 1};
    for (at = 0; at < value.len; at++) {
        const bool plain = is_plain(value, at);
        const size_t len = plain ? 1 : CODE_BYTES;
        if (escaped.len + len > limit)
            break;
        snprintf(code, sizeof code, "_x%02x", (unsigned char)value.bytes[at]);
        memcpy(escaped.text + escaped.len, plain ? value.bytes + at : code,
               len);
        escaped.len += len;
        if (escaped.len <= limit - HASH_BYTES)
            cut = escaped.len;
    }
    if (at < value.len) {
        const struct hash128 hash = hash128_of(value);
        char digits[HASH_BYTES + 1];
        snprintf(digits, sizeof digits, "_h%016llx%016llx",
                 (unsigned long long)hash.high, (unsigned long long)hash.low);
        memcpy(escaped.text + cut, digits, HASH_BYTES);
        escaped.len = cut + HASH_BYTES;
    }
    return escaped;
}
