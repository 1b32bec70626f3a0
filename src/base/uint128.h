/* SPDX-License-Identifier: MIT */
/* uint128.h - unsigned integers of 128 bits.
 *
 * Purpose    The product of two 64-bit integers, without loss.
 * Units      None.
 * Ownership  None.
 * Errors     None.
 * Method     The type that gcc and clang have on every 64-bit machine, with a
 *            name that ISO C does not warn of.
 */
#ifndef BASE_UINT128_H
#define BASE_UINT128_H

__extension__ typedef unsigned __int128 uint128;

#endif
