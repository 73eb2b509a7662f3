# Broken: there is no such folder.
#
# says: no (such )?(folder|file)|does not exist|missing
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
rmdir in
echo "$folder/in"
