/* SPDX-License-Identifier: MIT */
#include "stats/quantity.h"

#include "run_tests.h"

static struct decimal
read_number(const char *text)
{
    struct decimal number = {{NULL, 0}, 0, 7};

    if (decimal_read(slice_of(text), &number) != ST_OK)
        ck_abort_msg("not a number: %s", text);
    return number;
}

/* By Python: divmod of int(Fraction(text) * 10**30) by 2**64, twice. */
START_TEST(a_quantity_is_the_number_in_units_of_its_last_place)
{
    static const struct {
        const char *text;
        int sign;
        uint64_t limbs[QUANTITY_LIMBS];
    } rows[] = {
        {"0", 0, {0}},
        {"-0.000", 0, {0}},
        {"1e-30", 1, {0x1}},
        {"-18446744073709551615e-30", -1, {UINT64_MAX}},
        {"1", 1, {0x4674edea40000000, 0xc9f2c9cd0}},
        {"0.1", 1, {0x6d7217caa0000000, 0x1431e0fae}},
        {"5.4e-05", 1, {0xdd9f3a1ff6000000, 0x2caaf1}},
        {"-1234.5", -1, {0xc2dd4a1da0000000, 0x3cdd94a2325b}},
        {"999999999999999999",
         1,
         {0x38cc1215c0000000, 0xe4395c9f744145b, 0xaf298d05}},
        {"999999999999999999.9",
         1,
         {0x11cee83560000000, 0xe4395d55352a17d, 0xaf298d05}},
        {"1e17", 1, {0x5986800000000000, 0xb4a05bc8a8a4de84, 0x118427b3}},
        {"0.00012345678901234567", 1, {0xf158f2a61a113c00, 0x661efd}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct decimal number = read_number(rows[i].text);
        struct quantity quantity = {{99, 99, 99}, 99};
        ck_assert_int_eq(quantity_of(&number, &quantity), ST_OK);
        ck_assert_int_eq(quantity.sign, rows[i].sign);
        for (int k = 0; k < QUANTITY_LIMBS; k++)
            if (quantity.limbs[k] != rows[i].limbs[k])
                ck_abort_msg("limb %d of %s", k, rows[i].text);
    }
}
END_TEST

/* By strtod(), which the C library rounds correctly. */
START_TEST(the_value_of_a_quantity_is_the_nearest_double)
{
    static const char *const texts[] = {"0",
                                        "-1",
                                        "0.1",
                                        "-1234.5678901234567",
                                        "1e-30",
                                        "5.4e-05",
                                        "999999999999999999",
                                        "9007199254740993",
                                        "18446744073709551615e-18",
                                        "0.30000000000000004"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct decimal number = read_number(texts[i]);
        struct quantity quantity;
        ck_assert_int_eq(quantity_of(&number, &quantity), ST_OK);
        ck_assert(quantity_value(&quantity) == strtod(texts[i], NULL));
    }
}
END_TEST

START_TEST(numbers_too_large_or_too_fine_are_refused)
{
    static const char *const texts[] = {"1e18",
                                        "-1000000000000000000",
                                        "1e-31",
                                        "0.1234567890123456789e-12",
                                        "1.2e-30",
                                        "18446744073709551616e-20",
                                        "1e999999999999999999",
                                        "1e-999999999999999999"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct decimal number = read_number(texts[i]);
        struct quantity quantity = {{99}, 99};
        ck_assert_int_eq(quantity_of(&number, &quantity), ST_DATA);
        ck_assert_int_eq(quantity.sign, 99);
        ck_assert_uint_eq(quantity.limbs[0], 99);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("quantity");

    tcase_add_test(tests, a_quantity_is_the_number_in_units_of_its_last_place);
    tcase_add_test(tests, the_value_of_a_quantity_is_the_nearest_double);
    tcase_add_test(tests, numbers_too_large_or_too_fine_are_refused);
    return run_tests("quantity", tests);
}
