/* SPDX-License-Identifier: MIT */
#include <stdint.h>

struct plain_odd {
    uint64_t met; /* a bit for each odd byte of any word */
};

#include "csv/scan_take.h"

static const uint64_t every_byte = 0x0101010101010101U;

/* The first byte in the lowest eight bits, on every machine. */
static inline uint64_t
load_eight(const char *bytes)
{
    uint64_t eight;

    memcpy(&eight, bytes, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

/* One bit for each of eight bytes that equals BYTE. No carry crosses bytes:
 * seven bits of each are added to 0x7f, and its eighth bit is looked at. */
static inline uint64_t
equal(uint64_t eight, char byte)
{
    const uint64_t low_seven = every_byte * 0x7f;
    const uint64_t differ = eight ^ every_byte * (unsigned char)byte;
    const uint64_t high_bits =
        ~(((differ & low_seven) + low_seven) | differ | low_seven);

    /* Gathers the eight high bits: bit 8i + 7 goes to bit 56 + i. */
    return ((high_bits >> 7) * 0x0102040810204080U) >> 56;
}

static inline struct scan_masks
masks_of(const char *bytes, char delimiter)
{
    struct scan_masks m = {0};

    for (unsigned i = 0; i < SCAN_WORD; i += 8) {
        const uint64_t eight = load_eight(bytes + i);
        m.quote |= equal(eight, '"') << i;
        m.delimiter |= equal(eight, delimiter) << i;
        m.lf |= equal(eight, '\n') << i;
        m.cr |= equal(eight, '\r') << i;
        m.nul |= equal(eight, '\0') << i;
    }
    return m;
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
    return (struct plain_odd){0};
}

static inline struct plain_word
plain_word(const char *bytes, char delimiter, struct plain_odd *odd)
{
    const struct scan_masks m = masks_of(bytes, delimiter);
    const uint64_t before_lf = m.lf >> 1 | (uint64_t)(bytes[SCAN_WORD] == '\n')
                                               << (SCAN_WORD - 1);

    odd->met |= m.quote | m.nul | (m.cr & ~before_lf);
    return (struct plain_word){m.delimiter | m.lf, m.lf};
}

static inline bool
is_odd(struct plain_odd odd)
{
    return odd.met != 0;
}

static inline uint64_t
prefix_xor(uint64_t bits)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline uint64_t
bits_from(uint64_t bits, unsigned k)
{
    for (; k > 0; k--)
        bits &= bits - 1;
    return bits;
}

static inline unsigned
lowest_bit(uint64_t bits)
{
    return (unsigned)__builtin_ctzll(bits | (uint64_t)1 << 63);
}

static inline uint64_t
separators_near(const uint64_t *separators, uint32_t at)
{
    return separators[at / SCAN_WORD] >> at % SCAN_WORD;
}

static bool
usable(void)
{
    return true;
}

const struct scan_kernel scan_kernel_portable = {
    .name = "portable",
    .usable = usable,
    .step = scan_step,
    .take = take_ends,
};
