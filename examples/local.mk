# SPDX-License-Identifier: MIT
# A draw by many jobs, for three engines that run them; tests run each.
EXTRA_DIST += \
	examples/opensafely/project.yaml \
	examples/parallel/run \
	examples/slurm/combine.sbatch \
	examples/slurm/sample.sbatch \
	examples/slurm/split.sbatch \
	examples/slurm/submit
