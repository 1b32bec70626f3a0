/* SPDX-License-Identifier: MIT */
/* dumpable.so, for LD_PRELOAD: a program that hides its memory does not, so
 * that strace, run by somebody else than root, sees the names of its files. */
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int
prctl(int option, ...)
{
    unsigned long arguments[4];
    va_list list;

    va_start(list, option);
    for (int k = 0; k < 4; k++)
        arguments[k] = va_arg(list, unsigned long);
    va_end(list);
    if (option == PR_SET_DUMPABLE)
        return 0;
    return (int)syscall(SYS_prctl, option, arguments[0], arguments[1],
                        arguments[2], arguments[3]);
}
