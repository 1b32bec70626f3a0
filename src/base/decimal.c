/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

enum { EXPONENT_DIGITS = 18 };

const uint64_t decimal_tens[DECIMAL_TENS] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
    10000000000000000000U,
};

static bool
is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Reads the exponent that begins at AT, if any; the text must end with it. */
static enum status
read_exponent(struct slice text, size_t at, int64_t *exponent)
{
    int64_t value = 0;
    bool negative = false;
    size_t first;

    *exponent = 0;
    if (at == text.len)
        return ST_OK;
    if (text.bytes[at] != 'e' && text.bytes[at] != 'E')
        return ST_SYNTAX;
    at++;
    if (at < text.len && (text.bytes[at] == '+' || text.bytes[at] == '-'))
        negative = text.bytes[at++] == '-';
    first = at;
    for (; at < text.len && is_digit(text.bytes[at]); at++) {
        if (at - first == EXPONENT_DIGITS)
            return ST_SYNTAX;
        value = value * 10 + (text.bytes[at] - '0');
    }
    if (at == first || at != text.len)
        return ST_SYNTAX;
    *exponent = negative ? -value : value;
    return ST_OK;
}

enum status
decimal_read(struct slice text, struct decimal *number)
{
    size_t at = 0, point = SIZE_MAX, digits = 0, leading = SIZE_MAX;
    size_t first_significant = 0;
    int64_t exponent;
    int sign = 1;

    if (at < text.len && (text.bytes[at] == '+' || text.bytes[at] == '-'))
        sign = text.bytes[at++] == '-' ? -1 : 1;
    for (; at < text.len; at++) {
        if (text.bytes[at] == '.' && point == SIZE_MAX) {
            point = digits; /* digits in front of the point */
        } else if (is_digit(text.bytes[at])) {
            if (text.bytes[at] != '0' && leading == SIZE_MAX) {
                leading = digits; /* zeros before the first other digit */
                first_significant = at;
            }
            digits++;
        } else {
            break;
        }
    }
    if (digits == 0 || read_exponent(text, at, &exponent) != ST_OK)
        return ST_SYNTAX;
    if (leading == SIZE_MAX) {
        *number = (struct decimal){{text.bytes, 0}, 0, 0};
        return ST_OK;
    }
    number->digits =
        (struct slice){text.bytes + first_significant, at - first_significant};
    number->exponent = exponent - 1 - (int64_t)leading +
                       (int64_t)(point == SIZE_MAX ? digits : point);
    number->sign = sign;
    return ST_OK;
}

/* The digit at AT, stepping over the point; 0 after the last one. */
static char
next_digit(struct slice digits, size_t *at)
{
    if (*at < digits.len && digits.bytes[*at] == '.')
        ++*at;
    return *at < digits.len ? digits.bytes[(*at)++] : '0';
}

static int
compare_magnitude(const struct decimal *a, const struct decimal *b)
{
    size_t at_a = 0, at_b = 0;

    if (a->exponent != b->exponent)
        return a->exponent < b->exponent ? -1 : 1;
    while (at_a < a->digits.len || at_b < b->digits.len) {
        const char digit_a = next_digit(a->digits, &at_a);
        const char digit_b = next_digit(b->digits, &at_b);
        if (digit_a != digit_b)
            return digit_a < digit_b ? -1 : 1;
    }
    return 0;
}

int
decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->sign != b->sign)
        return a->sign < b->sign ? -1 : 1;
    if (a->sign == 0)
        return 0;
    return a->sign * compare_magnitude(a, b);
}

enum status
decimal_integer(const struct decimal *number, uint64_t *integer, int64_t *power)
{
    uint64_t value = 0;
    int64_t place = number->exponent, last = 0;
    size_t zeros = 0; /* since the last digit that is none */

    for (size_t at = 0; at < number->digits.len;) {
        const char digit = next_digit(number->digits, &at);
        if (digit != '0') {
            for (size_t k = 0; k <= zeros; k++)
                if (__builtin_mul_overflow(value, 10, &value))
                    return ST_SYNTAX;
            if (__builtin_add_overflow(value, digit - '0', &value))
                return ST_SYNTAX;
            last = place;
        }
        zeros = digit == '0' ? zeros + 1 : 0;
        place--;
    }
    *integer = value;
    *power = last;
    return ST_OK;
}
