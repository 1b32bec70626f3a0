/* SPDX-License-Identifier: MIT */
#include "csv/scan_avx512.h"

static void
read_strips(struct run *run, char delimiter, struct carry *carry)
{
    (void)run;
    (void)delimiter;
    (void)carry;
}

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
