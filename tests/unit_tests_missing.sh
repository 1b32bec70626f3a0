#!/bin/sh
# SPDX-License-Identifier: MIT
# Stands for the unit tests in a build without Check.
. "${srcdir=.}/tests/init.sh"
skip 'the unit tests need Check, in the Debian package check'
