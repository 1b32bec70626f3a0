/* SPDX-License-Identifier: MIT */
/* scan_x86.h - what the x86-64 kernels share: bits.
 *
 * Purpose    prefix_xor() and the like of scan_kernel.h by one instruction or
 *            two.
 * Units      Bits of a 64-bit word.
 * Ownership  None.
 * Errors     None.
 * Method     Multiplying by all ones without carry adds up every lower bit;
 *            depositing one bit among the 1 bits finds the k-th of them. A map
 *            of bits can be read from any of its bytes on.
 */
#ifndef CSV_SCAN_X86_H
#define CSV_SCAN_X86_H

#include <immintrin.h>
#include <string.h>

#include "csv/scan_take.h"

static inline uint64_t
prefix_xor(uint64_t bits)
{
    const __m128i ones = _mm_set1_epi8('\xff');
    const __m128i factor = _mm_set_epi64x(0, (long long)bits);

    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(factor, ones, 0));
}

static inline uint64_t
bits_from(uint64_t bits, unsigned k)
{
    return _pdep_u64((uint64_t)1 << k, bits);
}

static inline unsigned
lowest_bit(uint64_t bits)
{
    return (unsigned)_tzcnt_u64(bits);
}

static inline uint64_t
separators_near(const uint64_t *separators, uint32_t at)
{
    uint64_t near;

    memcpy(&near, (const char *)separators + at / 8, sizeof near);
    return near >> at % 8;
}

/* Whether the machine has the instructions above. */
static inline bool
has_bit_instructions(void)
{
    return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt");
}

#endif
