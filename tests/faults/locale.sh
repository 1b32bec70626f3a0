#!/bin/sh
# SPDX-License-Identifier: MIT
# L: the locale changes nothing.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

draw='--keep outcome --n 70 --seed 1 --report r.json'

# in_locale COMMAND...: with $locale; the files of L1 and L2 are in loc
in_locale()
{
  LOCPATH=$PWD/loc LC_ALL=$locale LANGUAGE=$locale "$@"
}

# make_locale NAME: or says that it cannot
make_locale()
{
  have localedef locale || return
  mkdir -p loc
  localedef -i "$1" -f UTF-8 "loc/$1.UTF-8" >/dev/null 2>&1
  locale=$1.UTF-8
  test -d "loc/$locale" ||
    { cannot "no locale $1 can be made here"; return 1; }
}

# The summary without what is measured.
summary_of()
{
  grep -v '^time ' "$1"
}

# same_in_locale: output, messages and report are those of the C locale
same_in_locale()
{
  run 0 sampler $draw in.csv
  mv out expected
  summary_of err >summary
  grep -vE 'seconds|peak' r.json >report
  run 0 in_locale sampler $draw in.csv
  same "sample in $locale" expected out
  summary_of err >summary.now
  same "summary in $locale" summary summary.now
  grep -vE 'seconds|peak' r.json >report.now
  same "report in $locale" report report.now
  tail -n +2 out | awk -F, 'NF != 4 { exit 1 }' || fail 'an extra column'
}

# a decimal comma
L1()
{
  make_locale de_DE || return
  test "$(in_locale locale decimal_point)" = , ||
    { cannot 'the locale has no decimal comma'; return; }
  same_in_locale
  grep -q '[0-9]\.[0-9]' out || fail 'no weight with a fraction'
  run 0 in_locale sampler --n 5 --seed 1 --keep 't>3600.5' in.csv
  mv out expected
  run 0 sampler --n 5 --seed 1 --keep 't>3600.5' in.csv
  same 'a rule with a fraction' expected out
}

# locales in which i is no lower case of I, and one that does not exist
L2()
{
  locale=xx
  same_in_locale
  make_locale tr_TR || return
  sed 's/,1,/,TRUE,/; s/,0,/,Missing,/; s/Missing/FALSE/' in.csv >upper.csv
  sed 's/TRUE/true/; s/FALSE/false/' upper.csv >in.csv
  same_in_locale
  run 0 in_locale sampler $draw upper.csv
  test "$(grep -c TRUE out)" -eq "$(grep -c TRUE upper.csv)" ||
    fail 'not all outcomes'
}

faults L1 L2
