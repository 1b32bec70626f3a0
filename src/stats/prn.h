/* SPDX-License-Identifier: MIT */
/* prn.h - the permanent random number of every unit.
 *
 * Purpose    By position: opens the stream whose output number i is u_i, the
 *            permanent random number of the unit at position i of the frame.
 *            By identifier: gives u of the unit that an identifier names.
 * Units      Positions count the records of the frame from 0.
 * Ownership  None: a stream and a key are plain values.
 * Errors     ST_NOMEM from prn_stream() and prn_unit_key().
 * Method     Algorithm 1. State and increment of the PCG64 stream are
 *            XXH3_128 of two texts,
 *
 *                sampler 1 PURPOSE state SEED LABEL
 *                sampler 1 PURPOSE increment SEED LABEL
 *
 *            with single blanks, SEED in decimal, LABEL as given (nothing
 *            after the last blank where there is none); the increment's
 *            lowest bit is set to 1. Hashing keeps the streams of neighbouring
 *            seeds, of purposes and of labels apart.
 *
 *            By identifier, with id the bytes of the unit's decoded field:
 *
 *                k = the low 64 bits of XXH3_128 of the text
 *                    sampler 1 PURPOSE unit SEED LABEL
 *                u = XXH3_64bits_withSeed(XXH3_128(id), k)
 *
 *            the 16 bytes of XXH3_128(id) most significant first. The seed is
 *            never put on the identifier itself: XXH3 mixes seed and short
 *            texts so little that two seeds would share most hashes.
 */
#ifndef STATS_PRN_H
#define STATS_PRN_H

#include "base/hash.h"
#include "stats/pcg64.h"

/* The version of the rule that turns frame and seed into a sample. */
enum { PRN_ALGORITHM = 1 };

/* Opens the stream of SEED for PURPOSE ("draw") and LABEL, at output 0. */
enum status prn_stream(const char *purpose, uint64_t seed, struct slice label,
                       struct pcg64 *stream);

/* What u of a unit depends on besides its identifier. */
struct prn_key {
    uint64_t k;
};

/* The key of SEED for PURPOSE ("draw", "split") and LABEL. */
enum status prn_unit_key(const char *purpose, uint64_t seed, struct slice label,
                         struct prn_key *key);

/* The permanent random number of the unit whose identifier has the hash ID, as
 * hash128_of() gives it. */
uint64_t prn_of_unit(struct prn_key key, struct hash128 id);

/* A 128-bit number in decimal, as Python's int() reads it. */
enum { PRN_TEXT_BYTES = 40 };
void prn_text(uint128 number, char text[PRN_TEXT_BYTES]);

#endif
