/* SPDX-License-Identifier: MIT */
/* scan_x86.h - what the x86-64 kernels share: bits, and plain groups.
 *
 * Purpose    prefix_xor() and the like of scan_kernel.h by one instruction or
 *            two, and plain_group() by those of AVX2.
 * Units      Bits of a 64-bit word.
 * Ownership  None.
 * Errors     None.
 * Method     Multiplying by all ones without carry adds up every lower bit;
 *            depositing a single bit among the 1 bits finds the k-th of them.
 */
#ifndef CSV_SCAN_X86_H
#define CSV_SCAN_X86_H

#include <immintrin.h>

#include "csv/scan_take.h"

static inline uint64_t
prefix_xor(uint64_t bits)
{
    const __m128i ones = _mm_set1_epi8('\xff');
    const __m128i factor = _mm_set_epi64x(0, (long long)bits);

    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(factor, ones, 0));
}

static inline unsigned
select_bit(uint64_t bits, unsigned k)
{
    return (unsigned)_tzcnt_u64(_pdep_u64((uint64_t)1 << k, bits));
}

static inline unsigned
lowest_bit(uint64_t bits)
{
    return (unsigned)_tzcnt_u64(bits);
}

/* A bit for each of 64 bytes that equals BYTE. */
static inline uint64_t
equal(__m256i low, __m256i high, char byte)
{
    const __m256i wanted = _mm256_set1_epi8(byte);
    const int in_low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    const int in_high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

    return (uint64_t)(uint32_t)in_high << 32 | (uint32_t)in_low;
}

/* What must not occur is gathered over the group, without a mask of its own:
 * masks of 64 bytes cost more than all the rest, so that this is no faster in
 * longer registers. */
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

/* Whether the machine has the instructions above. */
static inline bool
has_bit_instructions(void)
{
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt");
}

#endif
