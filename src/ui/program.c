/* SPDX-License-Identifier: MIT */
#include "ui/program.h"

#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/trouble.h"
#include "ui/message.h"

static void
close_stdout(void)
{
    struct trouble trouble = {0};

    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return;
    trouble_system(&trouble, errno, "standard output: cannot write");
    message_say(trouble.text);
    _exit(PROGRAM_TROUBLE);
}

void
program_begin(const char *name)
{
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
