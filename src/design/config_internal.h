/* SPDX-License-Identifier: MIT */
/* config_internal.h - what the files of config.h share.
 *
 * Purpose    Appends to lists of arguments, and walks an argp.
 * Units      None.
 * Ownership  As in config.h.
 * Errors     ST_NOMEM.
 * Method     None.
 */
#ifndef DESIGN_CONFIG_INTERNAL_H
#define DESIGN_CONFIG_INTERNAL_H

#include "design/config.h"

/* Appends an argument in printf's manner. */
enum status config_list_add(struct config_list *list, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Calls VISIT with every option that has a long name. */
void config_each_option(const struct argp *argp,
                        void (*visit)(void *context,
                                      const struct argp_option *option),
                        void *context);

#endif
