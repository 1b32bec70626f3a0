/* SPDX-License-Identifier: MIT */
/* prober.so, for LD_PRELOAD: the first time that a thread reads from an input
 * or writes to an output, it tries, as whoever had taken the program over
 * might, what no sampler needs, and appends what came of it to the file
 * $PROBES: a line "WHAT ERRNO", or "WHAT done". The first line says which
 * version of Landlock there is. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int probes = -1;
static _Thread_local int is_probed;

__attribute__((constructor)) static void
start(void)
{
    const char *const name = getenv("PROBES");

    if (name == NULL)
        return;
    const int fd = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    probes = fcntl(fd, F_DUPFD_CLOEXEC, 100); /* out of the program's way */
    close(fd);
    dprintf(probes, "landlock %ld\n", syscall(444, NULL, 0, 1));
}

static void
note(const char *what, long result)
{
    const char *const name = result >= 0 ? "done" : strerrorname_np(errno);
    char line[200];
    const int len = snprintf(line, sizeof line, "%s %s\n", what, name);

    (void)!syscall(SYS_write, probes, line, (size_t)len);
}

/* The files are where tests/faults/sandbox.sh has put them. */
static void
probe_files(void)
{
    note("read /etc/passwd", open("/etc/passwd", O_RDONLY));
    note("read secret", open("../outside/secret", O_RDONLY));
    note("append to secret", open("../outside/secret", O_WRONLY | O_APPEND));
    note("truncate secret", truncate("../outside/secret", 1));
    note("list outside", open("../outside", O_RDONLY | O_DIRECTORY));
    note("make outside", open("../outside/made", O_WRONLY | O_CREAT, 0600));
    note("make a folder outside", mkdir("../outside/folder", 0700));
    note("remove secret", unlink("../outside/secret"));
    note("rename secret", rename("../outside/secret", "../outside/other"));
    note("link secret", link("../outside/secret", "secret"));
    note("move out", rename("other", "../outside/other"));
    note("write input", open("in.csv", O_WRONLY));
    note("read the other file", open("other", O_RDONLY));
    note("device", open("/dev/tty", O_RDWR));
    note("processes", open("/proc/1/cmdline", O_RDONLY));
}

static void
probe_calls(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    char bytes[8];
    struct iovec here = {bytes, sizeof bytes}, there = {bytes, sizeof bytes};
    const pid_t parent = getppid();
    const long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

    if (child == 0)
        _exit(0);
    note("fork", child);
    note("socket", socket(AF_INET, SOCK_STREAM, 0));
    note("unix socket", socket(AF_UNIX, SOCK_STREAM, 0));
    note("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0}));
    note("io_uring", syscall(425, 4, bytes));
    note("execve", execve("/bin/true", argv, NULL));
    note("clone3", syscall(435, bytes, sizeof bytes));
    note("ptrace", ptrace(PTRACE_ATTACH, parent, NULL, NULL));
    note("memory", process_vm_readv(parent, &here, 1, &there, 1, 0));
    note("unshare", unshare(CLONE_NEWUSER));
    note("signal", kill(parent, 0));
    note("dumpable", prctl(PR_GET_DUMPABLE) == 0 ? -(errno = EPERM) : 0);
}

/* Errors of the program's own calls stay what they are. */
static void
probe(int fd)
{
    const int error_number = errno;

    if (probes == -1 || fd <= STDERR_FILENO || is_probed)
        return;
    is_probed = 1;
    note("-- a thread", 0);
    probe_files();
    probe_calls();
    errno = error_number;
}

static void *
next_function(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

ssize_t
read(int fd, void *bytes, size_t len)
{
    ssize_t (*real)(int, void *, size_t);

    *(void **)&real = next_function("read");
    /* What is read to learn how much memory was used comes before. */
    if (len != 4095)
        probe(fd);
    return real(fd, bytes, len);
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
    ssize_t (*real)(int, const void *, size_t);

    *(void **)&real = next_function("write");
    probe(fd);
    return real(fd, bytes, len);
}

ssize_t
pread(int fd, void *bytes, size_t len, off_t offset)
{
    ssize_t (*real)(int, void *, size_t, off_t);

    *(void **)&real = next_function("pread");
    probe(fd);
    return real(fd, bytes, len, offset);
}

ssize_t
pread64(int fd, void *bytes, size_t len, off64_t offset)
{
    ssize_t (*real)(int, void *, size_t, off64_t);

    *(void **)&real = next_function("pread64");
    probe(fd);
    return real(fd, bytes, len, offset);
}
