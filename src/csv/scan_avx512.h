/* SPDX-License-Identifier: MIT */
/* scan_avx512.h - what the kernels with AVX-512 share: words of 64 bytes.
 *
 * Purpose    masks_of() and the like of scan_kernel.h, and what is done with a
 *            word outside quotes.
 * Units      As in scan_kernel.h.
 * Ownership  None.
 * Errors     None.
 * Method     One register holds a word, and a comparison makes a mask of it.
 */
#ifndef CSV_SCAN_AVX512_H
#define CSV_SCAN_AVX512_H

#include <immintrin.h>

struct plain_odd {
    __m512i least;  /* of all bytes, and of their difference to a quote */
    __mmask64 lone; /* CRs without LF behind them */
};

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

static inline uint64_t
any_nul(const char *bytes, struct scan_masks masks)
{
    (void)bytes;
    return masks.nul;
}

static inline struct plain_odd
nothing_odd(void)
{
    return (struct plain_odd){_mm512_set1_epi8('\xff'), 0};
}

static inline struct plain_word
plain_word(const char *bytes, char delimiter, struct plain_odd *odd)
{
    const __m512i lfs = _mm512_set1_epi8('\n');
    const __m512i word = _mm512_loadu_si512(bytes);
    const __m512i behind = _mm512_loadu_si512(bytes + 1);
    const __m512i from_quote = _mm512_xor_si512(word, _mm512_set1_epi8('"'));
    const __mmask64 lf = _mm512_cmpeq_epi8_mask(word, lfs);
    const __mmask64 other =
        _mm512_cmpeq_epi8_mask(word, _mm512_set1_epi8(delimiter));
    const __mmask64 cr = _mm512_cmpeq_epi8_mask(word, _mm512_set1_epi8('\r'));
    const __mmask64 lone = _mm512_mask_cmpneq_epi8_mask(cr, behind, lfs);

    odd->least = _mm512_min_epu8(odd->least, _mm512_min_epu8(word, from_quote));
    odd->lone = _kor_mask64(odd->lone, lone);
    return (struct plain_word){_kor_mask64(lf, other), lf};
}

static inline bool
is_odd(struct plain_odd odd)
{
    const __mmask64 zeros = _mm512_testn_epi8_mask(odd.least, odd.least);

    return !_kortestz_mask64_u8(odd.lone, zeros);
}

/* Whether the machine has the instructions above. */
static inline bool
has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && has_bit_instructions();
}

#endif
