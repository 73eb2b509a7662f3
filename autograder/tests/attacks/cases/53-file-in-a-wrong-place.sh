# Broken: the file lies two folders further down.
#
# says: tests? fail
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
mkdir -p in/my/work
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/my/work/start.c
echo "$folder/in"
