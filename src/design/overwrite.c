/* SPDX-License-Identifier: MIT */
#include "design/overwrite.h"

#include <string.h>
#include <sys/stat.h>

enum status
overwrite_check(const char *input, const char *what, const char *output,
                struct trouble *trouble)
{
    struct stat in, out;

    if (input == NULL || output == NULL || strcmp(output, "-") == 0 ||
        stat(input, &in) != 0 || stat(output, &out) != 0 ||
        !S_ISREG(in.st_mode) || in.st_dev != out.st_dev ||
        in.st_ino != out.st_ino)
        return ST_OK;
    return trouble_say(trouble, ST_USAGE, "%s: the output is %s, too", output,
                       what);
}
