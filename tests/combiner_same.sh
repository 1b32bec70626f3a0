#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner: the samples of 1, 2, 7 and 64 shards are, pooled, the sample of one
# job: the same bytes by position over parts, the same rows by --unit.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

# trial OPTION...: the same bytes, the same told; --at-most is for shards only,
# and stands in $at_most.
trial()
{
  shards "$@" $at_most
  whole "$@"
  pool
  same_bytes "$split $*"
  same_told "$split $*"
}

# By position over parts that follow one another: every design that can be.
make_frame 3000 3000
at_most=
for split in '--parts 1' '--parts 2' '--parts 7' '--rows 999'; do
  split $split
  while read -r design; do
    trial $design
  done <<'END'
--n 50
--keep died --n 50
--keep died --n 5000
--n 0 --keep died
--n-per-stratum 20 --strata sex,year --add stratum,prob,N,n,prn,subcohort
--where sex=f --keep died --n 40 --weight-name w2
--n-per-stratum 10 --strata sex --replicate 3
--fraction 0.05 --method=bernoulli --strata sex
--fraction 0.05 --method=bernoulli --weights=inverse-probability
--n 90 --base-weight w --drop year
--n 90 --select id,died --keep died --keep year=2011 --keep-missing no
END
done
split='--parts 64'
split $split
trial --keep died --n 50
trial --n-per-stratum 20 --strata sex,year --add stratum,prob,N,n,prn,subcohort

# The shards know their order, whatever that of the command line is.
combiner --quiet -o pooled.csv chunks/*.shard.csv || fail "names of shards"
same_bytes "shards by their names"

# Sizes that depend on all shards are settled by combiner.
split='--parts 7'
split $split
at_most='--at-most 150'
while read -r design; do
  trial $design
done <<'END'
--ratio 2 --keep died --strata sex
--fraction 0.1 --strata sex,year --min-per-stratum 4
--n 100 --strata year --min-per-stratum 5
--n 100 --strata year --allocation=equal
--n 100
END

# A file of sizes, counts or fractions; a stratum that only some shards have.
printf 'sex,n\nf,30\nm,9\n' >n.csv
printf 'sex,fraction\nf,0.2\nm,0.01\n' >fraction.csv
split --parts 7
shards --strata sex --sizes n.csv
whole --strata sex --sizes n.csv
pool
same_bytes 'sizes'
shards --strata sex --sizes fraction.csv --at-most 250
whole --strata sex --sizes fraction.csv
pool
same_bytes 'fractions of a file'
split --by sex
shards --strata sex --sizes n.csv --unit id
whole --strata sex --sizes n.csv --unit id
pool
same_rows 'sizes of strata that are shards'

# By unit, one row each: however the frame is dealt.
for split in '--parts 1' '--parts 2' '--parts 7' '--parts 64' \
  '--groups 1 --unit id --seed 5' '--groups 2 --unit id --seed 5' \
  '--groups 7 --unit id --seed 5' '--groups 64 --unit id --seed 5' \
  '--by year --missing none'; do
  split $split
  shards --unit id --keep died --n-per-stratum 15 --strata sex
  whole --unit id --keep died --n-per-stratum 15 --strata sex
  pool
  same_rows "$split, one row a unit"
done

# Many rows a unit, in groups of whole units.
make_frame 3000 400
for groups in 1 2 7 64; do
  split --groups $groups --unit id --seed 5
  for design in '--n 50' '--n-per-stratum 15 --strata sex --add N,n,prn' \
    '--n 30 --replicate 2'; do
    for check in '' --check-units; do
      shards --unit id --keep died $design $check
      whole --unit id --keep died $design
      pool
      same_rows "$groups groups, $design"
      same_told "$groups groups, $design"
    done
    grep -q '^check    no unit is in two shards$' pooled.err ||
      fail 'the lists of units were not compared'
  done
done

# One row of each unit, and row weights, where the whole is sorted by unit and no
# part ends within one: 100 units with 5 rows.
awk 'BEGIN { print "id,k"
  for (i = 0; i < 500; i++) printf "%03d,%d\n", int(i / 5), i % 5 }' >frame.csv
split --rows 100
for sorted in '' --unit-sorted; do
  shards --unit id --n 20 --one-per-unit --row-weights $sorted
  whole --unit id --n 20 --one-per-unit --row-weights $sorted
  pool
  same_bytes "one per unit $sorted"
done

# Units without an identifier are units of their own, in every shard others.
awk 'BEGIN { print "id,k"
  for (i = 0; i < 300; i++) printf "%s,%d\n", i % 3 ? i : "", i }' >frame.csv
split --parts 4
shards --unit id --unit-missing own --n 90
whole --unit id --unit-missing own --n 90
pool
same_bytes 'own units'

# Odd files: quotes, line breaks, CR LF, a byte-order mark, bytes that are no
# UTF-8 in names and strata, no line end at the last row; compressed.
{
  printf '\357\273\277"a ""b""",s\344x,v\r\n'
  awk 'BEGIN { for (i = 0; i < 400; i++)
    printf "\"%d,\n\"\"x\"\"\",%s,%d\r\n", i, i % 3 ? "m\344nn" : "\"f,\"", i }'
  printf 'last,x,0'
} >frame.csv
split --parts 5
for name in csv csv.gz csv.zst; do
  splitter --quiet --force --parts 5 --out "chunks/p{index}.$name" \
    --manifest m.csv frame.csv || fail splitter
  column=$(printf 's\344x')
  shards --strata "$column" --n-per-stratum 40 --add stratum
  whole --strata "$column" --n-per-stratum 40 --add stratum
  pool
  same_bytes "odd, $name"
done
tr ',' '\t' <frame.csv >frame.tsv
splitter --quiet --force --parts 3 --out 'chunks/t{index}.tsv' --manifest m.csv \
  frame.tsv || fail 'splitter of a .tsv'
shards --n 40
run 0 sampler --seed 3 -o whole.csv --n 40 frame.tsv
pool
same_bytes '.tsv'

# A chunk without records, and a frame without any.
printf 'x\n' >frame.csv
split --parts 2
shards --n 4
whole --n 4
pool
same_bytes 'no records'

# To a pipe, and compressed.
make_frame 500 500
split --parts 3
shards --n 40
whole --n 40
combiner --quiet --manifest m.csv >pooled.csv || fail 'standard output'
same_bytes 'standard output'
run 0 combiner --quiet --manifest m.csv -o pooled.csv.gz
gzip -dc pooled.csv.gz >pooled.csv
same_bytes 'compressed'
finish
