/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "io/sandbox_internal.h"

/* Numbers of system calls mean something on one architecture only. The word of
 * an argument that has the flags of clone is its lower half, the first one on
 * all of these. */
#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined ARCHITECTURE && !defined NO_SANDBOX

/* Since Linux 4.17; without it old kernels slow the whole process down. */
#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW 4
#endif

/* What brings data out, or other code in: sockets, and rings that can open
 * them; programs; other processes and their memory; another view of files. */
static const unsigned refused[] = {
    SYS_socket,
    SYS_socketpair,
    425, /* io_uring_setup, on every architecture */
    SYS_execve,
    SYS_execveat,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
#endif
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    438, /* pidfd_getfd, the same */
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_open_by_handle_at,
};

enum {
    REFUSED = sizeof refused / sizeof *refused,
    CLONE3 = 435,        /* on every architecture */
    OTHER_ABI = 1 << 30, /* numbers from here on: those of x32 */
    BEFORE = 4,          /* instructions in front of the list, */
    AFTER = 7,           /* and behind it, */
    REFUSAL = 5          /* of which this one refuses */
};

#define LOAD(member)                   \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
             (unsigned)offsetof(struct seccomp_data, member))
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)
#define JUMP_IF(test, value, yes, no) \
    BPF_JUMP(BPF_JMP | (test) | BPF_K, value, yes, no)

/* A thread is a process that shares its memory; clone, whose flags can be seen
 * here, may make one. clone3 hides them: the C library takes clone where the
 * system says that it has no clone3. A jump says how many instructions it
 * leaves out. */
static unsigned short
write_filter(struct sock_filter filter[BEFORE + REFUSED + AFTER])
{
    const struct sock_filter before[BEFORE] = {
        LOAD(arch),
        JUMP_IF(BPF_JEQ, ARCHITECTURE, 0, BEFORE - 2 + REFUSED + REFUSAL),
        LOAD(nr),
        JUMP_IF(BPF_JGE, OTHER_ABI, REFUSED + REFUSAL, 0),
    };
    const struct sock_filter after[AFTER] = {
        JUMP_IF(BPF_JEQ, CLONE3, 5, 0),
        JUMP_IF(BPF_JEQ, SYS_clone, 0, 2),
        LOAD(args[0]),
        JUMP_IF(BPF_JSET, CLONE_THREAD, 0, 1),
        RETURN(SECCOMP_RET_ALLOW),
        RETURN(SECCOMP_RET_ERRNO | EPERM),
        RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    };
    unsigned short len = 0;

    for (unsigned k = 0; k < BEFORE; k++)
        filter[len++] = before[k];
    for (unsigned k = 0; k < REFUSED; k++)
        filter[len++] = (struct sock_filter)JUMP_IF(
            BPF_JEQ, refused[k], (unsigned char)(REFUSED - 1 - k + REFUSAL), 0);
    for (unsigned k = 0; k < AFTER; k++)
        filter[len++] = after[k];
    return len;
}

bool
sandbox_can_refuse_calls(void)
{
    const unsigned action = SECCOMP_RET_ERRNO;

    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

void
sandbox_refuse_calls(void)
{
    struct sock_filter filter[BEFORE + REFUSED + AFTER];
    const struct sock_fprog program = {write_filter(filter), filter};

    (void)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                  SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
}

#else

bool
sandbox_can_refuse_calls(void)
{
    return false;
}

void
sandbox_refuse_calls(void)
{
}

#endif
