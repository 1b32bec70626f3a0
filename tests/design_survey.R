# SPDX-License-Identifier: MIT
# design_survey.R FRAME STRATUM VARIABLE SAMPLE...: what survey::svydesign makes
# of each sample of FRAME, a stratified simple random sample whose columns of the
# design are called stratum, N, n and weight. Its weights must be rebuilt from
# the fpc alone, add up to N_h in every stratum, and the total of VARIABLE have
# the standard error of the textbook. STRATUM is the expression that gives the
# stratum of a record of the frame, without the kept ones. Exit status 77 and a
# reason if the package is missing.
if (!suppressMessages(require("survey", quietly = TRUE))) {
    message("R has no package survey")
    quit(status = 77)
}

arguments <- commandArgs(trailingOnly = TRUE)
frame <- read.csv(arguments[1])
of_frame <- with(frame, eval(parse(text = arguments[2])))
variable <- arguments[3]
close <- function(a, b) all(abs(a - b) <= 1e-12 * pmax(abs(b), 1))

for (file in arguments[-(1:3)]) {
    sample <- read.csv(file, colClasses = c(stratum = "character"))

    # The frame, counted here: N_h of every stratum that the sample has.
    sizes <- table(of_frame)
    drawn <- table(sample$stratum)
    stopifnot(setequal(names(drawn), names(sizes)),
              sample$N == sizes[sample$stratum],
              sample$n == drawn[sample$stratum])

    # The identity, to 1e-12.
    sums <- tapply(sample$weight, sample$stratum, sum)
    stopifnot(close(sums, sizes[names(sums)]),
              close(sum(sample$weight), nrow(frame)))

    # Weights from strata and fpc only, and with them given.
    rebuilt <- svydesign(ids = ~1, strata = ~stratum, fpc = ~N, data = sample)
    given <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, fpc = ~N,
                       data = sample)
    stopifnot(close(weights(rebuilt), sample$weight),
              close(weights(given), sample$weight))

    # Cochran (1977), 5.3 and 5.4: the total of a stratified sample is the sum
    # of N_h ybar_h, its variance that of N_h^2 (1 - n_h/N_h) s_h^2 / n_h; a
    # stratum that is taken whole adds nothing.
    y <- sample[[variable]]
    N <- as.vector(sizes[names(drawn)])
    n <- as.vector(drawn)
    total <- sum(N * tapply(y, sample$stratum, mean))
    s2 <- tapply(y, sample$stratum, var)
    s2[n == N] <- 0
    stopifnot(n[n < N] > 1)
    error <- sqrt(sum(N^2 * (1 - n / N) * s2 / n))
    options(survey.lonely.psu = "remove")
    for (design in list(rebuilt, given)) {
        found <- svytotal(as.formula(paste0("~", variable)), design)
        stopifnot(abs(coef(found) - total) <= 1e-11 * abs(total),
                  abs(SE(found) - error) <= 1e-10 * error)
    }

    # The total is that of the frame, within 5 standard errors of fixed seeds.
    stopifnot(abs(total - sum(frame[[variable]])) <= 5 * error)
    cat(basename(file), total, error, "\n")
}
