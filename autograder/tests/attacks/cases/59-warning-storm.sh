# Broken: two thousand warnings.
#
# says: tests? fail
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/start.c
for i in $(seq 2000); do echo "int unused$i(void); int unused$i(void) { int x, y = 'abcd'; }"; done >>in/start.c
echo "$folder/in"
