/* SPDX-License-Identifier: MIT */
#include "stats/prn.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Hashes "sampler 1 PURPOSE PART SEED LABEL" to one 128-bit number. */
static enum status
hash_part(const char *purpose, const char *part, uint64_t seed,
          struct slice label, uint128 *number)
{
    static const char form[] = "sampler %d %s %s %" PRIu64 " ";
    const int printed =
        snprintf(NULL, 0, form, (int)PRN_ALGORITHM, purpose, part, seed);
    size_t len;

    assert(printed > 0);
    if (__builtin_add_overflow((size_t)printed, label.len, &len) ||
        len == SIZE_MAX)
        return ST_NOMEM;
    char *text = malloc(len + 1); /* and snprintf's NUL */
    if (text == NULL)
        return ST_NOMEM;
    snprintf(text, len + 1, form, (int)PRN_ALGORITHM, purpose, part, seed);
    if (label.len > 0)
        memcpy(text + printed, label.bytes, label.len);
    const struct hash128 hash = hash128_of((struct slice){text, len});
    free(text);
    *number = (uint128)hash.high << 64 | hash.low;
    return ST_OK;
}

enum status
prn_stream(const char *purpose, uint64_t seed, struct slice label,
           struct pcg64 *stream)
{
    struct pcg64 opened = {0, 0};
    enum status st = hash_part(purpose, "state", seed, label, &opened.state);

    if (st == ST_OK)
        st = hash_part(purpose, "increment", seed, label, &opened.increment);
    if (st != ST_OK)
        return st;
    opened.increment |= 1; /* the full period needs an odd increment */
    *stream = opened;
    return ST_OK;
}

enum status
prn_unit_key(const char *purpose, uint64_t seed, struct slice label,
             struct prn_key *key)
{
    uint128 hash;
    const enum status st = hash_part(purpose, "unit", seed, label, &hash);

    if (st == ST_OK)
        key->k = (uint64_t)hash;
    return st;
}

uint64_t
prn_of_unit(struct prn_key key, struct hash128 id)
{
    return hash64_of_hash(id, key.k);
}

void
prn_text(uint128 number, char text[PRN_TEXT_BYTES])
{
    char reversed[PRN_TEXT_BYTES];
    int len = 0;

    do {
        reversed[len++] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number > 0);
    for (int i = 0; i < len; i++)
        text[i] = reversed[len - 1 - i];
    text[len] = '\0';
}
