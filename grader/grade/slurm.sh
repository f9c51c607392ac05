#!/bin/sh
# SPDX-License-Identifier: MIT
# Grades a class on a Slurm cluster, as an array job: each task grades its part. From the
# workbook's folder, which all nodes see, as they do the two others:
#
#   sbatch --array=1-8 grader/grade/slurm.sh SUBMISSIONS --out RESULTS [OPTION…]
#
# The same command goes on where tasks were killed or nodes failed. Options of ./grade may
# follow, but for --shard and --jobs, which are those of the job.
#
#SBATCH --job-name=pagelab
#SBATCH --output=pagelab-%A-%a.log
#SBATCH --cpus-per-task=1
#SBATCH --no-requeue
set -eu
if [ "$SLURM_ARRAY_TASK_MIN" -ne 1 ] || [ "$SLURM_ARRAY_TASK_MAX" -ne "$SLURM_ARRAY_TASK_COUNT" ]; then
	echo "The array has to be all of 1-N: sbatch --array=1-8 grader/grade/slurm.sh …" >&2
	exit 2
fi
exec ./grade "$@" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
	--jobs "${SLURM_CPUS_PER_TASK:-1}"
