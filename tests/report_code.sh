#!/bin/sh
# SPDX-License-Identifier: MIT
# The R code of a report runs as it stands and speaks of the sample that was
# written, whatever the names of its file and columns are.
. "${srcdir=.}/tests/init.sh"
command -v Rscript >/dev/null || skip 'no R (Debian packages r-base-core, r-cran-survey)'
Rscript --vanilla -e 'library(survey)' >/dev/null 2>&1 ||
  skip 'no survey package of R (Debian package r-cran-survey)'

cp "$srcdir/data/nwtco.csv" "$srcdir/data/birdstrikes.csv" . || exit 99

# runs WANT OPTION...: draws into the file $sample; the sum of the weights in R,
# of the design for this frame if there is one, is WANT, to 1e-9 of it.
runs()
{
  want=$1
  shift
  run 0 sampler --quiet --seed 5 --report r.md -o "$sample" "$@"
  {
    sed -n '/^```r$/,/^```$/p' r.md | sed '/^```/d'
    echo 'stopifnot(nrow(rows) > 1, isTRUE(all.equal('"$want"','
    echo 'sum(weights(if (exists("frame", inherits = FALSE)) frame else models)),'
    echo 'tolerance = 1e-9)))'
  } >code.R
  grep -q 'models <- svydesign' code.R || fail 'no R code'
  Rscript --vanilla code.R >out 2>err || fail "R: $*"
}

sample=sample.csv
runs 4028 --n 100 --keep rel --add stratum,N nwtco.csv
sample='a "b".csv'
runs 4028 --n 100 --keep rel --strata stage --add stratum,N nwtco.csv
runs 4028 --n 100 --weight-name 'the $w' --add N --output all nwtco.csv
sample=folder/s.csv
mkdir folder
runs 4028 --fraction 0.1 --unit seqno --unit-sorted --strata stage \
  --weight-name '1`w' --add stratum,N nwtco.csv
tr , '\t' <nwtco.csv >nwtco.tsv
sample=s.tsv
runs 4028 --n 100 --keep rel --add stratum,N nwtco.tsv
# Columns under names of one's own, those of Stata among them.
runs 4028 --n 100 --keep rel --strata stage --weight-name 'my w' --output all \
  --add 'stratum=the stratum,N=pop size,selected=is in' nwtco.csv
# The correction is for n of N units alone: where more is left to chance, or the
# rows are those left, there is none.
plain()
{
  run 0 sampler --quiet --seed 5 --report r.md -o s.csv --add stratum,N "$@"
  grep -q 'fpc' r.md && fail "a correction: $*"
}
plain --method bernoulli --weights inverse-probability --fraction 0.1 nwtco.csv
plain --n 20 --unit instit --one-per-unit nwtco.csv
plain --n 20 --keep rel --output rest nwtco.csv
grep -q '^The rows are the others that were not drawn' r.md || fail rest
# What the lines need, and do not find.
for list in '--drop instit' '--drop age,"instit"' '--select seqno,age'; do
  run 0 sampler --quiet --seed 5 --n 20 --report r.md -o s.csv --unit study \
    --add N nwtco.csv
  grep -q '^The sample has no column' r.md && fail 'a column that is there'
  eval "run 0 sampler --quiet --seed 5 --n 2 --report r.md -o s.csv \
    --unit instit --add N ${list%% *} '${list#* }' nwtco.csv"
  grep -q '^The sample has no column `instit`, which the lines need' r.md ||
    fail "$list"
done
# 1 over the target probability adds up to N on average only, but the code runs.
weights='sum(rows$weight)'
runs "$weights" --n 100 --unit seqno --method pps:edrel nwtco.csv
runs "$weights" --n 100 --unit 'Aircraft Airline Operator' --add N birdstrikes.csv
finish
