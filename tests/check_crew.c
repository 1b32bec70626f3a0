/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <stdatomic.h>
#include <unistd.h>

#include "few_threads.h"
#include "run_tests.h"

enum { PIECES = 2000 };

/* What is done with numbers: each is squared, and now and then it takes its
 * time. */
struct numbers {
    struct crew crew;
    unsigned tools;
    atomic_uint at_work;
    atomic_uint most_at_work;
    atomic_uint with_tool[CREW_THREADS];
    unsigned done; /* in all; with one tool no two change it at a time */
    bool is_in_order;
    unsigned numbers[CREW_PLACES];
    unsigned squares[CREW_PLACES];
};

static void
square(void *context, unsigned tool, unsigned place)
{
    struct numbers *const numbers = context;
    const unsigned number = numbers->numbers[place];
    const unsigned at_work = ++numbers->at_work;
    unsigned most = numbers->most_at_work;

    while (most < at_work && !atomic_compare_exchange_weak(
                                 &numbers->most_at_work, &most, at_work))
        ;
    if (tool >= numbers->tools || numbers->with_tool[tool]++ != 0)
        abort(); /* a tool that is not there, or with two at a time */
    if (numbers->tools == 1)
        numbers->is_in_order =
            numbers->is_in_order && number == numbers->done++;
    if (number % 97 < 3)
        usleep(100 * (number % 7));
    numbers->squares[place] = number * number;
    numbers->with_tool[tool]--;
    numbers->at_work--;
}

static struct numbers *
begin(unsigned threads, unsigned helpers, unsigned tools)
{
    struct numbers *const numbers = calloc(1, sizeof *numbers);

    ck_assert_ptr_nonnull(numbers);
    numbers->tools = tools;
    numbers->is_in_order = true;
    crew_begin(&numbers->crew, square, numbers);
    threads_left = threads;
    if (helpers > 0 || tools > 1)
        crew_start(&numbers->crew, helpers, tools);
    return numbers;
}

static void
end(struct numbers *numbers)
{
    crew_end(&numbers->crew);
    free(numbers);
}

static void
give(struct numbers *numbers, unsigned number)
{
    const unsigned place = crew_next(&numbers->crew);

    numbers->numbers[place] = number;
    numbers->squares[place] = 0;
    crew_give(&numbers->crew);
}

static void
check_next(struct numbers *numbers, unsigned *next)
{
    const unsigned number = (*next)++;
    const unsigned square = numbers->squares[crew_collect(&numbers->crew)];

    if (square != number * number)
        ck_abort_msg("%u for the square of %u", square, number);
}

/* Through the whole ring, PIECES times; how many could be on their way. */
static unsigned
run(struct numbers *numbers)
{
    unsigned collected = 0, room = 0;

    ck_assert(crew_is_empty(&numbers->crew) && !crew_is_begun(&numbers->crew));
    for (unsigned number = 0; number < PIECES; number++) {
        give(numbers, number);
        ck_assert(crew_is_begun(&numbers->crew));
        if (!crew_is_full(&numbers->crew))
            continue;
        room = number + 1 - collected;
        check_next(numbers, &collected);
    }
    while (!crew_is_empty(&numbers->crew))
        check_next(numbers, &collected);
    ck_assert_uint_eq(collected, PIECES);
    return room;
}

START_TEST(pieces_are_collected_in_the_order_in_which_they_were_given)
{
    for (unsigned helpers = 0; helpers < CREW_THREADS; helpers++)
        for (unsigned tools = 1; tools <= CREW_THREADS; tools++) {
            struct numbers *const numbers = begin(helpers, helpers, tools);
            ck_assert_uint_eq(run(numbers), helpers == 0 ? 1 : 2 * helpers + 2);
            ck_assert_uint_le(numbers->most_at_work, tools);
            ck_assert_uint_le(numbers->most_at_work, helpers + 1);
            end(numbers);
        }
}
END_TEST

START_TEST(with_one_tool_they_are_done_one_after_the_other)
{
    for (unsigned helpers = 0; helpers < CREW_THREADS; helpers++) {
        struct numbers *const numbers = begin(helpers, helpers, 1);
        run(numbers);
        ck_assert(numbers->is_in_order);
        ck_assert_uint_eq(numbers->done, PIECES);
        end(numbers);
    }
}
END_TEST

START_TEST(as_many_threads_help_as_there_are)
{
    for (unsigned threads = 0; threads < 4; threads++) {
        struct numbers *const numbers = begin(threads, 5, 6);
        ck_assert_uint_eq(numbers->crew.helpers, threads);
        ck_assert_uint_eq(run(numbers), threads == 0 ? 1 : 2 * threads + 2);
        end(numbers);
    }
}
END_TEST

/* The helper has the first piece and waits; the owner, who waits for it, does
 * the others meanwhile. */
static atomic_bool may_end;

static void
wait_for_others(void *context, unsigned tool, unsigned place)
{
    atomic_uint *const done = context;

    (void)tool;
    if (place == 0)
        while (!may_end)
            usleep(100);
    else if (++*done == 3)
        may_end = true;
}

START_TEST(who_waits_works_meanwhile)
{
    atomic_uint done = 0;
    struct crew crew;

    may_end = false;
    threads_left = 1;
    crew_begin(&crew, wait_for_others, &done);
    crew_start(&crew, 1, 2);
    crew_give(&crew);
    for (int k = 0; k < 1000; k++) { /* until the helper has it */
        pthread_mutex_lock(&crew.lock);
        const bool is_taken = crew.taken == 1;
        pthread_mutex_unlock(&crew.lock);
        if (is_taken)
            break;
        usleep(1000);
    }
    while (!crew_is_full(&crew))
        crew_give(&crew);
    ck_assert_uint_eq(crew_collect(&crew), 0);
    ck_assert_uint_eq(done, 3);
    crew_end(&crew);
}
END_TEST

START_TEST(a_crew_can_end_with_pieces_on_their_way)
{
    for (unsigned given = 0; given <= 4; given++) {
        struct numbers *const numbers = begin(1, 1, 2);
        for (unsigned number = 0; number < given; number++)
            give(numbers, number);
        end(numbers);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("crew");

    tcase_add_test(tests,
                   pieces_are_collected_in_the_order_in_which_they_were_given);
    tcase_add_test(tests, with_one_tool_they_are_done_one_after_the_other);
    tcase_add_test(tests, as_many_threads_help_as_there_are);
    tcase_add_test(tests, who_waits_works_meanwhile);
    tcase_add_test(tests, a_crew_can_end_with_pieces_on_their_way);
    return run_tests("crew", tests);
}
