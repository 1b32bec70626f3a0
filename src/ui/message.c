/* SPDX-License-Identifier: MIT */
#include "ui/message.h"

#include <stdio.h>

#include "base/shown.h"

static const char *program_name = "";

void
message_init(const char *program)
{
    program_name = program;
}

static void
print_line(const char *kind, const char *place, const char *text)
{
    flockfile(stderr);
    fprintf(stderr, "%s: %s", program_name, kind);
    if (place != NULL) {
        shown_print(stderr, slice_of(place));
        fputs(": ", stderr);
    }
    shown_print(stderr, slice_of(text));
    fputc('\n', stderr);
    funlockfile(stderr);
}

void
message_say(const char *text)
{
    print_line("", NULL, text);
}

void
message_warn(const char *place, const char *text)
{
    print_line("warning: ", place, text);
}
