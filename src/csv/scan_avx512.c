/* SPDX-License-Identifier: MIT */
#include "csv/scan_avx512.h"

static bool
usable(void)
{
    return has_avx512();
}

const struct scan_kernel scan_kernel_avx512 = {
    .name = "avx512",
    .usable = usable,
    .step = scan_step,
    .take = take_ends,
};
