#!/bin/bash
# build.sh - the last step of the image: builds the grader, and tries it on the references.
set -eu
course=${COURSE:-/course}
. "$course/config"
. "$course/autograder/services/common.sh"
build_grader
warm_up
