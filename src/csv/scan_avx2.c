/* SPDX-License-Identifier: MIT */
#include <immintrin.h>

/* Bytes that must not occur are gathered without a mask of their own. */
struct plain_odd {
    __m256i least; /* of all bytes, and of their difference to a quote */
    __m256i lone;  /* not 0 where a CR stands without LF behind it */
};

#include "csv/scan_x86.h"

/* A bit for each of 64 bytes that equals BYTE. */
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

/* By fewer steps than it takes to make a mask of it. */
static inline uint64_t
any_nul(const char *bytes, struct scan_masks masks)
{
    const __m256i low = _mm256_loadu_si256((const __m256i_u *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i_u *)(bytes + 32));
    const __m256i least = _mm256_min_epu8(low, high);

    (void)masks;
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(least, _mm256_setzero_si256()));
}

static inline struct plain_odd
nothing_odd(void)
{
    return (struct plain_odd){_mm256_set1_epi8('\xff'), _mm256_setzero_si256()};
}

static inline void
gather_odd(__m256i bytes, __m256i behind, struct plain_odd *odd)
{
    const __m256i from_quote = _mm256_xor_si256(bytes, _mm256_set1_epi8('"'));
    const __m256i is_cr = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\r'));
    const __m256i in_front = _mm256_cmpeq_epi8(behind, _mm256_set1_epi8('\n'));

    odd->least =
        _mm256_min_epu8(odd->least, _mm256_min_epu8(bytes, from_quote));
    odd->lone =
        _mm256_or_si256(odd->lone, _mm256_andnot_si256(in_front, is_cr));
}

static inline struct plain_word
plain_word(const char *bytes, char delimiter, struct plain_odd *odd)
{
    const __m256i *const at = (const void *)bytes;
    const __m256i *const behind = (const void *)(bytes + 1);
    const __m256i low = _mm256_loadu_si256(at);
    const __m256i high = _mm256_loadu_si256(at + 1);
    const uint64_t lf = equal(low, high, '\n');

    gather_odd(low, _mm256_loadu_si256(behind), odd);
    gather_odd(high, _mm256_loadu_si256(behind + 1), odd);
    return (struct plain_word){lf | equal(low, high, delimiter), lf};
}

static inline bool
is_odd(struct plain_odd odd)
{
    const __m256i zeros = _mm256_cmpeq_epi8(odd.least, _mm256_setzero_si256());
    const __m256i all = _mm256_or_si256(zeros, odd.lone);

    return !_mm256_testz_si256(all, all);
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
