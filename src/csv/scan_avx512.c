/* SPDX-License-Identifier: MIT */
#include "csv/scan_x86.h"

static inline struct scan_masks
masks_of(const char *bytes, char delimiter)
{
    const __m512i block = _mm512_loadu_si512(bytes);

    return (struct scan_masks){
        .quote = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"')),
        .delimiter = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(delimiter)),
        .lf = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n')),
        .cr = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\r')),
        .nul = _mm512_testn_epi8_mask(block, block)};
}

static bool
usable(void)
{
    return __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && has_bit_instructions();
}

const struct scan_kernel scan_kernel_avx512 = {
    .name = "avx512",
    .usable = usable,
    .step = scan_step,
    .take = take_ends,
};
