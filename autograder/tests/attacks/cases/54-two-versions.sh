# Broken: the file is there twice.
#
# says: start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
mkdir -p in/old in/new
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/old/start.c
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/new/start.c
echo "$folder/in"
