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

/* What must not occur is gathered over the group: a byte that is zero in the
 * minimum of all, the quotes made zero; a CR without LF one byte further on. */
static inline bool
plain_group(const char *bytes, char delimiter, struct plain_masks *masks)
{
    const __m512i quotes = _mm512_set1_epi8('"');
    const __m512i crs = _mm512_set1_epi8('\r');
    const __m512i lfs = _mm512_set1_epi8('\n');
    const __m512i delimiters = _mm512_set1_epi8(delimiter);
    __m512i least = quotes;
    __mmask64 lone = 0;

    for (size_t k = 0; k < SCAN_GROUP; k++) {
        const char *const at = bytes + k * SCAN_WORD;
        const __m512i word = _mm512_loadu_si512(at);
        const __m512i behind = _mm512_loadu_si512(at + 1);
        const __mmask64 lf = _mm512_cmpeq_epi8_mask(word, lfs);
        least = _mm512_min_epu8(least, word);
        least = _mm512_min_epu8(least, _mm512_xor_si512(word, quotes));
        lone |= _mm512_mask_cmpneq_epi8_mask(_mm512_cmpeq_epi8_mask(word, crs),
                                             behind, lfs);
        masks->lf[k] = lf;
        masks->separators[k] = lf | _mm512_cmpeq_epi8_mask(word, delimiters);
    }
    return (_mm512_testn_epi8_mask(least, least) | lone) == 0;
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
