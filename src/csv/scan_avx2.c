/* SPDX-License-Identifier: MIT */
#include "csv/scan_x86.h"

static inline uint64_t
equal(__m256i low, __m256i high, char byte)
{
    const __m256i wanted = _mm256_set1_epi8(byte);
    const int in_low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    const int in_high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

    return (uint64_t)(uint32_t)in_high << 32 | (uint32_t)in_low;
}

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
    .map = map_block,
    .records = take_records,
};
