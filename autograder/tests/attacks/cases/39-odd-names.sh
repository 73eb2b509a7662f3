# Has files whose names are control characters, no UTF-8, or very long.
#
# says: tests? fail|start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course/autograder/tests/attacks/cases/00-honest.c" in/start.c
touch "in/$(printf '\033[2Jstart.c')" "in/$(printf '\377\376.c')" "in/$(printf 'a%.0s' $(seq 250)).c"
touch "in/-rf" 'in/$(reboot).c' 'in/a b;c.c'
echo "$folder/in"
