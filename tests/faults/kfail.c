/* SPDX-License-Identifier: MIT */
/* kfail - the k-th call of a kind fails.
 *
 * KFAIL=KIND:K has call number K of this kind fail, KFAIL=KIND:K+ all that come
 * after it too, and KFAIL=KIND:K& the one that comes after it; KFAIL=KIND:0
 * none. The calls are counted in the first 8 bytes of the file $KFAIL_COUNT,
 * where they can be read whatever becomes of the process. Kinds and their
 * functions:
 *
 *   alloc   malloc calloc realloc aligned_alloc      ENOMEM
 *   read    read pread                               EIO
 *   write   write                                    ENOSPC
 *   sync    fsync syncfs                             EIO
 *   rename  renameat renameat2                       EIO
 *   map     mmap                                     ENOMEM
 *   thread  pthread_create                           EAGAIN
 *   open    open openat mkostemp eventfd             EMFILE
 *   close   close, which closes nevertheless         EIO
 *   stat    fstat lstat stat fstatat                 EIO
 *   seek    lseek                                    EIO
 *   mode    fchmod fchmodat                          EIO
 *   folder  mkdirat                                  ENOSPC
 *   chance  getrandom                                ENOSYS
 *
 * With $KFAIL_PLAIN_RENAME the system has no renameat2, which is then not
 * counted.
 *
 * With $KFAIL_INTERRUPTS every one of them says EINTR: a signal came, and the
 * call is to be made again.
 *
 * It is built twice. kfail.so is for LD_PRELOAD, and meets the calls of the
 * libraries too. With -DWRAP it is linked into a program of its own by the
 * linker's --wrap, in a build with sanitizers, which have functions of these
 * names themselves; it then meets the calls of the program alone. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char kind[16];
static unsigned long failing; /* 0: none */
static bool all_after;
static bool next_too;
static bool interrupts;
static atomic_ulong no_file;
static atomic_ulong *calls = &no_file;

__attribute__((constructor)) static void
start(void)
{
    const char *const rule = getenv("KFAIL");
    const char *const name = getenv("KFAIL_COUNT");
    char *end;

    if (rule == NULL || strchr(rule, ':') == NULL)
        return;
    snprintf(kind, sizeof kind, "%.*s", (int)strcspn(rule, ":"), rule);
    failing = strtoul(strchr(rule, ':') + 1, &end, 10);
    all_after = *end == '+';
    next_too = *end == '&';
    interrupts = getenv("KFAIL_INTERRUPTS") != NULL;
    if (name != NULL) {
        const long fd = syscall(SYS_openat, AT_FDCWD, name, O_RDWR, 0);
        const long at = syscall(SYS_mmap, NULL, sizeof *calls,
                                PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        syscall(SYS_close, fd);
        if (at != -1)
            calls = (atomic_ulong *)(uintptr_t)at;
    }
    *calls = 0;
}

static bool
fails(const char *of_kind, int error_number)
{
    if (strcmp(of_kind, kind) != 0)
        return false;
    const unsigned long call = ++*calls;
    if (failing == 0 || call < failing ||
        (call > failing + (next_too ? 1 : 0) && !all_after))
        return false;
    errno = interrupts ? EINTR : error_number;
    return true;
}

#ifdef WRAP
#define HOOK(name) __wrap_##name
#define REAL(type, name, parameters) \
    type __real_##name parameters;   \
    type __wrap_##name parameters
#define CALL(name) __real_##name
#else
#define HOOK(name) name
#define REAL(type, name, parameters) typedef type name##_function parameters
#define CALL(name) ((name##_function *)next_function(#name))

static void *
next_function(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}
#endif

/* For allocation the functions behind those of glibc: dlsym() would allocate
 * itself. */
#ifdef WRAP
REAL(void *, malloc, (size_t));
REAL(void *, calloc, (size_t, size_t));
REAL(void *, realloc, (void *, size_t));
REAL(void *, aligned_alloc, (size_t, size_t));
REAL(char *, strdup, (const char *));
REAL(char *, strndup, (const char *, size_t));
REAL(int, vasprintf, (char **, const char *, va_list));
#define MALLOC __real_malloc
#define CALLOC __real_calloc
#define REALLOC __real_realloc
#define ALIGNED_ALLOC __real_aligned_alloc
#else
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *bytes, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
#define MALLOC __libc_malloc
#define CALLOC __libc_calloc
#define REALLOC __libc_realloc
#define ALIGNED_ALLOC __libc_memalign
#endif

void *
HOOK(malloc)(size_t size)
{
    return fails("alloc", ENOMEM) ? NULL : MALLOC(size);
}

void *
HOOK(calloc)(size_t count, size_t size)
{
    return fails("alloc", ENOMEM) ? NULL : CALLOC(count, size);
}

void *
HOOK(realloc)(void *bytes, size_t size)
{
    return fails("alloc", ENOMEM) ? NULL : REALLOC(bytes, size);
}

void *
HOOK(aligned_alloc)(size_t alignment, size_t size)
{
    return fails("alloc", ENOMEM) ? NULL : ALIGNED_ALLOC(alignment, size);
}

/* Those that allocate inside the C library, which the linker cannot wrap. */
#ifdef WRAP
char *
HOOK(strdup)(const char *text)
{
    return fails("alloc", ENOMEM) ? NULL : CALL(strdup)(text);
}

char *
HOOK(strndup)(const char *text, size_t len)
{
    return fails("alloc", ENOMEM) ? NULL : CALL(strndup)(text, len);
}

int __wrap_asprintf(char **text, const char *format, ...);

int
HOOK(asprintf)(char **text, const char *format, ...)
{
    va_list args;
    int len = -1;

    va_start(args, format);
    if (!fails("alloc", ENOMEM))
        len = vasprintf(text, format, args);
    va_end(args);
    return len;
}
#endif

/* HOOKED(TYPE, NAME, (PARAMETERS), (ARGUMENTS), KIND, ERROR): a function that
 * says -1 when it fails. */
#define HOOKED(type, name, parameters, arguments, of_kind, error_number) \
    REAL(type, name, parameters);                                        \
    type HOOK(name) parameters                                           \
    {                                                                    \
        if (fails(of_kind, error_number))                                \
            return -1;                                                   \
        return CALL(name) arguments;                                     \
    }

HOOKED(ssize_t, read, (int fd, void *bytes, size_t len), (fd, bytes, len),
       "read", EIO)
HOOKED(ssize_t, pread, (int fd, void *bytes, size_t len, off_t at),
       (fd, bytes, len, at), "read", EIO)
HOOKED(ssize_t, pread64, (int fd, void *bytes, size_t len, off64_t at),
       (fd, bytes, len, at), "read", EIO)
HOOKED(ssize_t, write, (int fd, const void *bytes, size_t len),
       (fd, bytes, len), "write", ENOSPC)
HOOKED(int, fsync, (int fd), (fd), "sync", EIO)
HOOKED(int, syncfs, (int fd), (fd), "sync", EIO)
HOOKED(int, renameat, (int from, const char *old, int to, const char *new),
       (from, old, to, new), "rename", EIO)
HOOKED(int, mkostemp, (char *template, int flags), (template, flags), "open",
       EMFILE)
HOOKED(int, eventfd, (unsigned start_at, int flags), (start_at, flags), "open",
       EMFILE)
HOOKED(int, fstat, (int fd, struct stat *file), (fd, file), "stat", EIO)
HOOKED(int, lstat, (const char *name, struct stat *file), (name, file), "stat",
       EIO)
HOOKED(int, stat, (const char *name, struct stat *file), (name, file), "stat",
       EIO)
HOOKED(int, fstatat, (int at, const char *name, struct stat *file, int flags),
       (at, name, file, flags), "stat", EIO)
HOOKED(off_t, lseek, (int fd, off_t offset, int from), (fd, offset, from),
       "seek", EIO)
HOOKED(int, fchmod, (int fd, mode_t mode), (fd, mode), "mode", EIO)
HOOKED(int, fchmodat, (int at, const char *name, mode_t mode, int flags),
       (at, name, mode, flags), "mode", EIO)
HOOKED(int, mkdirat, (int at, const char *name, mode_t mode), (at, name, mode),
       "folder", ENOSPC)
HOOKED(ssize_t, getrandom, (void *bytes, size_t len, unsigned flags),
       (bytes, len, flags), "chance", ENOSYS)

/* Those with another way to fail, or with arguments that may be left out; the
 * system's own calls stand in for the functions of the latter. */
REAL(int, pthread_create,
     (pthread_t *, const pthread_attr_t *, void *(*)(void *), void *));

int
HOOK(pthread_create)(pthread_t *thread, const pthread_attr_t *attributes,
                     void *(*run)(void *), void *context)
{
    if (fails("thread", EAGAIN))
        return EAGAIN;
    return CALL(pthread_create)(thread, attributes, run, context);
}

REAL(int, renameat2, (int, const char *, int, const char *, unsigned));

int
HOOK(renameat2)(int from, const char *old, int to, const char *new,
                unsigned flags)
{
    if (getenv("KFAIL_PLAIN_RENAME") != NULL) {
        errno = ENOSYS;
        return -1;
    }
    if (fails("rename", EIO))
        return -1;
    return CALL(renameat2)(from, old, to, new, flags);
}

REAL(void *, mmap, (void *, size_t, int, int, int, off_t));

void *
HOOK(mmap)(void *at, size_t len, int access, int flags, int fd, off_t offset)
{
    if (fails("map", ENOMEM))
        return MAP_FAILED;
    return CALL(mmap)(at, len, access, flags, fd, offset);
}

REAL(int, close, (int));

int
HOOK(close)(int fd)
{
    const int result = CALL(close)(fd);

    return fails("close", EIO) ? -1 : result;
}

#ifdef WRAP
int __wrap_open(const char *name, int flags, ...);
int __wrap_openat(int at, const char *name, int flags, ...);
#endif

int
HOOK(open)(const char *name, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    const mode_t mode =
        flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (fails("open", EMFILE))
        return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, name, flags, mode);
}

int
HOOK(openat)(int at, const char *name, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    const mode_t mode =
        flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (fails("open", EMFILE))
        return -1;
    return (int)syscall(SYS_openat, at, name, flags, mode);
}
