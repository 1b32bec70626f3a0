# SPDX-License-Identifier: MIT
EXTRA_DIST += data/README.md data/birdstrikes.csv data/nwtco.csv
