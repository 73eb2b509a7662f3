# Broken: a test of its own fails.
#
# stage: 05
# below: 100
# says: my_tests.c|refuses a correct|your own tests
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/05-malloc-free/*.c in/
echo 'Test(mine, is_wrong) { cr_assert(0, "two is three"); }' >>in/my_tests.c
echo "$folder/in"
