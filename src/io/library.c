/* SPDX-License-Identifier: MIT */
#include "io/library.h"

#include <isa-l.h>
#include <zstd.h>

/* The preprocessor's number as text. */
#define TEXT_OF(number) #number
#define VERSION(major, minor, patch) \
    TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *
library_of_coding(enum coding coding)
{
    switch (coding) {
    case CODING_GZIP:
        return "ISA-L " VERSION(ISAL_MAJOR_VERSION, ISAL_MINOR_VERSION,
                                ISAL_PATCH_VERSION);
    case CODING_ZSTD:
        return "zstd " ZSTD_VERSION_STRING;
    case CODING_PLAIN:
        break;
    }
    return "";
}
