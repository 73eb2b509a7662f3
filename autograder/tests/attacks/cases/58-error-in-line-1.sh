# Broken: an error in the first line.
#
# says: start.c:1|line 1|does not compile
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
echo "int count_in(" >in/start.c
echo "$folder/in"
