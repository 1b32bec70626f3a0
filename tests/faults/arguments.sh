#!/bin/sh
# SPDX-License-Identifier: MIT
# A: what the command line says is done or refused, and never guessed at.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# usage_error TEXT COMMAND...: COMMAND must end with status 2 and a message that
# has TEXT, and print nothing
usage_error()
{
  usage_text=$1
  shift
  "$@" >out 2>err
  status=$?
  message=
  read -r message <err
  test $status -eq 2 || fail "status $status instead of 2: $*"
  test ! -s out || fail "printed something: $*"
  case $message in
    'sampler: '*"$usage_text"*) ;;
    *) fail "the message does not say: $usage_text" ;;
  esac
}

# --n, what is no number
A1()
{
  for n in '' abc -1 1.5 5x 0x10 1e99 9223372036854775808 \
    18446744073709551616 184467440737095516160 nan inf '5 5' '٥' ' 5' '5 ' +5 \
    1e2 1e6 1,000 1_000 5K; do
    usage_error "--n '$n': not a whole number from 0 to 9223372036854775807" \
      sampler --n="$n" in.csv
    usage_error "--n '$n': not a whole number from 0 to 9223372036854775807" \
      sampler --n "$n" in.csv
  done
  run 0 sampler --n 007 --seed 1 in.csv
  mv out expected
  run 0 sampler -n 7 --seed 1 in.csv
  same '007 is 7' expected out
  test "$(wc -l <out)" -eq 8 || fail '007 is not 7'
  usage_error '--n is missing' sampler in.csv
  for size in '' abc 0 -1 1.5 5X 5k 1e6 99999999999G 18446744073709551616; do
    usage_error "--max-record '$size': not a number of bytes" \
      sampler --n 5 --max-record="$size" in.csv
  done
}

# none of them, or more than there are
A2()
{
  run 0 sampler --n 0 --seed 1 in.csv
  test "$(cat out)" = id,outcome,t,weight || fail 'n = 0: not just a header'
  grep -q 'warning: in.csv: not represented: 60,000 records' err || fail 'no warning'
  run 0 sampler --n 0 --keep outcome --seed 1 in.csv
  test "$(tail -n +2 out | grep -c ',1,[0-9]*,1$')" -eq 300 ||
    fail 'n = 0: not the 300 outcomes with weight 1'
  test "$(wc -l <out)" -eq 301 || fail 'n = 0: more than the outcomes'

  run 0 sampler --n 60000 --seed 1 in.csv
  sed '1s/$/,weight/; 1!s/$/,1/' in.csv >expected
  same 'n = N' expected out
  test "$(grep -c warning: err)" -eq 1 || fail 'n = N: not one warning'
  run 0 sampler --n 60001 --seed 1 in.csv
  same 'n > N' expected out
  test "$(grep -c warning: err)" -eq 1 || fail 'n > N: not one warning'
  run 0 sampler --n 59700 --keep outcome --seed 1 in.csv
  same 'n = N beside outcomes' expected out
  run 0 sampler --n 59999 --seed 1 in.csv
  test "$(wc -l <out)" -eq 60000 || fail 'n = N - 1'
  test "$(grep -c warning: err)" -eq 0 || fail 'n = N - 1: a warning'
  for n in 0 60000 60001; do
    clean_error 1 'in.csv: .*an error by --strict' \
      sampler --n $n --strict -o o in.csv
  done

  head -n 1 in.csv >header.csv
  run 0 sampler --n 5 --keep outcome --seed 1 header.csv
  test "$(cat out)" = id,outcome,t,weight || fail 'no records: not a header'
  grep -q '^all  *0  *0' err || fail 'no records: not said so'
}

# --keep, which column
A3()
{
  printf '\357\273\277died,"a,b",twice,twice,"say ""x""",\n' >c.csv
  printf '0,1,0,1,0,1\n1,0,0,1,0,1\n0,0,0,1,1,0\n' >>c.csv
  for rule in died:1,0,0,1,0,1 a,b:0,1,0,1,0,1 'say "x":0,0,0,1,1,0' \
    'a,b=1:0,1,0,1,0,1' 'died!=0:1,0,0,1,0,1'; do
    run 0 sampler --n 0 --keep "${rule%:*}" c.csv
    test "$(tail -n +2 out)" = "${rule#*:},1" || fail "--keep ${rule%:*}"
  done
  usage_error 'c.csv: column "twice" is in the header 2 times' \
    sampler --n 1 --keep twice c.csv
  usage_error 'c.csv: no column "die"; did you mean "died"?' \
    sampler --n 1 --keep die c.csv
  usage_error 'c.csv: no column "Died"; did you mean "died"?' \
    sampler --n 1 --keep Died c.csv
  usage_error 'no column "nothing"; the columns are "died", "a,b", "twice", ' \
    sampler --n 1 --keep nothing c.csv
  usage_error 'no column "nothing"' sampler --n 1 --keep nothing=1 c.csv
  usage_error 'in.csv: no column ""' sampler --n 1 --keep '' in.csv
  usage_error 'in.csv: no column ""' sampler --n 1 --keep =1 in.csv
}

# judged MEANING CELL...: in a column of outcomes, by sampler --keep died
# $missing
judged()
{
  meaning=$1
  shift
  for cell in "$@"; do
    printf 'id,died\npx1,%s\npx2,0\npx3,1\n' "$cell" >c.csv
    sampler --n 0 --keep died $missing c.csv >out 2>err
    status=$?
    lines=$(cat out)
    case $status:$lines in
      0:*px1,*,1*px3,1,1) found=yes ;;
      0:*weight?px3,1,1) found=no ;;
      1:) found=error ;;
      *) found="status $status" ;;
    esac
    test "$found" = "$meaning" ||
      fail "the cell '$cell' means $found, not $meaning"
    test $found != error || one_message 'c.csv: .*column "died"'
  done
}

# --keep, which cells
A4()
{
  missing=
  judged no 0 00 0.0 -0 0e5 F false False FALSE f N no No '"0"' '"false"'
  judged yes 1 01 1.0 1e0 +1 T true True TRUE t Y yes Yes 2014-02-28 \
    2016-02-29 '"1"' '"yes"'
  judged error ' 0' '0 ' ' 1' 2 -1 9 -9 0.5 1e9 inf 0x1 dead none 2014-02-29 \
    2014-02-30 2014-13-01 2014-2-3 31/12/2014 0000-00-00 20140228 '" "' '٠'
  judged error '' '""' NA na NaN NULL null .
  missing='--keep-missing=error'
  judged error '' NA
  missing='--keep-missing=no'
  judged no '' '""' NA na NaN NULL null .
  missing='--keep-missing=drop'
  judged no '' NA
  missing='--keep-missing=yes'
  judged yes '' '""' NA na NaN NULL null .
}

# once, in any order
A5()
{
  for option in '--n=5 --n=6' '--n=5 -n5' '--n 5 --n 5' \
    '--n 5 --seed 1 --seed 1' \
    '--n 5 --see 1 --seed 2' '--n 5 -o o -o p' '--n 5 --out o -o p' \
    '--n 5 --shard a --shard b' '--n 5 --weight-name a --weight-name b' \
    '--n 5 --delimiter ; --delimiter ,' \
    '--n 5 --max-record 1K --max-record 2K' \
    '--n 5 --report a.json --report b.json' '--n 5 --tmpdir . --tmpdir .' \
    '--n 5 --keep outcome --keep-missing no --keep-missing yes' \
    '--n 5 --progress never --progress auto'; do
    usage_error 'is given twice' sampler $option in.csv
  done
  usage_error 'one FILE only' sampler --n 5 in.csv in.csv
  usage_error 'one FILE only' sampler --n 5 - in.csv
  usage_error "ambiguous" sampler --n 5 --kee outcome in.csv
  usage_error 'unrecognized' sampler --n 5 --bogus in.csv
  usage_error 'goes with --keep' sampler --n 5 --keep-missing no in.csv
  usage_error "--keep-missing 'maybe'" \
    sampler --n 5 --keep outcome --keep-missing maybe in.csv
  usage_error "--progress 'maybe'" sampler --n 5 --progress maybe in.csv
  usage_error "--shard ''" sampler --n 5 --shard '' in.csv
  usage_error "--report 'r'" sampler --n 5 --report r in.csv
  usage_error "--weight-name ''" sampler --n 5 --weight-name '' in.csv
  for delimiter in '' ab '"' 'é'; do
    usage_error '--delimiter' sampler --n 5 --delimiter "$delimiter" in.csv
  done

  nothing_but

  run 0 sampler --n 5 --seed 1 in.csv
  mv out expected
  run 0 sampler in.csv --seed=1 --n=5
  same 'options after FILE' expected out
  run 0 sampler --n 5 --seed 1 -- in.csv
  same '--' expected out
  run 0 sampler --quiet --quiet --strict --strict --n 5 --seed 1 in.csv
  same 'switches given twice' expected out
  cp in.csv ./-x
  run 0 sampler --n 5 --seed 1 -- -x
  same 'a FILE -x' expected out
  run 0 sampler --n 5 --seed 1 ./-x
  same 'a FILE ./-x' expected out
  run 0 sampler --n 5 --seed 1 -o ./-y in.csv
  same 'an output -y' expected ./-y
}

# a column of weights is there already
A6()
{
  sed '1s/outcome/weight/' in.csv >weight.csv
  sed '1s/outcome/"weight"/' in.csv >quoted.csv
  for input in weight.csv quoted.csv; do
    usage_error "$input: there is a column \"weight\" already" \
      sampler --n 5 $input
    run 0 sampler --n 5 --weight-name w $input
    test "$(head -n 1 out)" = "$(head -n 1 $input),w" || fail "$input: header"
  done
  usage_error 'in.csv: there is a column "t" already' \
    sampler --n 5 --weight-name t in.csv
  run 0 sampler --n 5 --weight-name 'a,"b"' in.csv
  test "$(head -n 1 out)" = 'id,outcome,t,"a,""b"""' ||
    fail 'a name that must be quoted'
}

# a full disk
A7()
{
  for option in --help --usage --version; do
    clean_error 1 'standard output: ' to /dev/full sampler $option
    run 0 sampler $option
    test -s out || fail "$option prints nothing"
    test ! -s err || fail "$option prints errors"
  done
}

faults A1 A2 A3 A4 A5 A6 A7
