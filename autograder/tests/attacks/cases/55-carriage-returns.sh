# Broken: lines end as on Windows, and a byte order mark leads.
#
# says: tests? fail
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/start.c
{ printf '\357\273\277'; sed 's/$/\r/' in/start.c; } >in/x && mv in/x in/start.c
echo "$folder/in"
