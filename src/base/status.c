/* SPDX-License-Identifier: MIT */
#include "base/status.h"

const char *
status_text(enum status st)
{
    switch (st) {
    case ST_OK:
        return "success";
    case ST_END:
        return "end of data";
    case ST_SYNTAX:
        return "malformed text";
    case ST_DATA:
        return "bad data";
    case ST_USAGE:
        return "wrong usage";
    case ST_SYSTEM:
        return "system error";
    case ST_NOMEM:
        return "out of memory";
    }
    return "unknown status";
}
