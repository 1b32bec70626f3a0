/* SPDX-License-Identifier: MIT */
#include "stats/weight.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 17 significant digits tell every double from its neighbours. */
enum { MOST_DIGITS = 17 };

/* The number 0.DIGITS x 10^POINT. */
struct significand {
    char digits[MOST_DIGITS + 1]; /* and a NUL */
    int len;
    int point;
};

double
design_weight(uint64_t pop_size, uint64_t sample_size)
{
    assert(sample_size >= 1 && sample_size <= pop_size);
    return (double)pop_size / (double)sample_size;
}

/* The LEN significant digits that are nearest to WEIGHT. */
static struct significand
nearest_digits(double weight, int len)
{
    struct significand nearest = {.len = len};
    char text[MOST_DIGITS + sizeof ".e-324"];

    snprintf(text, sizeof text, "%.*e", len - 1, weight);
    nearest.digits[0] = text[0];
    if (len > 1) /* text[1] is the point */
        memcpy(nearest.digits + 1, text + 2, (size_t)len - 1);
    nearest.point = atoi(strchr(text, 'e') + 1) + 1;
    return nearest;
}

/* Adds one to the last digit. */
static void
count_up(struct significand *number)
{
    int at = number->len - 1;

    for (; at >= 0 && number->digits[at] == '9'; at--)
        number->digits[at] = '0';
    if (at >= 0) {
        number->digits[at]++;
        return;
    }
    number->digits[0] = '1'; /* 99 is 100 now: zeros follow already */
    number->point++;
}

static bool
reads_back(const struct significand *number, double weight)
{
    char text[MOST_DIGITS + sizeof "e-340"];

    /* Without a point, so that no locale can read it differently. */
    snprintf(text, sizeof text, "%se%d", number->digits,
             number->point - number->len);
    return strtod(text, NULL) == weight;
}

/* The fewest digits that read back to WEIGHT, and the nearest of those. Where
 * the nearest does not read back, the next one up may: below a power of two
 * doubles lie twice as close as above it (2^-44 is 5.684341886080802e-14). */
static struct significand
shortest_digits(double weight)
{
    struct significand number;

    for (int len = 1;; len++) {
        number = nearest_digits(weight, len);
        if (len == MOST_DIGITS || reads_back(&number, weight))
            return number;
        count_up(&number);
        if (reads_back(&number, weight))
            return number;
    }
}

static void
append(struct weight_text *text, const char *bytes, int len)
{
    memcpy(text->text + text->len, bytes, (size_t)len);
    text->len += (size_t)len;
}

static void
append_zeros(struct weight_text *text, int count)
{
    memset(text->text + text->len, '0', (size_t)count);
    text->len += (size_t)count;
}

struct weight_text
weight_text_of(double weight)
{
    struct weight_text text = {.len = 0};

    assert(isfinite(weight) && !signbit(weight));
    const struct significand number = shortest_digits(weight);
    if (number.point <= 0) {
        append(&text, "0.", 2);
        append_zeros(&text, -number.point);
        append(&text, number.digits, number.len);
    } else if (number.point >= number.len) {
        append(&text, number.digits, number.len);
        append_zeros(&text, number.point - number.len);
    } else {
        append(&text, number.digits, number.point);
        append(&text, ".", 1);
        append(&text, number.digits + number.point, number.len - number.point);
    }
    text.text[text.len] = '\0';
    return text;
}

/* Neumaier 1974: what is lost of the smaller of the two is exactly known. */
void
weight_sum_add(struct weight_sum *sum, double weight)
{
    const double total = sum->sum + weight;

    if (fabs(sum->sum) >= fabs(weight))
        sum->lost += sum->sum - total + weight;
    else
        sum->lost += weight - total + sum->sum;
    sum->sum = total;
}

double
weight_sum_value(const struct weight_sum *sum)
{
    return sum->sum + sum->lost;
}

bool
weight_sum_agrees(const struct weight_sum *sum, uint64_t pop_size)
{
    const double want = (double)pop_size;

    return fabs(weight_sum_value(sum) - want) <= 1e-12 * want;
}
