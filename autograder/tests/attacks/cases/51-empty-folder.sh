# Broken: there is nothing in the folder.
#
# says: start.c is missing
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
echo "$folder/in"
