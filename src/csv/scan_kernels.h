/* SPDX-License-Identifier: MIT */
/* scan_kernels.h - the names of the kernels, for scan.c and their own files.
 *
 * Purpose    Says which kernels are compiled in.
 * Units      None.
 * Ownership  The kernels are constants.
 * Errors     None.
 * Method     None.
 */
#ifndef CSV_SCAN_KERNELS_H
#define CSV_SCAN_KERNELS_H

#include "csv/scan.h"

#if defined(__x86_64__)
#define SCAN_X86 1
extern const struct scan_kernel scan_kernel_gfni; /* if HAVE_GFNI */
extern const struct scan_kernel scan_kernel_avx512;
extern const struct scan_kernel scan_kernel_avx2;
#else
#define SCAN_X86 0
#endif
extern const struct scan_kernel scan_kernel_portable;

#endif
