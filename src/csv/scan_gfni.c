/* SPDX-License-Identifier: MIT */
/* Text with quotes is read in strips of eight words. A strip becomes four
 * registers, of quotes, separators, line feeds and CRs, with a bit for each
 * byte and a lane for each word; what read_word() does to a word is done to
 * them.
 *
 * strip_of()    Each byte is looked up in a table: one bit for each class that
 *               it is in. Eight such bytes are eight times eight bits; turned
 *               over, they are a byte for each class. GF2P8AFFINEQB, which
 *               multiplies matrices of bits, turns all of them at once. Then
 *               the bytes of a class are brought together.
 * quotes_of()   The exclusive or of the quotes up to each byte: in words by
 *               multiplication without carry, over words by their parities.
 * read_strip()  Takes out quotes that are data, and asks what read_word() asks.
 *               It accepts a strip only if each quote that opens may open, each
 *               that closes may close, and each that was taken out is outside
 *               quotes: there is one such reading. Any other strip is left to
 *               read_words(), and so is what follows it in the pass. */
#define SCAN_HAS_STRIPS 1
#include "csv/scan_avx512.h"

enum {
    STRIP_WORDS = 8,
    LAST_ASCII = 0x7f, /* the byte DEL */
    BYTES_OF_CLASSES = LAST_ASCII + 1
};

/* A bit for each class. There is room for four: NUL is told by being in two
 * that no other byte shares. */
enum { QUOTE = 1, SEPARATOR = 2, LINE_FEED = 4, RETURN = 8 };

/* The classes of all bytes of ASCII. */
struct byte_classes {
    __m512i low;
    __m512i high;
};

/* Where the special bytes of a strip are. */
struct strip {
    __m512i quote;
    __m512i any; /* delimiters and line feeds */
    __m512i lf;
    __m512i cr;
};

/* What one strip hands on to the next: masks, whose last bit counts. */
struct strip_carry {
    __m512i opener; /* bytes behind which a quote may open */
    __m512i closing;
    __m512i cr;
    unsigned inside; /* 1 inside quotes, else 0 */
};

/* The quotes of a strip that open, close or double one. */
struct strip_quotes {
    __m512i quotes;
    __m512i inside; /* bytes inside quotes, opening ones included */
    unsigned inside_behind;
};

static const uint64_t every_byte = 0x0101010101010101U;

static inline __m512i
all_ones(void)
{
    return _mm512_set1_epi8('\xff');
}

static inline struct byte_classes
classes_of(char delimiter)
{
    char class[BYTES_OF_CLASSES] = {[0] = LINE_FEED | RETURN,
                                    ['"'] = QUOTE,
                                    ['\n'] = SEPARATOR | LINE_FEED,
                                    ['\r'] = RETURN};

    class[delimiter & LAST_ASCII] = SEPARATOR;
    return (struct byte_classes){_mm512_loadu_si512(class),
                                 _mm512_loadu_si512(class + SCAN_WORD)};
}

/* Bit k in byte k of each eight. */
static inline __m512i
diagonal(void)
{
    return _mm512_set1_epi64((long long)0x8040201008040201U);
}

/* Turns eight times eight bits: bit k of byte i becomes bit 7 - i of byte k. */
static inline __m512i
turn(__m512i bits)
{
    return _mm512_gf2p8affine_epi64_epi8(diagonal(), bits, 0);
}

/* Puts the bits of each byte in order, the last one of which turn() leaves in
 * front. */
static inline __m512i
in_order(__m512i bits)
{
    return _mm512_gf2p8affine_epi64_epi8(bits, diagonal(), 0);
}

/* The classes of a word: byte k of each eight tells which of eight bytes are in
 * class k, the last of them in the lowest bit, until in_order(). Bytes above
 * ASCII are looked up as DEL, which is in none. */
static inline __m512i
classes_of_word(const char *bytes, struct byte_classes classes)
{
    const __m512i word = _mm512_loadu_si512(bytes);
    const __m512i ascii = _mm512_min_epu8(word, _mm512_set1_epi8(LAST_ASCII));

    return turn(_mm512_permutex2var_epi8(classes.low, ascii, classes.high));
}

/* The numbers of eight bytes: FIRST, FIRST + 8 and so on. */
static inline long long
every_eighth(unsigned first)
{
    return (long long)(0x3830282018100800U + every_byte * first);
}

/* The same of two words: two lanes for each class, one a word. */
static inline __m512i
classes_of_two(const char *bytes, struct byte_classes classes)
{
    const __m512i class_by_class = _mm512_setr_epi64(
        every_eighth(0), every_eighth(64), every_eighth(1), every_eighth(65),
        every_eighth(2), every_eighth(66), every_eighth(3), every_eighth(67));

    return _mm512_permutex2var_epi8(
        classes_of_word(bytes, classes), class_by_class,
        classes_of_word(bytes + SCAN_WORD, classes));
}

/* Four times two words, class by class, change places: then a register has one
 * class of eight words. */
static inline struct strip
strip_of(const char *bytes, struct byte_classes classes)
{
    enum { LOW = 0x44, HIGH = 0xee, EVEN = 0x88, ODD = 0xdd }; /* pairs */
    const __m512i a = classes_of_two(bytes, classes);
    const __m512i b = classes_of_two(bytes + 2 * SCAN_WORD, classes);
    const __m512i c = classes_of_two(bytes + 4 * SCAN_WORD, classes);
    const __m512i d = classes_of_two(bytes + 6 * SCAN_WORD, classes);
    const __m512i low_ab = _mm512_shuffle_i64x2(a, b, LOW);
    const __m512i low_cd = _mm512_shuffle_i64x2(c, d, LOW);
    const __m512i high_ab = _mm512_shuffle_i64x2(a, b, HIGH);
    const __m512i high_cd = _mm512_shuffle_i64x2(c, d, HIGH);

    return (struct strip){
        .quote = in_order(_mm512_shuffle_i64x2(low_ab, low_cd, EVEN)),
        .any = in_order(_mm512_shuffle_i64x2(low_ab, low_cd, ODD)),
        .lf = in_order(_mm512_shuffle_i64x2(high_ab, high_cd, EVEN)),
        .cr = in_order(_mm512_shuffle_i64x2(high_ab, high_cd, ODD))};
}

/* Bytes that stand behind those of MASK; the last bit of BEFORE tells of the
 * first byte. */
static inline __m512i
behind(__m512i mask, __m512i before)
{
    return _mm512_shldi_epi64(mask, _mm512_alignr_epi64(mask, before, 7), 1);
}

/* Bytes that stand in front of those of MASK; the first bit of NEXT tells of
 * the last byte. */
static inline __m512i
in_front_of(__m512i mask, __m512i next)
{
    return _mm512_shrdi_epi64(mask, _mm512_alignr_epi64(next, mask, 1), 1);
}

static inline uint64_t
last_bit(__m512i mask)
{
    return (uint64_t)_mm512_movepi64_mask(mask) >> (STRIP_WORDS - 1);
}

/* Bit i of a word: the exclusive or of its bits 0..i. */
static inline __m512i
prefix_xor_of_words(__m512i bits)
{
    return _mm512_unpacklo_epi64(
        _mm512_clmulepi64_epi128(bits, all_ones(), 0x00),
        _mm512_clmulepi64_epi128(bits, all_ones(), 0x01));
}

/* What is inside, if all of QUOTES open, close or double one. */
static inline struct strip_quotes
quotes_of(__m512i quotes, unsigned inside_before)
{
    const __m512i inside = prefix_xor_of_words(quotes);
    const unsigned odd = _mm512_movepi64_mask(inside); /* words, by quotes */
    const uint64_t begin = prefix_xor((uint64_t)odd << 1 | inside_before);

    return (struct strip_quotes){
        .quotes = quotes,
        .inside =
            _mm512_mask_xor_epi64(inside, (__mmask8)begin, inside, all_ones()),
        .inside_behind = begin >> STRIP_WORDS & 1};
}

/* The bits from each of SET on up to the next of RESET. */
static inline __m512i
latch(__m512i set, __m512i reset)
{
    /* A sum carries from a bit that is set through ones up to a zero. */
    const __m512i ones = _mm512_andnot_si512(reset, all_ones());
    const __m512i sum = _mm512_add_epi64(ones, set);
    const unsigned over = _mm512_cmplt_epu64_mask(sum, ones);
    const unsigned full = _mm512_cmpeq_epi64_mask(sum, all_ones());
    const unsigned carried = ((over << 1) + full) ^ full; /* into words */
    const __m512i all =
        _mm512_mask_sub_epi64(sum, (__mmask8)carried, sum, all_ones());

    return _mm512_or_si512(_mm512_andnot_si512(all, ones), set);
}

/* Takes out strays that stand singly: behind a byte of a field, and in front of
 * no quote. A single quote is a closing one inside quotes, and else data: what
 * follows it is outside. So what the others make of the strip is right behind
 * it, or all the opposite, up to the next single one. Whether the others are no
 * strays is asked behind it. */
static inline void
without_single_strays(struct strip_quotes *q, __m512i any,
                      const struct strip_carry *carry)
{
    const __m512i zero = _mm512_setzero_si512();
    const __m512i single = _mm512_andnot_si512(
        _mm512_or_si512(behind(_mm512_or_si512(any, q->quotes), carry->opener),
                        in_front_of(q->quotes, zero)),
        q->quotes);
    const __m512i others =
        quotes_of(_mm512_xor_si512(q->quotes, single), carry->inside).inside;
    const __m512i opposite = latch(_mm512_and_si512(single, others),
                                   _mm512_andnot_si512(others, single));
    const __m512i inside_before =
        _mm512_xor_si512(others, behind(opposite, zero));

    q->quotes =
        _mm512_xor_si512(q->quotes, _mm512_andnot_si512(inside_before, single));
    q->inside = _mm512_xor_si512(others, opposite);
    q->inside_behind = (unsigned)last_bit(q->inside);
}

/* The quotes that may not open where they do. */
static inline __m512i
strays_of(struct strip_quotes q, __m512i any, __m512i opener_before)
{
    return _mm512_andnot_si512(
        behind(_mm512_or_si512(any, q.quotes), opener_before),
        _mm512_and_si512(q.quotes, q.inside));
}

static inline bool
has_any(__m512i mask)
{
    return _mm512_test_epi64_mask(mask, mask) != 0;
}

/* Reads a strip as read_word() reads a word. Most strays stand alone, in the
 * middle of a field: no separator, line end or other quote is next to them.
 * Inside quotes such a quote would be a fault: they are taken out beforehand.
 * Strays that stand together are left to read_words(). False, with nothing
 * changed, if it cannot tell. */
static inline bool
read_strip(struct strip m, struct strip_carry *carry, uint64_t *separators,
           uint64_t *ends)
{
    const __m512i all = _mm512_or_si512(m.any, m.quote);
    const __m512i near =
        _mm512_or_si512(behind(all, carry->opener),
                        in_front_of(_mm512_or_si512(all, m.cr), all_ones()));
    const __m512i alone = _mm512_andnot_si512(near, m.quote);
    struct strip_quotes q =
        quotes_of(_mm512_xor_si512(m.quote, alone), carry->inside);
    __m512i strays = strays_of(q, m.any, carry->opener);
    if (__builtin_expect(has_any(strays), 0)) {
        without_single_strays(&q, m.any, carry);
        strays = strays_of(q, m.any, carry->opener);
    }
    const __m512i opener = _mm512_or_si512(m.any, q.quotes);
    const __m512i closing = _mm512_andnot_si512(q.inside, q.quotes);
    const __m512i cr = _mm512_andnot_si512(q.inside, m.cr);
    const __m512i lone_cr = _mm512_andnot_si512(m.lf, behind(cr, carry->cr));
    const __m512i after_quote = _mm512_andnot_si512(
        _mm512_or_si512(opener, m.cr), behind(closing, carry->closing));
    const __m512i nul = _mm512_and_si512(m.lf, m.cr);
    const __m512i bad = _mm512_or_si512(
        _mm512_or_si512(_mm512_and_si512(alone, q.inside), strays),
        _mm512_or_si512(_mm512_or_si512(after_quote, lone_cr), nul));

    if (__builtin_expect(has_any(bad), 0))
        return false;
    _mm512_storeu_si512(separators, _mm512_andnot_si512(q.inside, m.any));
    _mm512_storeu_si512(ends, _mm512_andnot_si512(q.inside, m.lf));
    *carry = (struct strip_carry){opener, closing, cr, q.inside_behind};
    return true;
}

/* The last bit of a strip is BIT. */
static inline __m512i
ending_with(uint64_t bit)
{
    return _mm512_set1_epi64((long long)(bit << 63));
}

/* Bytes above ASCII are looked up as DEL: neither can be the delimiter. */
static void __attribute__((noinline))
read_strips(struct run *run, char delimiter, struct carry *carry)
{
    const struct byte_classes classes = classes_of(delimiter);
    struct strip_carry now = {ending_with(carry->may_open),
                              ending_with(carry->closed),
                              ending_with(carry->cr), carry->inside & 1};
    const bool is_told = (unsigned char)delimiter < LAST_ASCII;
    struct run left = *run;

    while (is_told && left.words >= STRIP_WORDS) {
        const struct strip strip = strip_of(left.bytes, classes);
        const int64_t lines =
            _mm512_reduce_add_epi64(_mm512_popcnt_epi64(strip.lf));
        if (lines > left.room ||
            !read_strip(strip, &now, left.separators, left.ends))
            break;
        left.bytes += STRIP_WORDS * SCAN_WORD;
        left.words -= STRIP_WORDS;
        left.room -= lines;
        left.separators += STRIP_WORDS;
        left.ends += STRIP_WORDS;
    }
    carry->inside = 0 - (uint64_t)now.inside;
    carry->may_open = last_bit(now.opener);
    carry->closed = last_bit(now.closing);
    carry->cr = last_bit(now.cr);
    carry->lines += (uint64_t)(run->room - left.room);
    *run = left;
}

static bool
usable(void)
{
    return has_avx512() && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512vpopcntdq") &&
           __builtin_cpu_supports("gfni") &&
           __builtin_cpu_supports("vpclmulqdq");
}

const struct scan_kernel scan_kernel_gfni = {
    .name = "gfni",
    .usable = usable,
    .step = scan_step,
    .take = take_ends,
};
