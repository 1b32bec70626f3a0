/* SPDX-License-Identifier: MIT */
#include "io/mode.h"

#include <errno.h>
#include <sys/stat.h>

mode_t
mode_umask(void)
{
    const mode_t mask = umask(S_IRWXG | S_IRWXO);

    umask(mask);
    return mask;
}

bool
mode_is_fixed(int error_number)
{
    return error_number == EPERM || error_number == ENOSYS ||
           error_number == EOPNOTSUPP;
}
