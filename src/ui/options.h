/* SPDX-License-Identifier: MIT */
/* options.h - the options that all programs share, and how values are read.
 *
 * Purpose    An argp child with --quiet, --verbose and --progress, and the
 *            readers of option values, which refuse what they do not fully
 *            understand.
 * Units      Sizes in bytes.
 * Ownership  Values show argv.
 * Errors     A value that cannot be read ends the program by argp_error(),
 *            with the option and the value in the message, exit status 2.
 * Method     Numbers are decimal digits and nothing else; a single-valued
 *            option may be given once.
 */
#ifndef UI_OPTIONS_H
#define UI_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "ui/progress.h"

/* Keys of long options without a letter; programs go on from OPTION_OWN. */
enum { OPTION_PROGRESS = 0x100, OPTION_OWN, OPTION_KEYS = 0x180 };

struct shared_options {
    bool quiet;
    bool verbose;
    enum progress_mode progress;
    bool given[OPTION_KEYS]; /* single-valued options seen so far */
};

/* The child's parser; its input is a struct shared_options. */
extern const struct argp options_argp;

/* Notes that single-valued option KEY called NAME is there, and refuses it if
 * it was there before. */
void options_once(struct argp_state *state, struct shared_options *shared,
                  int key, const char *name);

/* Reads the value of option NAME as a count up to MAX. */
uint64_t options_count(struct argp_state *state, const char *name,
                       const char *value, uint64_t max);

/* The same, from 1 on. */
uint64_t options_positive(struct argp_state *state, const char *name,
                          const char *value, uint64_t max);

/* Reads a size, a count with K, M or G (of 1024) behind it or nothing. */
uint64_t options_size(struct argp_state *state, const char *name,
                      const char *value, uint64_t max);

/* Reads one of WORDS, which end with NULL, and returns its index. */
int options_word(struct argp_state *state, const char *name, const char *value,
                 const char *const words[]);

/* Refuses the SECOND of two input files. One that is not there may be what the
 * shell made of a column's name with a blank. */
void options_refuse_file(struct argp_state *state, const char *program,
                         const char *first, const char *second);

#endif
