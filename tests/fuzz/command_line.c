/* SPDX-License-Identifier: MIT */
#include "command_line.h"

#include <setjmp.h>
#include <stdarg.h>

#include "design/candidates.h"
#include "fuzz.h"

static jmp_buf refused;
static char refusal[sizeof((struct command_line *)NULL)->message];

/* In the place of the C library's. */
void
argp_error(const struct argp_state *state, const char *format, ...)
{
    va_list args;

    (void)state;
    va_start(args, format);
    vsnprintf(refusal, sizeof refusal, format, args);
    va_end(args);
    longjmp(refused, 1);
}

/* Whether an option may be given: it reads or writes no file of its own. */
static bool
is_harmless(const struct argp_option *option)
{
    return option != NULL && strcmp(option->name, "config") != 0 &&
           strcmp(option->name, "tmpdir") != 0;
}

/* Takes a line as an option, if it is one. */
static void
add_line(struct command_line *line, struct slice text)
{
    char *const typed = malloc(text.len + 3);

    fuzz_require(typed != NULL, "out of memory");
    snprintf(typed, text.len + 3, "--%.*s", (int)text.len, text.bytes);
    char *const sign = strchr(typed, '=');
    if (sign != NULL)
        *sign = '\0';
    const struct argp_option *const option =
        config_option(&command_argp, typed + 2, 0);
    if (sign != NULL)
        *sign = '=';
    if (is_harmless(option) && (option->arg != NULL) == (sign != NULL))
        line->arguments[line->argument_count++] = typed;
    else
        free(typed);
}

static void
parse(struct command_line *line, struct argp_state *state)
{
    struct argp_state shared = *state, common = *state;

    shared.input = &line->command.shared;
    common.input = &line->command.common;
    command_argp.parser(ARGP_KEY_INIT, NULL, state);
    for (int k = 1; k < line->argument_count; k++) {
        char *const typed = line->arguments[k];
        char *const sign = strchr(typed, '=');
        if (sign != NULL)
            *sign = '\0';
        const int key = config_option(&command_argp, typed + 2, 0)->key;
        if (sign != NULL)
            *sign = '=';
        char *const value = sign == NULL ? NULL : sign + 1;
        if (command_argp.parser(key, value, state) == ARGP_ERR_UNKNOWN &&
            options_argp.parser(key, value, &shared) == ARGP_ERR_UNKNOWN &&
            common_options_argp.parser(key, value, &common) == ARGP_ERR_UNKNOWN)
            fuzz_require(common_told_argp.parser(key, value, &common) == 0,
                         "%s is nobody's", typed);
    }
    command_argp.parser(ARGP_KEY_ARG, (char *)(uintptr_t) "frame", state);
    command_argp.parser(ARGP_KEY_END, NULL, state);
}

bool
command_line_read(struct command_line *line, struct slice text)
{
    void *children[2] = {NULL, NULL};
    struct argp_state state = {.root_argp = &command_argp,
                               .input = &line->command,
                               .child_inputs = children};
    struct slice one;

    *line = (struct command_line){
        .command.plan = {.weight_name = slice_of("weight"),
                         .min_per_stratum = 1,
                         .replicate = 1,
                         .reader = {.dialect = {','}},
                         .candidates_budget = CANDIDATES_BUDGET},
        .command.common = {.shared = &line->command.shared,
                           .max_record = READER_MAX_RECORD,
                           .max_record_limit = READER_LIMIT,
                           .sdc_suppress = 7},
        .command.files.output = "-",
        .argument_count = 1,
    };
    line->arguments[0] = fuzz_string(slice_of("sampler"));
    line->command.where = line->rules[0];
    line->command.keep = line->rules[1];
    line->command.plan.where = line->rules[0];
    line->command.plan.keep = line->rules[1];
    while (line->argument_count <= COMMAND_LINE_OPTIONS &&
           fuzz_line(&text, &one))
        add_line(line, one);
    if (setjmp(refused) != 0) {
        memcpy(line->message, refusal, sizeof line->message);
        fuzz_require(line->message[0] != '\0', "refused without a word");
        return false;
    }
    parse(line, &state);
    return true;
}

void
command_line_free(struct command_line *line)
{
    for (int k = 0; k < line->argument_count; k++)
        free(line->arguments[k]);
}
