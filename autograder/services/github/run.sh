#!/bin/bash
# run.sh - one grading on GitHub: documents and exports into a folder, annotations on
# standard output, the summary of the job, and a comment.
#
#   autograder/services/github/run.sh OUT
#
# Graded are the stages whose files are no longer the starters, or those in STAGES. Ends
# with 0 whatever the points are, and with 1 when something could not be graded.
#
#   GITHUB_STEP_SUMMARY      file of the summary        GITHUB_REPOSITORY  owner/name
#   PULL_REQUEST or COMMIT   where the comment goes     GH_TOKEN           for gh
set -u
cd "$(dirname "$0")/../../.." || exit 3
out=${1:?which folder?}
course=$PWD
stages=${STAGES:-}
. autograder/services/common.sh

begun() { # stage
	local file
	for file in "autograder/stages/$1/starter"/*; do
		cmp -s "$file" "exercises/$1/$(basename "$file")" || return 0
	done
	return 1
}

if [ -z "$stages" ]; then
	for folder in autograder/stages/*/; do
		name=$(basename "$folder")
		! begun "$name" || stages="$stages $name"
	done
fi
if [ -z "$stages" ]; then
	echo "No stage was begun yet: all files are the starters."
	exit 0
fi

# The student's own work, in a machine that is thrown away: no sandbox.
grade_stages "$out/results" --sandbox never >"$out.log" || { cat "$out.log"; exit 1; }
mv "$out.log" "$out/terminal.txt"
export_stages github "$out/results" --out "$out/comment.md"
status=$?
export_stages sarif "$out/results" --out "$out/grade.sarif" 2>/dev/null
export_stages junit "$out/results" --out "$out/junit.xml" 2>/dev/null
# What a submission printed may look like a command of the runner: so nothing but these.
export_stages annotations "$out/results" 2>/dev/null
[ -z "${GITHUB_STEP_SUMMARY-}" ] || cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"

# ---- the comment ---------------------------------------------------------------------

repository=repos/${GITHUB_REPOSITORY-}

# The number of our older comment, which begins with the mark of comment.md.
older() { # address of the comments
	gh api --paginate "$1?per_page=100" --jq '.[] | select(.body | startswith("<!-- grade -->")) | .id' |
		tail -n 1
}

comment() { # address of the comments, address of one
	local id
	id=$(older "$1") || return 1
	if [ -n "$id" ]; then
		gh api --method PATCH "$2/$id" --field "body=@$out/comment.md" --silent
	else
		gh api --method POST "$1" --field "body=@$out/comment.md" --silent
	fi
}

if [ -n "${PULL_REQUEST-}" ]; then
	comment "$repository/issues/$PULL_REQUEST/comments" "$repository/issues/comments"
elif [ -n "${COMMIT-}" ]; then
	comment "$repository/commits/$COMMIT/comments" "$repository/comments"
else
	true
fi || echo "::notice title=No comment::The comment could not be written; the summary of this run has it."
[ $status = 0 ]
