/* SPDX-License-Identifier: MIT */
/* measure.c - runs a command and writes what it took.
 *
 * Purpose    "measure FILE COMMAND [ARGUMENT]..." runs COMMAND with the
 *            streams it was given itself and writes one line to FILE: wall,
 *            user and system time, peak resident memory.
 * Units      Seconds, seconds, seconds, KiB.
 * Ownership  None.
 * Errors     Exit status of COMMAND, 128 + S if signal S ended it, 127 if it
 *            could not be run, 125 if measuring failed.
 * Method     wait4() reports the usage of the one process. Its peak memory
 *            begins with that of the parent it was forked from, so this
 *            program stays small: no stdio before the fork, no buffers.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_MEASURE = 125, STATUS_EXEC = 127, STATUS_SIGNAL = 128 };

static double
seconds_since(const struct timespec *begin)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec) +
           (double)(now.tv_nsec - begin->tv_nsec) * 1e-9;
}

static double
seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec * 1e-6;
}

/* Writes the line; returns 0, or -1 with errno set. */
static int
write_line(const char *name, double wall, const struct rusage *usage)
{
    FILE *const file = fopen(name, "w");

    if (file == NULL)
        return -1;
    const int printed = fprintf(file, "%.6f %.6f %.6f %ld\n", wall,
                                seconds_of(&usage->ru_utime),
                                seconds_of(&usage->ru_stime), usage->ru_maxrss);
    return fclose(file) == 0 && printed > 0 ? 0 : -1;
}

int
main(int argc, char **argv)
{
    struct timespec begin;
    struct rusage usage;
    int how;

    if (argc < 3) {
        fputs("usage: measure FILE COMMAND [ARGUMENT]...\n", stderr);
        return STATUS_MEASURE;
    }
    clock_gettime(CLOCK_MONOTONIC, &begin);
    const pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(STATUS_EXEC);
    }
    if (child == -1 || wait4(child, &how, 0, &usage) == -1 ||
        write_line(argv[1], seconds_since(&begin), &usage) != 0) {
        perror("measure");
        return STATUS_MEASURE;
    }
    return WIFSIGNALED(how) ? STATUS_SIGNAL + WTERMSIG(how) : WEXITSTATUS(how);
}
