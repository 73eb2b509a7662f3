# Brings a Makefile, tests and a manifest that let everything pass.
#
# says: tests? fail
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/start.c
printf 'all check test:\n\t@echo 100 of 100\n' >in/Makefile
echo '#include <criterion/criterion.h>' >in/tests.c
echo 'Test(count_in, all) { }' >>in/tests.c
printf 'stage: 00-start\ntests: []\n' >in/stage.yaml
cp "$course/exercises/00-start/start.h" in/start.h
echo '#define count_in(a, b) 3' >>in/start.h
echo "$folder/in"
