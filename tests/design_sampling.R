# SPDX-License-Identifier: MIT
# design_sampling.R FRAME UNIT SIZE STRATUM SAMPLE...: the probabilities of each
# sample are those that sampling::inclusionprobabilities() gives for the sizes of
# its frame, stratum by stratum. UNIT and STRATUM may be empty; rows that satisfy
# --keep have the stratum "kept". The number drawn is the column n.
if (!requireNamespace("sampling", quietly = TRUE)) {
    message("no sampling package of R (Debian package r-cran-sampling)")
    quit(status = 77)
}
arguments <- commandArgs(trailingOnly = TRUE)
unit <- arguments[2]
size <- arguments[3]
stratum <- arguments[4]
frame <- read.csv(arguments[1], check.names = FALSE)
if (unit != "")
    frame <- frame[!duplicated(frame[[unit]]), ]
of_frame <- if (stratum == "") rep("", nrow(frame)) else
    as.character(frame[[stratum]])
for (name in arguments[-(1:4)]) {
    sample <- read.csv(name, check.names = FALSE,
                       colClasses = c(stratum = "character"))
    if (unit != "")
        sample <- sample[!duplicated(sample[[unit]]), ]
    sample$stratum[is.na(sample$stratum)] <- ""
    checked <- certain <- 0
    for (h in unique(of_frame)) {
        drawn <- sample[sample$stratum == h, ]
        stopifnot(nrow(drawn) > 0, drawn$n == nrow(drawn))
        sizes <- frame[[size]][of_frame == h]
        stopifnot(drawn$N == length(sizes))
        targets <- sampling::inclusionprobabilities(sizes, nrow(drawn))
        # Equal sizes have equal probabilities.
        wanted <- targets[match(drawn[[size]], sizes)]
        stopifnot(all(abs(drawn$prob / wanted - 1) < 1e-12),
                  all(abs(drawn$weight * wanted - 1) < 1e-12))
        checked <- checked + nrow(drawn)
        certain <- certain + sum(drawn$prob == 1)
    }
    stopifnot(checked == nrow(sample))
    cat(name, checked, certain, "\n")
}
