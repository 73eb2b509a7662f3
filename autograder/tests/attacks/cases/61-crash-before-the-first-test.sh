# Broken: crashes before any test, in a constructor.
#
# says: before main
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/start.c
echo '__attribute__((constructor)) static void crash(void) { *(volatile int *)0 = 1; }' >>in/start.c
echo "$folder/in"
