#!/bin/sh
# SPDX-License-Identifier: MIT
# README.md tells the truth: its commands run as they stand, one after the other,
# in a folder with data/, and print what it says they print.
. "${srcdir=.}/tests/init.sh"

mkdir data
cp "$srcdir"/data/*.csv data/

# The blocks between ``` lines, as the files 01.sh, 02.csv ...
awk '/^```/ {
    if (file != "") { close(file); file = ""; next }
    file = sprintf("%02d.%s", ++blocks, substr($0, 4))
    printf "" >file
    next
  }
  file != "" { print >file }
  END { exit file != "" || blocks == 0 }' "$srcdir/README.md" ||
  fail 'README.md: a block is not closed'

# without_place FILE: a summary without what another run or release changes.
without_place()
{
  sed -E -e '1s/^sampler [^ ]+,/sampler VERSION,/' \
    -e 's/[0-9]+\.[0-9]{3} s/... s/g' -e 's/ \([0-9]+ MB\/s\)//' \
    -e 's/[0-9.]+ MiB$/... MiB/' "$1"
}

left_out=
sh_blocks=0
for block in [0-9][0-9].*; do
  cp "$block" out
  case $block in
    *.sh)
      sh -e "$block" >out 2>err || fail "README.md: $(cat "$block")"
      sh_blocks=$((sh_blocks + 1))
      test $sh_blocks -ne 1 || cp err summary
      ;;
    *.bash)
      if ! command -v parallel >/dev/null; then
        left_out="$left_out; GNU parallel is missing"
      else
        sh -e "$block" >out 2>err || fail "README.md: $(cat "$block")"
        test "$(ls sample_*.csv | wc -l)" -eq "$(ls strikes | wc -l)" ||
          fail 'README.md: not a sample of each chunk'
      fi
      ;;
    *.csv)
      head -n "$(wc -l <"$block")" sample.csv | cmp - "$block" >&2 ||
        fail 'README.md: the sample begins otherwise'
      ;;
    *.text)
      without_place summary >summary.want
      without_place "$block" | cmp - summary.want >&2 ||
        fail "README.md: the summary is $(cat summary)"
      ;;
    *.r)
      if ! command -v Rscript >/dev/null; then
        left_out="$left_out; R is missing"
      elif Rscript --vanilla "$block" >out 2>err; then
        test "$(grep -c '^coxph(\|^svycoxph(' out)" -eq 2 ||
          fail 'README.md: not two models'
      elif grep -q 'there is no package called' err; then
        left_out="$left_out; $(grep 'there is no package called' err)"
      else
        fail 'README.md: the R code does not run'
      fi
      ;;
    *.python)
      if ! python=$(find_python pandas && echo "$PYTHON") 2>/dev/null; then
        left_out="$left_out; Python with pandas is missing"
      elif ! "$python" "$block" >out 2>err; then
        fail 'README.md: the Python code does not run'
      else
        awk -F, 'NR > 1 { all += $10 } NR > 1 && $3 == 2 { some += $10 }
          END { printf "unfavourable histology: %.3f of %.0f\n", some / all, all
          }' sample.csv | cmp - out >&2 || fail 'README.md: awk says another share'
      fi
      ;;
    *.stata | *.yaml) ;; # nobody has these at hand
    *) fail "README.md: nobody tests a block of '${block#*.}'" ;;
  esac
done

test $sh_blocks -ge 2 || fail 'README.md: too few commands'
for block in csv text r python; do
  ls [0-9][0-9].$block >out 2>err || fail "README.md: no block of $block"
done
for file in sample.csv part_2019.csv part_2020.csv; do
  test -s "$file" || fail "README.md: no $file"
done
test "$(ls strikes | wc -l)" -eq 26 || fail 'README.md: not 26 chunks'
test "$(wc -l <strikes.csv)" -eq 27 || fail 'README.md: not 26 lines'
test -z "$left_out" || skip "all but this$left_out"
finish
