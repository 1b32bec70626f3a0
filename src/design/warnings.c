/* SPDX-License-Identifier: MIT */
#include "design/warnings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

static enum status
add(struct warnings *warnings, bool plain, const char *format, va_list args)
{
    const enum status st =
        array_reserve(&warnings->list, &warnings->room, warnings->count + 1,
                      sizeof *warnings->list);

    if (st != ST_OK)
        return st;
    struct warning *const warning = &warnings->list[warnings->count++];
    warning->plain = plain;
    vsnprintf(warning->text, sizeof warning->text, format, args);
    return ST_OK;
}

enum status
warnings_add(struct warnings *warnings, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const enum status st = add(warnings, false, format, args);
    va_end(args);
    return st;
}

enum status
warnings_add_plain(struct warnings *warnings, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const enum status st = add(warnings, true, format, args);
    va_end(args);
    return st;
}

void
warnings_free(struct warnings *warnings)
{
    free(warnings->list);
    *warnings = (struct warnings){0};
}
