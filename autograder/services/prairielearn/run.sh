#!/bin/bash
# run.sh - the entry point of PrairieLearn's external grader. /grade holds what a job
# brings: the student's files, and the question's tests/config, which names the stage.
set -u
job=${GRADE_ROOT:-/grade}
course=${COURSE:-/course}
[ ! -f "$job/tests/config" ] || . "$job/tests/config"
. "$course/autograder/services/common.sh"

results=$job/results
mkdir -p "$results"
documents=$(mktemp -d)
trap 'rm -rf "$documents"' EXIT

grade_stages "$documents/out" --from "$job/student" --sandbox "$(sandbox_for)" >&2 &&
	export_stages prairielearn "$documents/out" --out "$results/results.json" ${export-}
status=$?

# Without results PrairieLearn would wait for its time-out.
[ -s "$results/results.json" ] || printf '%s\n' '{"gradable": false,' \
	'"message": "The grader failed; nothing was counted. Tell your instructor.",' \
	'"format_errors": ["The grader failed; nothing was counted. Tell your instructor."]}' \
	>"$results/results.json"
# What is not graded has results that say so.
[ $status = 3 ] && status=0
exit $status
