/* SPDX-License-Identifier: MIT */
#include "csv/scan_x86.h"

static inline struct scan_masks
masks_of(const char *bytes, char delimiter)
{
    const __m256i low = _mm256_loadu_si256((const __m256i_u *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i_u *)(bytes + 32));

    return (struct scan_masks){.quote = equal(low, high, '"'),
                               .delimiter = equal(low, high, delimiter),
                               .lf = equal(low, high, '\n'),
                               .cr = equal(low, high, '\r'),
                               .nul = equal(low, high, '\0')};
}

static bool
usable(void)
{
    return __builtin_cpu_supports("avx2") && has_bit_instructions();
}

const struct scan_kernel scan_kernel_avx2 = {
    .name = "avx2",
    .usable = usable,
    .step = scan_step,
    .take = take_ends,
};
