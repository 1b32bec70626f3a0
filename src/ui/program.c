/* SPDX-License-Identifier: MIT */
#include "ui/program.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/trouble.h"
#include "ui/message.h"

/* What failed before has left no cause: one more byte will find it. */
static void
find_cause(void)
{
    clearerr(stdout);
    errno = 0;
    putchar('\n');
    (void)fflush(stdout);
}

enum status
program_check_printed(struct trouble *trouble)
{
    static const char fault[] = "standard output: cannot write";

    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return ST_OK;
    if (errno == 0)
        find_cause();
    if (errno == 0)
        trouble_say(trouble, ST_SYSTEM, "%s", fault);
    else
        trouble_system(trouble, errno, "%s", fault);
    clearerr(stdout);
    __fpurge(stdout);
    return ST_SYSTEM;
}

static void
close_stdout(void)
{
    struct trouble trouble = {0};

    if (program_check_printed(&trouble) == ST_OK)
        return;
    message_say(trouble.text);
    _exit(PROGRAM_TROUBLE);
}

void
program_begin(const char *name)
{
    /* A line is one write, or those of two jobs would be mixed up; longer than
     * the longest message, with all its bytes shown as \xHH. */
    static char line[4 * TROUBLE_BYTES + 1024];

    (void)setvbuf(stderr, line, _IOLBF, sizeof line);
    message_init(name);
    /* Of several pools each would take 64 MiB of addresses, which ulimit -v
     * counts; threads seldom ask for memory at the same time. */
    mallopt(M_ARENA_MAX, 1);
    argp_err_exit_status = PROGRAM_USAGE;
    atexit(close_stdout);
}

int
program_exit_status(enum status st)
{
    if (st == ST_OK)
        return EXIT_SUCCESS;
    return st == ST_USAGE ? PROGRAM_USAGE : PROGRAM_TROUBLE;
}

void
program_tell_seed(uint64_t seed)
{
    char text[64];

    snprintf(text, sizeof text, "seed %" PRIu64 " (chosen by chance)", seed);
    message_say(text);
}

enum status
program_say_seed_untold(struct trouble *trouble)
{
    return trouble_say(trouble, ST_SYSTEM,
                       "standard error: the seed cannot be told");
}

enum status
program_check_seed_told(struct trouble *trouble)
{
    return fflush(stderr) != 0 || ferror(stderr)
               ? program_say_seed_untold(trouble)
               : ST_OK;
}
