#!/bin/bash
# run.sh - grades the handin file for Autolab. The feedback goes to standard output; its
# last line is the autoresult, or, when nothing could be graded, a sentence.
set -u
here=$(cd "$(dirname "$0")" && pwd)
course=${COURSE:-/course}
. "$here/config"
. "$course/autograder/services/common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# One file of code is handed in as itself; an archive, under any name.
handin=$here/../$handin
mkdir "$work/submission"
case $handin in
*.c | *.h) cp "$handin" "$work/submission" && from=$work/submission ;;
*) from=$handin ;;
esac

if grade_stages "$work/out" --from "$from" --sandbox "$(sandbox_for)" >/dev/null; then
	export_stages autolab "$work/out" ${export-}
else
	echo "The grader failed; nothing was counted. Tell your instructor."
fi
