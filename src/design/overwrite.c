/* SPDX-License-Identifier: MIT */
#include "design/overwrite.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static bool
is_same_file(const char *input, const char *output)
{
    struct stat in, out;

    return input != NULL && output != NULL && strcmp(output, "-") != 0 &&
           stat(input, &in) == 0 && stat(output, &out) == 0 &&
           S_ISREG(in.st_mode) && in.st_dev == out.st_dev &&
           in.st_ino == out.st_ino;
}

enum status
overwrite_check(const struct overwrite_input *inputs, size_t input_count,
                const char *const *outputs, size_t output_count,
                struct trouble *trouble)
{
    for (size_t k = 0; k < output_count; k++)
        for (size_t i = 0; i < input_count; i++)
            if (is_same_file(inputs[i].name, outputs[k]))
                return trouble_say(trouble, ST_USAGE,
                                   "%s: the output is %s, too", outputs[k],
                                   inputs[i].what);
    return ST_OK;
}
