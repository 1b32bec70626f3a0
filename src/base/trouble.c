/* SPDX-License-Identifier: MIT */
#include "base/trouble.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status
trouble_say(struct trouble *trouble, enum status st, const char *format, ...)
{
    va_list args;

    if (trouble->status != ST_OK)
        return st;
    trouble->status = st;
    va_start(args, format);
    vsnprintf(trouble->text, sizeof trouble->text, format, args);
    va_end(args);
    return st;
}

enum status
trouble_system(struct trouble *trouble, int error_number, const char *format,
               ...)
{
    const enum status st = error_number == ENOMEM ? ST_NOMEM : ST_SYSTEM;
    char text[TROUBLE_BYTES - 256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return trouble_say(trouble, st, "%s: %s", text, strerror(error_number));
}

void
trouble_more(struct trouble *trouble, const char *format, ...)
{
    size_t len = strlen(trouble->text);
    va_list args;

    if (len == 0)
        return;
    len +=
        (size_t)snprintf(trouble->text + len, sizeof trouble->text - len, "; ");
    if (len >= sizeof trouble->text)
        return;
    va_start(args, format);
    vsnprintf(trouble->text + len, sizeof trouble->text - len, format, args);
    va_end(args);
}

enum status
trouble_place(struct trouble *trouble, const char *place)
{
    char text[TROUBLE_BYTES];

    memcpy(text, trouble->text, sizeof text);
    snprintf(trouble->text, sizeof trouble->text, "%.4100s: %.4000s", place,
             text);
    return trouble->status;
}

enum status
trouble_nomem(struct trouble *trouble)
{
    return trouble_say(trouble, ST_NOMEM, "out of memory");
}
