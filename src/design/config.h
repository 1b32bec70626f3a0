/* SPDX-License-Identifier: MIT */
/* config.h - options as a JSON object, and back.
 *
 * Purpose    Lets job runners give options as JSON, and lets a report hold the
 *            object that repeats its run.
 * Units      None.
 * Ownership  config_arguments() fills a list of new memory, which the caller
 *            frees with config_list_free(); config_of_run() gives a new
 *            reference.
 * Errors     ST_USAGE, said in the trouble with the key, for what is no such
 *            object; ST_SYSTEM, ST_NOMEM.
 * Method     Every long option of the argp is a key. Its value is a string or a
 *            number, for an option that takes one: the digits count as they are
 *            written, so that 0.02 is no double and a seed may have 64 bits;
 *            true or false, for one that takes none: given or not; or a list of
 *            these, which repeats it. What the command line gives replaces all
 *            that the object has for that option. What is left of the object
 *            comes first on a new command line, which argp then parses as if it
 *            had been typed.
 */
#ifndef DESIGN_CONFIG_H
#define DESIGN_CONFIG_H

#include <argp.h>
#include <jansson.h>

#include "base/trouble.h"

struct config_list {
    char **list; /* ends with NULL, which count leaves out */
    size_t count;
    size_t room;
};

/* Reads the object TEXT, or the file of that name if TEXT does not begin with
 * a brace, into arguments such as --n=5. */
enum status config_read(const char *text, const struct argp *argp,
                        struct trouble *trouble, struct config_list *arguments);

/* The command line with the options of its --config, if it has one. */
enum status config_arguments(const struct argp *argp, int argc,
                             char *const *argv, struct trouble *trouble,
                             struct config_list *arguments);

/* Frees the list. */
void config_list_free(struct config_list *list);

/* The object of the options of a command line, without --config, and with SEED
 * whether it was given or not, unless that is NULL; NULL if there is no
 * memory. */
json_t *config_of_run(const struct argp *argp, int argc, char *const *argv,
                      const char *seed);

/* The option of ARGP or its children that has this long name, or else the
 * letter or number KEY; NULL if there is none. */
const struct argp_option *config_option(const struct argp *argp,
                                        const char *name, int key);

#endif
