/* SPDX-License-Identifier: MIT */
#include "design/warnings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

enum status
warnings_add(struct warnings *warnings, const char *format, ...)
{
    const enum status st =
        array_reserve(&warnings->list, &warnings->room, warnings->count + 1,
                      sizeof *warnings->list);
    va_list args;

    if (st != ST_OK)
        return st;
    va_start(args, format);
    vsnprintf(warnings->list[warnings->count].text, WARNING_BYTES, format,
              args);
    va_end(args);
    warnings->count++;
    return ST_OK;
}

void
warnings_free(struct warnings *warnings)
{
    free(warnings->list);
    *warnings = (struct warnings){0};
}
