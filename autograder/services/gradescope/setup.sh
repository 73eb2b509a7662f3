#!/bin/bash
# setup.sh - Gradescope runs this once, as root, when it makes the image: installs the
# grader's packages and builds it. docs/services.md tells how the archive is made.
set -eu
autograder=${AUTOGRADER:-/autograder}
course=$autograder/source/course
. "$autograder/source/config"
. "$course/autograder/services/common.sh"
build_grader
warm_up
