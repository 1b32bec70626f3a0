# SPDX-License-Identifier: MIT
# Is this a right sample? Counts the kept and the others and adds up the
# weights, which must give the number of records:
#
#     awk -v kept=K -v others=N -v records=R -f answer.awk SAMPLE
#
# An empty K or N is not checked. Prints what is wrong, with exit status 1.
# Fields are found from the end of the record, so that commas in quotes do not
# matter left of the outcome, which is where the cohort has them.
BEGIN { FS = "," }

{ sub(/\r$/, "") }

NR == 1 {
    gsub(/"/, "")
    for (j = 1; j <= NF; j++)
        if ($j == "outcome")
            back = NF - j
    header = $NF == "weight" && back > 0
    next
}

{
    if ($(NF - back) ~ /^"?1(\.0)?"?$/)
        have_kept++
    else
        have_others++
    sum += $NF
}

END {
    if (!header)
        wrong = "no column outcome, or weight is not the last"
    else if (kept != "" && have_kept + 0 != kept + 0)
        wrong = sprintf("%d kept, not %d", have_kept, kept)
    else if (others != "" && have_others + 0 != others + 0)
        wrong = sprintf("%d others, not %d", have_others, others)
    else if (sum - records > records * 1e-9 || records - sum > records * 1e-9)
        wrong = sprintf("weights add up to %.6f, not %d", sum, records)
    if (wrong != "")
        print wrong
    exit wrong != ""
}
