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

/* What must not occur is gathered over the group, without a mask of its own. */
static inline bool
plain_group(const char *bytes, char delimiter, struct plain_masks *masks)
{
    const __m256i quotes = _mm256_set1_epi8('"');
    const __m256i crs = _mm256_set1_epi8('\r');
    const __m256i lfs = _mm256_set1_epi8('\n');
    const __m256i none = _mm256_setzero_si256();
    __m256i bad = none;

    for (size_t k = 0; k < SCAN_GROUP; k++) {
        const char *const at = bytes + k * SCAN_WORD;
        const __m256i low = _mm256_loadu_si256((const __m256i_u *)at);
        const __m256i high = _mm256_loadu_si256((const __m256i_u *)(at + 32));
        for (size_t half = 0; half < 2; half++) {
            const __m256i word = half == 0 ? low : high;
            const __m256i behind =
                _mm256_loadu_si256((const __m256i_u *)(at + half * 32 + 1));
            const __m256i lone = _mm256_andnot_si256(
                _mm256_cmpeq_epi8(behind, lfs), _mm256_cmpeq_epi8(word, crs));
            const __m256i least =
                _mm256_min_epu8(word, _mm256_xor_si256(word, quotes));
            bad = _mm256_or_si256(bad, lone);
            bad = _mm256_or_si256(bad, _mm256_cmpeq_epi8(least, none));
        }
        masks->lf[k] = equal(low, high, '\n');
        masks->separators[k] = masks->lf[k] | equal(low, high, delimiter);
    }
    return _mm256_testz_si256(bad, bad);
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
