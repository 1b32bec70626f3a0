/* SPDX-License-Identifier: MIT */
/* sampler_values.h - values of options that are more than a number or a word.
 *
 * Purpose    Reads shares, names, and what has a column in it.
 * Units      None.
 * Ownership  Values show argv.
 * Errors     A value that cannot be read ends the program by argp_error(), with
 *            the option and the value in the message.
 * Method     None.
 */
#ifndef SAMPLER_VALUES_H
#define SAMPLER_VALUES_H

#include <argp.h>

#include "design/plan.h"

/* Something that has a name, which is not empty. */
struct slice value_name(struct argp_state *state, const char *option,
                        const char *value);

/* A share above 0; up to 1 if it is a fraction. */
struct share value_share(struct argp_state *state, const char *option,
                         const char *value, bool is_fraction);

/* --allocation and --method, which may end with a column. */
void value_allocation(struct plan *plan, const char *value,
                      struct argp_state *state);
void value_method(struct plan *plan, const char *value,
                  struct argp_state *state);

/* --add, a list of columns, each with or without a name. */
void value_add(struct plan *plan, const char *value, struct argp_state *state);

#endif
