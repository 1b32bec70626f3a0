/* SPDX-License-Identifier: MIT */
/* kfail_run LIBRARY KINDS INPUT COMMAND [ARGUMENT]...
 *
 * Runs COMMAND in the current folder again and again, and has each call of each
 * of the KINDS (kfail.c), separated by commas, fail in turn: call number 1, 2,
 * ..., once and with all that come after it, a rename also with the next one,
 * until a run has fewer calls.
 * LIBRARY is preloaded; "-" if the command has it already. INPUT is a file that
 * comes through a pipe; "-" for none.
 *
 * A run may end complete, with the files and the output of one in which nothing
 * fails, or with a clean error: status 1, one line on standard error that
 * begins with the name of the program and shows no cell (a cell begins with
 * "px"), every file as it was, and of what goes to standard output nothing but
 * a begin. What is bad is printed, and the status is then 1. The last line
 * counts.
 *
 * With $KFAIL_ONCE no call fails together with all that come after it. With
 * $KFAIL_INTERRUPTS calls are interrupted, each once, and a run must end
 * complete.
 *
 * With $KFAIL_SOME, of more than 90 calls of a kind the first and last 30 fail,
 * and every fifth in between. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tree.h"

enum { SECONDS = 120 };

struct job {
    const char *library;
    const char *input;
    char *const *command;
    const char *program; /* as its messages call it */
    struct tree *before;
    struct tree *expected;
    char *output;
    size_t output_len;
    unsigned complete;
    unsigned errors;
    unsigned bad;
};

struct run {
    int status; /* as waitpid() has it */
    unsigned long calls;
    char *output, *messages;
    size_t output_len, messages_len;
    struct tree *after;
};

/* Writes the input into a pipe, as another program would. */
static int
open_input(const char *input, pid_t *feeder)
{
    int ends[2];
    char bytes[65536];
    ssize_t len;

    *feeder = -1;
    if (strcmp(input, "-") == 0)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (pipe2(ends, O_CLOEXEC) != 0 || (*feeder = fork()) == -1)
        err(BROKEN, "pipe");
    if (*feeder == 0) {
        const int fd = open(input, O_RDONLY);
        close(ends[0]);
        signal(SIGPIPE, SIG_DFL);
        while ((len = read(fd, bytes, sizeof bytes)) > 0)
            if (write(ends[1], bytes, (size_t)len) != len)
                break;
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

static void
start(const struct job *job, const char *rule, int in, int out, int messages,
      int count)
{
    char name[64];

    snprintf(name, sizeof name, "/dev/fd/%d", count);
    setenv("KFAIL_COUNT", name, 1);
    setenv("KFAIL", rule, 1);
    if (strcmp(job->library, "-") != 0)
        setenv("LD_PRELOAD", job->library, 1);
    if (dup2(in, 0) == -1 || dup2(out, 1) == -1 || dup2(messages, 2) == -1)
        _exit(BROKEN);
    execvp(job->command[0], job->command);
    _exit(BROKEN);
}

/* Waits until CHILD ends; a child that does not is ended, and is bad. */
static int
wait_for(pid_t child)
{
    int status;

    for (int k = 0; k < SECONDS * 10000; k++) {
        if (waitpid(child, &status, WNOHANG) == child)
            return status;
        usleep(100);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return status;
}

static struct run
run_once(const struct job *job, const char *rule)
{
    const int out = memfd_create("out", MFD_CLOEXEC);
    const int messages = memfd_create("messages", MFD_CLOEXEC);
    const int count = memfd_create("count", 0);
    pid_t feeder;
    const int in = open_input(job->input, &feeder);
    struct run run = {0};

    if (ftruncate(count, sizeof run.calls) != 0)
        err(BROKEN, "no room to count");
    const pid_t child = fork();
    if (child == 0)
        start(job, rule, in, out, messages, count);
    close(in);
    run.status = wait_for(child);
    if (feeder != -1) {
        kill(feeder, SIGKILL);
        waitpid(feeder, NULL, 0);
    }
    run.output = read_descriptor(out, &run.output_len);
    run.messages = read_descriptor(messages, &run.messages_len);
    if (pread(count, &run.calls, sizeof run.calls, 0) != sizeof run.calls)
        err(BROKEN, "no count");
    close(out);
    close(messages);
    close(count);
    run.after = tree_read();
    return run;
}

static void
end_run(const struct job *job, struct run *run)
{
    if (!tree_is_same(run->after, job->before))
        tree_restore(run->after, job->before);
    free(run->output);
    free(run->messages);
    tree_free(run->after);
}

/* One line that begins with the name of the program. */
static bool
is_message(const struct job *job, const char *text)
{
    const size_t len = strlen(job->program);

    return strncmp(text, job->program, len) == 0 && text[len] == ':' &&
           strstr(text, "px") == NULL && strchr(text, '\n') != NULL &&
           strchr(text, '\n')[1] == '\0';
}

/* Whether ENTRY is an older file under a hidden name that a message tells. */
static bool
is_kept(const struct job *job, const struct tree_entry *entry,
        const char *messages)
{
    const char *const base = strrchr(entry->path, '/') + 1;

    if (*base != '.' || strstr(messages, base) == NULL)
        return false;
    for (size_t k = 0; k < job->before->count; k++) {
        const struct tree_entry *const older = &job->before->list[k];
        if (S_ISREG(older->mode) && older->len == entry->len &&
            memcmp(older->bytes, entry->bytes, entry->len) == 0)
            return true;
    }
    return false;
}

/* Whether all there is was there before, or will be in the end, or is kept; and
 * as many older files are kept as are not in their places. */
static bool
all_are_kept(const struct job *job, const struct tree *now,
             const char *messages)
{
    size_t kept = 0, lost = 0;

    for (size_t k = 0; k < now->count; k++) {
        const struct tree_entry *const entry = &now->list[k];
        if (tree_has(job->before, entry) || tree_has(job->expected, entry))
            continue;
        if (!is_kept(job, entry, messages))
            return false;
        kept++;
    }
    for (size_t k = 0; k < job->before->count; k++)
        lost += S_ISREG(job->before->list[k].mode) &&
                !tree_has(now, &job->before->list[k]);
    return lost <= kept;
}

/* Names are taken back by renaming. Where that fails too (IS_LASTING), a file
 * may be new that should be old, but none may be gone or in part: the older one
 * is kept, and the message tells where. */
static const char *
what_is_wrong(const struct job *job, bool is_lasting, const struct run *run)
{
    const bool done = tree_is_same(run->after, job->expected);

    if (!WIFEXITED(run->status))
        return "ended by a signal";
    if (WEXITSTATUS(run->status) == 0) {
        if (!done)
            return "no error, and other files";
        return run->output_len == job->output_len &&
                       memcmp(run->output, job->output, job->output_len) == 0
                   ? NULL
                   : "no error, and another output";
    }
    if (getenv("KFAIL_INTERRUPTS") != NULL)
        return "an interrupted call is not made again";
    if (WEXITSTATUS(run->status) != 1)
        return "neither done nor a clean error";
    if (!is_message(job, run->messages))
        return "an error, and not one message";
    if (run->output_len > job->output_len ||
        memcmp(run->output, job->output, run->output_len) != 0)
        return "an error, and another output";
    /* The last step of all is too late to go back. */
    if (done && strstr(run->messages, "in place") != NULL)
        return NULL;
    if (tree_is_same(run->after, job->before))
        return NULL;
    return is_lasting && all_are_kept(job, run->after, run->messages)
               ? NULL
               : "an error, and other files";
}

static void
judge(struct job *job, const char *rule, const struct run *run)
{
    const bool is_lasting =
        strncmp(rule, "rename", 6) == 0 && strpbrk(rule, "+&") != NULL;
    const char *const wrong = what_is_wrong(job, is_lasting, run);

    if (wrong == NULL && WEXITSTATUS(run->status) == 0)
        job->complete++;
    else if (wrong == NULL)
        job->errors++;
    else if (job->bad++ < 20) {
        printf("%s: %s (status %x): %s", rule, wrong, (unsigned)run->status,
               run->messages);
        for (size_t k = 0; k < run->after->count; k++)
            printf("  %s, %zu bytes\n", run->after->list[k].path,
                   run->after->list[k].len);
    }
}

/* Whether call K of COUNT is left out. */
static bool
is_spared(unsigned long k, unsigned long count)
{
    return getenv("KFAIL_SOME") != NULL && count > 90 && k > 30 &&
           k + 30 < count && k % 5 != 0;
}

static void
fail_each(struct job *job, const char *kind, const char *how)
{
    unsigned long count = 0;
    bool more = true;

    for (unsigned long k = 0; more; k++) {
        char rule[64];
        if (k > 0 && is_spared(k, count))
            continue;
        snprintf(rule, sizeof rule, "%s:%lu%s", kind, k, how);
        struct run run = run_once(job, rule);
        if (k == 0)
            count = run.calls;
        else if (run.calls >= k)
            judge(job, rule, &run);
        more = k == 0 || (run.calls >= k && job->bad < 100);
        end_run(job, &run);
    }
}

/* How it is when nothing fails. */
static void
look_at_it(struct job *job)
{
    struct run run;

    job->before = tree_read();
    run = run_once(job, "none:0");
    if (run.status != 0)
        errx(BROKEN, "does not run: %s", run.messages);
    job->expected = tree_read();
    job->output = run.output;
    job->output_len = run.output_len;
    run.output = NULL;
    end_run(job, &run);
}

/* What a program, or one for this test, calls itself. */
static const char *
program_of(const char *path)
{
    static const char *const others[] = {"splitter", "combiner"};

    for (size_t k = 0; k < sizeof others / sizeof others[0]; k++)
        if (strstr(path, others[k]) != NULL)
            return others[k];
    return "sampler";
}

int
main(int argc, char **argv)
{
    struct job job = {0};

    if (argc < 5)
        errx(BROKEN, "usage: kfail_run LIBRARY KINDS INPUT COMMAND...");
    job.library = argv[1];
    job.input = argv[3];
    job.command = argv + 4;
    job.program = program_of(argv[4]);
    look_at_it(&job);
    for (char *kind = strtok(argv[2], ","); kind != NULL;
         kind = strtok(NULL, ",")) {
        fail_each(&job, kind, "");
        if (getenv("KFAIL_INTERRUPTS") != NULL || getenv("KFAIL_ONCE") != NULL)
            continue;
        fail_each(&job, kind, "+");
        if (strcmp(kind, "rename") == 0)
            fail_each(&job, kind, "&");
    }
    printf("%u points failed: %u complete, %u clean errors, %u bad\n",
           job.complete + job.errors + job.bad, job.complete, job.errors,
           job.bad);
    return job.bad > 0;
}
