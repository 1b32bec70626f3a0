#!/bin/sh
# SPDX-License-Identifier: MIT
# make install puts programs, manual pages and completions where they belong,
# below DESTDIR; make uninstall leaves no file.
. "${srcdir=.}/tests/init.sh"

# The make that runs this test hands its job server on, which is not for us.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
make_here()
{
  "${MAKE-make}" -C "$builddir" DESTDIR="$PWD/root" prefix=/usr \
    exec_prefix=/usr bindir=/usr/bin datarootdir=/usr/share \
    datadir=/usr/share mandir=/usr/share/man "$@"
}

page=share/man/man1
test -e "$srcdir/man/sampler.1" || test -e "$builddir/man/sampler.1" || page=
run 0 make_here install
for program in combiner sampler splitter; do
  for file in bin/$program ${page:+$page/$program.1} \
    share/bash-completion/completions/$program; do
    test -s "root/usr/$file" || fail "$file is not installed"
    echo "root/usr/$file" >>wanted
  done
done
promises=root/usr/share/man/man7/sampler-promises.7
test -s $promises || fail 'sampler-promises.7 is not installed'
echo $promises >>wanted
find root -type f | sort >found
sort wanted | cmp -s - found || fail "installed: $(cat found)"

for program in combiner sampler splitter; do
  run 0 root/usr/bin/$program --version
  head -n 1 out | grep -qE "^([a-z]+ \\()?sampler\\)? [0-9]" ||
    fail "$program does not run"
done

run 0 make_here uninstall
test -z "$(find root -type f)" || fail "left behind: $(find root -type f)"

test -n "$page" || skip 'the manual page, which needs help2man; the rest passed'
finish
