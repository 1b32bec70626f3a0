# SPDX-License-Identifier: MIT
# cox.R FRAME SAMPLE...: each sample of nwtco.csv keeps the relapses and 583 of
# the others; the Cox model that its weights give must be that of a case-cohort
# study. Exit status 77 and a reason if a package is missing.
for (package in c("survival", "survey"))
    if (!suppressMessages(require(package, character.only = TRUE,
                                  quietly = TRUE))) {
        message("R has no package ", package)
        quit(status = 77)
    }

model <- Surv(edrel, rel) ~ factor(stage) + factor(histol) + I(age / 12)
files <- commandArgs(trailingOnly = TRUE)
frame <- read.csv(files[1])
whole <- coxph(model, data = frame)

for (file in files[-1]) {
    sample <- read.csv(file)
    others <- sample$rel == 0
    rows <- frame[match(sample$seqno, frame$seqno), ]
    rownames(rows) <- NULL

    # The rows are those of the frame, and the weights add up to it.
    stopifnot(nrow(sample) == 571 + 583, sum(others) == 583,
              !anyDuplicated(sample$seqno), !is.unsorted(sample$seqno),
              identical(sample[names(frame)], rows),
              all(sample$weight[!others] == 1),
              all(sample$weight[others] == 3457 / 583),
              abs(sum(sample$weight[others]) - 3457) < 1e-9)

    # Lin and Ying (1993), as the package survival has it: a case weighs 1, a
    # sampled non-case N/n. The weighted fits solve the same equations; what
    # is left is rounding, about 1e-14.
    weighted <- coxph(model, data = sample, weights = weight, robust = TRUE)
    design <- svydesign(ids = ~1, strata = ~rel, weights = ~weight,
                        data = sample)
    survey <- svycoxph(model, design = design)
    sample$others <- others
    expected <- coef(cch(model, data = sample, subcoh = ~others, id = ~seqno,
                         cohort.size = 4028, method = "LinYing"))
    stopifnot(length(expected) == 5,
              max(abs(coef(weighted) - expected)) < 1e-8,
              max(abs(coef(survey) - expected)) < 1e-8,
              identical(names(coef(survey)), names(coef(whole))))

    # The sample speaks of the cohort. Robust standard errors hold the chance of
    # both phases, so that 4 of them are generous; the seeds are fixed.
    off <- (coef(survey) - coef(whole)) / SE(survey)
    stopifnot(all(is.finite(off)), max(abs(off)) < 4)
    cat(file, format(expected, digits = 4), "\n")
}
