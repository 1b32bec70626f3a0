# SPDX-License-Identifier: MIT
# The job by R data.table: FILE N OUT.
suppressPackageStartupMessages(library(data.table))
words <- commandArgs(trailingOnly = TRUE)

frame <- fread(words[1], showProgress = FALSE)
others <- which(frame$outcome != 1)
n <- min(as.integer(words[2]), length(others))
rows <- sort(c(which(frame$outcome == 1), others[sample.int(length(others), n)]))
drawn <- frame[rows]
drawn[, weight := fifelse(outcome == 1, 1, length(others) / n)]
fwrite(drawn, words[3])
