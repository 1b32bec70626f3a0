/* SPDX-License-Identifier: MIT */
/* command_line.h - options of sampler from a text, line by line.
 *
 * Purpose    Gives the parser of sampler's command line, as it is, the options
 *            that a fuzzer has made up: NAME=VALUE or NAME on a line.
 * Units      None.
 * Ownership  The caller owns the struct and frees it with
 *            command_line_free(); the plan shows it.
 * Errors     False where the parser refuses the options, and says so.
 * Method     argp_error() is defined here, and comes back to the caller in
 *            place of ending the process. The parser is called option by
 *            option: argp_parse() would leave its memory behind. Options that
 *            name files of the machine are left out.
 */
#ifndef TESTS_FUZZ_COMMAND_LINE_H
#define TESTS_FUZZ_COMMAND_LINE_H

#include "base/slice.h"
#include "sampler_options.h"

enum { COMMAND_LINE_OPTIONS = 64 };

struct command_line {
    struct command command;
    char *arguments[COMMAND_LINE_OPTIONS + 2]; /* as typed; ends with NULL */
    int argument_count;
    const char *rules[2][COMMAND_LINE_OPTIONS];
    char message[1000]; /* what was refused, and why */
};

/* Reads the lines of TEXT that are options; the others are left out. */
bool command_line_read(struct command_line *line, struct slice text);

/* Frees what the struct holds. */
void command_line_free(struct command_line *line);

#endif
