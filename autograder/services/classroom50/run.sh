#!/bin/bash
# run.sh - grades a checkout with the course that lies beside this file, and writes its
# result.json. The bundle is not secret, so it is a handout: held-back tests run later.
set -u
here=$(cd "$(dirname "$0")" && pwd)
checkout=${CHECKOUT:-$PWD}
course=$here/course
. "$here/config"
. "$course/autograder/services/common.sh"

documents=$(mktemp -d)
trap 'rm -rf "$documents"' EXIT
rm -f "$checkout/result.json"
build_grader &&
	grade_stages "$documents/out" --from "$checkout" --sandbox "$(sandbox_for)" &&
	export_stages classroom50 "$documents/out" --out "$checkout/result.json"
