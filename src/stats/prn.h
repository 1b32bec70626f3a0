/* SPDX-License-Identifier: MIT */
/* prn.h - the permanent random number of every unit.
 *
 * Purpose    Opens the stream whose output number i is u_i, the permanent
 *            random number of the unit at position i of the frame.
 * Units      Positions count the records of the frame from 0.
 * Ownership  None: a stream is a plain value.
 * Errors     ST_NOMEM from prn_stream().
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
 */
#ifndef STATS_PRN_H
#define STATS_PRN_H

#include "base/slice.h"
#include "stats/pcg64.h"

/* The version of the rule that turns frame and seed into a sample. */
enum { PRN_ALGORITHM = 1 };

/* Opens the stream of SEED for PURPOSE ("draw") and LABEL, at output 0. */
enum status prn_stream(const char *purpose, uint64_t seed, struct slice label,
                       struct pcg64 *stream);

/* A 128-bit number in decimal, as Python's int() reads it. */
enum { PRN_TEXT_BYTES = 40 };
void prn_text(uint128 number, char text[PRN_TEXT_BYTES]);

#endif
