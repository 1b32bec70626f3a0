/* SPDX-License-Identifier: MIT */
/* memory_source.h - a source whose input is a text in memory.
 *
 * Purpose    Millions of short texts are read without a file for each of them.
 * Units      Bytes.
 * Ownership  The caller owns the source and the text, and frees neither here.
 * Errors     None.
 * Method     memory_source.c defines the functions of io/source.h that a reader
 *            calls; a program that links it has no other sources.
 */
#ifndef TESTS_MEMORY_SOURCE_H
#define TESTS_MEMORY_SOURCE_H

#include "base/slice.h"
#include "io/source.h"

struct source {
    struct slice text;
    size_t at;
    bool in_order; /* like a pipe */
};

#endif
