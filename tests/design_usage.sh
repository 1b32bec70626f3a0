#!/bin/sh
# SPDX-License-Identifier: MIT
# Designs that cannot be: status 2 for wrong usage and 1 for wrong data, one
# message that names what is wrong, nothing written, an older output untouched.
. "${srcdir=.}/tests/init.sh"

{
  printf 'id,sex,age,day,died,w,base\n'
  printf '1,f,30,2020-01-01,0,1.5,1\n1,f,30,2020-02-01,1,2,1\n'
  printf '2,m,40,2020-01-01,0,2.5,2\n3,m,50,2021-05-01,0,x,0\n'
  printf '4,m,40,,0,,-1\n,f,30,2020-01-01,0,1,\n'
} >frame.csv
printf 'a,a,day\n1,2,3\n' >twice.csv
printf 'sex,n\nf,1\nm,1\n' >sizes.csv
printf 'sex,n\nf,1\nm,1\nx,1\n' >unknown.csv
printf 'sex,n\nf,1\n' >short.csv
printf 'sex,n\nf,1\nm,1\nf,2\n' >double.csv
printf 'sex,n\nf,1\nm,1.5\n' >half.csv
printf 'sex,n\nf,1\nm,-1\n' >negative.csv
printf 'sex,n\nf,1\nm,\n' >empty.csv
printf 'sex,n,fraction\nf,1,1\nm,1,1\n' >both.csv
printf 'sex,size\nf,1\nm,1\n' >neither.csv
printf 'sex,fraction\nf,1.01\nm,0\n' >above.csv
printf 'sex,fraction\nf,half\nm,0\n' >text.csv
printf 'gender,n\nf,1\nm,1\n' >gender.csv
printf 'sex,n\nf\nm,1\n' >ragged.csv
: >nothing.csv
echo precious >old.csv
ls >files
files=$(cat files)

# wrong STATUS MESSAGE ARGUMENT...: a basic regular expression for all of the
# message.
wrong()
{
  status=$1
  message=$2
  shift 2
  run $status sampler --seed 1 "$@" -o old.csv
  head -n 1 err | grep -q "^sampler: $message\$" || fail "want $message: $*"
  test "$(grep -v "^Try \`sampler --help' or \`sampler --usage' for more" err |
    wc -l)" -eq 1 || fail "more than one message: $*"
  test ! -s out && test "$(cat old.csv)" = precious ||
    fail "something is written: $*"
  test "$(ls | grep -vx -e out -e err)" = "$files" || fail "files are left: $*"
}
f=frame.csv
columns='the columns are "id", "sex", "age", "day", "died", "w", "base"'

# Columns that are not there, in every option that names one.
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 1 --where nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 1 --where nobody=1 $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --strata nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --strata sex,nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --strata year:nobody $f
wrong 2 'frame.csv: key "yaer:day".*' --n 2 --strata yaer:day $f
wrong 2 'frame.csv: no column "".*' --n 2 --strata sex, $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --unit nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --strata sex \
  --allocation neyman:nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --base-weight nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --select id,nobody $f
wrong 2 "frame.csv: no column \"nobody\"; $columns" --n 2 --drop nobody $f
wrong 2 'frame.csv: no column "i"; did you mean "id"?' --n 2 --select i $f
for option in strata unit where base-weight select drop; do
  wrong 2 'twice.csv: column "a" is in the header 2 times' --n 1 --$option a \
    twice.csv
done
wrong 2 'frame.csv: column "id" is listed twice' --n 2 --select id,sex,id $f
wrong 2 'frame.csv: no column is left' --n 2 \
  --drop id,sex,age,day,died,w,base $f
wrong 2 'frame.csv: there is a column "age" already; choose another name with '\
'--add COLUMN=NAME' --n 2 --add prob=age $f
wrong 2 'two new columns with the name "weight"' --n 2 --add prob=weight $f
wrong 2 'two new columns with the name "a"' --n 2 --add N=a,n=a $f
for column in selected stratum prob N n prn subcohort; do
  sed "1s/age/$column/" frame.csv >taken.csv
  files=$(ls | grep -vx -e out -e err)
  wrong 2 "taken.csv: there is a column \"$column\" already; .*" --n 2 \
    --output all --add stratum,prob,N,n,prn,subcohort taken.csv
done
rm taken.csv
files=$(cat files)

# Values that are none.
for value in '' 0 0.0 -0.1 1.0000001 2 1e1 abc 0.1x ' 0.1' 0,1 1/3 10% nan inf \
  0x1p-2 1e-19; do
  wrong 2 "--fraction '$value': not a number above 0 and up to 1" \
    --fraction="$value" $f
done
for value in '' 0 -1 x 1e20 1:2 inf; do
  wrong 2 "--ratio '$value': not a number above 0" --keep died --ratio="$value" $f
done
for option in n-per-stratum min-per-stratum; do
  for value in '' -1 1.5 x 9223372036854775808; do
    wrong 2 "--$option '$value': not a whole number from 0 to 9223372036854775807" \
      --strata sex --$option="$value" $f
  done
done
wrong 2 "--replicate '0': they are counted from 1" --n 1 --replicate 0 $f
for value in '' -1 1.5 x; do
  wrong 2 "--replicate '$value': not a whole number .*" --n 1 --replicate="$value" $f
done
wrong 2 "--output 'sample': not drawn, rest or all" --n 1 --output sample $f
wrong 2 "--method 'poisson': not .*" --fraction 0.1 --method poisson $f
wrong 2 "--weights 'mine': not realised or inverse-probability" --fraction 0.1 \
  --method bernoulli --weights mine $f
wrong 2 "--allocation 'best': not proportional, equal or neyman:COL" --n 2 \
  --strata sex --allocation best $f
wrong 2 "--allocation neyman: '': a column needs a name" --n 2 --strata sex \
  --allocation neyman: $f
wrong 2 "--unit-missing 'no': not error or own" --n 2 --unit id \
  --unit-missing no $f
wrong 2 "--sizes-missing 'some': not error, all or none" --strata sex \
  --sizes sizes.csv --sizes-missing some $f
for option in strata unit base-weight select drop; do
  wrong 2 "--$option '': a column needs a name" --n 2 --$option= $f
done
for value in '' x Prob prob, ,prob prob=a,,N weight; do
  wrong 2 "--add '[^']*': not stratum, prob, N, n, prn or subcohort, nor .*" \
    --n 2 --add="$value" $f
done
wrong 2 '--add prob: a name is missing, or it is there twice' --n 2 \
  --add prob,N,prob=p $f
wrong 2 '--add n: a name is missing, or it is there twice' --n 2 --add n= $f

# Twice.
while read -r option value; do
  wrong 2 "--$option is given twice" --n 2 "--$option=$value" "--$option" \
    "$value" $f
done <<END
strata sex
unit id
unit-missing own
allocation equal
min-per-stratum 1
replicate 2
method srs
output all
weights realised
base-weight w
select id
drop id
sizes-missing all
END
wrong 2 '--fraction is given twice' --fraction 0.1 --fraction 0.1 $f

# What does not go together.
two='one of --n, --n-per-stratum, --fraction, --ratio and --sizes, not two'
wrong 2 "$two" --n 1 --fraction 0.1 $f
wrong 2 "$two" --n-per-stratum 1 --strata sex --sizes sizes.csv $f
wrong 2 "$two" --ratio 1 --keep died --n 1 $f
wrong 2 '--n is missing: .*' --strata sex $f
wrong 2 '--n-per-stratum goes with --strata' --n-per-stratum 1 $f
wrong 2 '--sizes goes with --strata' --sizes sizes.csv $f
wrong 2 '--sizes-missing goes with --sizes' --n 2 --strata sex \
  --sizes-missing all $f
wrong 2 '--ratio goes with --keep' --ratio 1 $f
wrong 2 '--allocation goes with --n and --strata' --n 2 --allocation equal $f
wrong 2 '--allocation goes with --n and --strata' --fraction 0.1 --strata sex \
  --allocation neyman:age $f
least='--min-per-stratum goes with --strata, and with --n, --fraction or --ratio'
wrong 2 "$least" --n 2 --min-per-stratum 1 $f
wrong 2 "$least" --n-per-stratum 2 --strata sex --min-per-stratum 1 $f
wrong 2 "$least" --sizes sizes.csv --strata sex --min-per-stratum 1 $f
wrong 2 '--add=subcohort compares random numbers and does not go with '\
'--method=pps' --n 2 --method pps:age --add subcohort $f
wrong 2 '--method=pps does not go with --output=rest' --n 2 --method pps:age \
  --output rest $f
wrong 2 '--method=pps has certainties and does not go with --replicate' --n 2 \
  --method pps:age --replicate 2 $f
wrong 2 '--method=bernoulli goes with --fraction' --n 2 --method bernoulli $f
wrong 2 '--method=bernoulli .* does not go with --min-per-stratum' --strata sex \
  --fraction 0.1 --method bernoulli --min-per-stratum 1 $f
wrong 2 '--method=bernoulli .* does not go with --replicate' --fraction 0.1 \
  --method bernoulli --replicate 2 $f
wrong 2 '--weights=inverse-probability goes with --method=bernoulli' \
  --fraction 0.1 --weights inverse-probability $f
wrong 2 '--weights=inverse-probability does not go with --output=rest' \
  --fraction 0.1 --method bernoulli --weights inverse-probability \
  --output rest $f
wrong 2 '--unit-missing goes with --unit' --n 2 --unit-missing own $f
wrong 2 '--unit-sorted goes with --unit' --n 2 --unit-sorted $f
wrong 2 '--one-per-unit goes with --unit' --n 2 --one-per-unit $f
wrong 2 '--row-weights goes with --one-per-unit' --n 2 --unit id --row-weights $f
for what in rest all; do
  wrong 2 '--one-per-unit goes with --output=drawn' --n 2 --unit id \
    --one-per-unit --output $what $f
done
wrong 2 '--select or --drop, not both' --n 2 --select id --drop age $f
wrong 2 '--add selected goes with --output=all' --n 2 --add selected $f
wrong 2 '--plan writes no sample and does not go with --out' --n 2 --plan $f
wrong 2 '--replicate is an error where nothing is left, which tells of '\
'counts, and does not go with --sdc' --n 2 --replicate 2 --sdc round5 $f
wrong 2 '--keep-missing goes with --keep' --n 2 --keep-missing no \
  --where died=0 $f

# Sizes that cannot be.
wrong 2 '--n 1 is too small: 2 strata with --min-per-stratum 1 need 2' --n 1 \
  --strata sex $f
run 0 sampler --n 0 --strata sex $f
grep -q "not represented" err || fail "no word of who is not represented"
wrong 2 '--n 4 is too small: 2 strata with --min-per-stratum 4 need 6' --n 4 \
  --strata sex --min-per-stratum 4 $f
wrong 1 "frame.csv: nothing is left for --replicate 7" --n 1 --replicate 7 $f
wrong 1 "frame.csv: nothing is left for --replicate 4 in stratum 'f'" \
  --n-per-stratum 1 --strata sex --replicate 4 $f
wrong 1 "unknown.csv: stratum 'x': no record of the frame is in it" --strata sex \
  --sizes unknown.csv $f
wrong 1 "sizes.csv: stratum 'm': no record of the frame is in it" --strata sex \
  --sizes sizes.csv --where sex=f $f
wrong 1 "short.csv: stratum 'm': not in the file of sizes; .*" --strata sex \
  --sizes short.csv $f
wrong 1 'double.csv: record 3, line 4: a stratum that has a size already' \
  --strata sex --sizes double.csv $f
for file in half negative empty; do
  wrong 1 "$file.csv: record 2, line 3: column \"n\": not a number of units" \
    --strata sex --sizes $file.csv $f
done
for file in above text; do
  wrong 1 "$file.csv: record 1, line 2: column \"fraction\": not a fraction from "\
'0 to 1' --strata sex --sizes $file.csv $f
done
wrong 2 'both.csv: a column n or a column fraction, not both' --strata sex \
  --sizes both.csv $f
wrong 2 'neither.csv: neither a column n nor a column fraction' --strata sex \
  --sizes neither.csv $f
wrong 2 'gender.csv: no column "sex".*' --strata sex --sizes gender.csv $f
wrong 1 'ragged.csv: record 1, line 2: .*' --strata sex --sizes ragged.csv $f
wrong 1 'nothing.csv: .*' --strata sex --sizes nothing.csv $f
wrong 1 'nofile.csv: cannot open: No such file or directory' --strata sex --sizes nofile.csv $f

wrong 2 '--ratio asks for more than 2^63 units' --ratio 1e19 --keep died $f

# Cells that cannot be.
wrong 1 'frame.csv: record 4, line 5: column "w": not a number, but --allocation '\
'looks at its variance' --n 3 --strata sex --allocation neyman:w $f
wrong 1 'frame.csv: column "w": missing in 1 record, the first of them record 5' \
  --n 3 --strata sex --allocation neyman:w --where id!=3 $f
wrong 1 'frame.csv: column "id": missing in 1 record, the first of them record 6'\
'; --unit-missing=own makes each a unit of its own' --n 2 --unit id $f
wrong 1 'frame.csv: column "base": missing or negative in 2 records, the first of '\
'them record 5' --n 2 --base-weight base $f
wrong 1 'frame.csv: record 1, line 2: column "day": not a number, but it is the '\
'weight to start from' --n 2 --base-weight day $f
wrong 1 'frame.csv: record 1, line 2: column "age": not a date (YYYY-MM-DD), but '\
'a key of --strata takes its year, quarter or month' --n-per-stratum 2 \
  --strata year:age $f
wrong 1 'frame.csv: record 2, line 3: a unit that is in another stratum by a '\
'record above' --n-per-stratum 2 --strata day --unit id \
  --unit-missing own $f
wrong 1 'frame.csv: record 2, line 3: a unit that is in another stratum by a '\
'record above' --n-per-stratum 2 --strata day --unit id --unit-sorted $f
for sorted in '' --unit-sorted; do
  wrong 1 'frame.csv: record 2, line 3: column "w": another number than in a '\
'record above, which is of the same unit' --n 1 --method pps:w --unit id \
    --where id=1 $sorted $f
  wrong 1 'frame.csv: record 2, line 3: column "w": another number than in a '\
'record above, which is of the same unit' --n 1 --strata sex --unit id \
    --allocation neyman:w --where id=1 $sorted $f
  wrong 1 'frame.csv: column "w": missing, zero or negative in 1 record, the '\
'first of them record 5' --fraction 0.5 --method pps:w --unit id \
    --where 'id>3' $sorted $f
done
wrong 1 'frame.csv: column "w": missing, zero or negative in 1 record, the first '\
'of them record 5' --fraction 0.5 --method pps:w --where id!=3 $f
wrong 1 'frame.csv: record 3, line 4: column "sex": neither 0 or 1, .*' --n 2 \
  --where sex --where died --where 'id>1' $f
wrong 1 'frame.csv: record 5, line 6: column "age": comes before the unit above '\
'it, .*' --n 1 --unit age --unit-sorted $f
for sizes in '--n 0' '--n-per-stratum 0 --strata sex' '--n 7' \
  '--n-per-stratum 4 --strata sex' '--ratio 1 --keep died --strata sex'; do
  wrong 1 'frame.csv: .* (an error by --strict)' $sizes --strict $f
done
finish
