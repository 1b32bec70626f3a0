/* SPDX-License-Identifier: MIT */
/* run_tests.h - the end of main() of every unit test.
 *
 * Purpose    Runs the tests of one module and prints how they went.
 * Units      None.
 * Ownership  Takes over the test case.
 * Errors     The exit status of the program: 0 if every test passes.
 * Method     Check. The time limit is generous, for slow machines and for runs
 *            under Valgrind.
 */
#ifndef TESTS_RUN_TESTS_H
#define TESTS_RUN_TESTS_H

#include <stdlib.h>

#include <check.h>

static inline int
run_tests(const char *module, TCase *tests)
{
    Suite *suite = suite_create(module);
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 600);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
