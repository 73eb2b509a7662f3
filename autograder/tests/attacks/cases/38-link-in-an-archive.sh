# Is an archive that holds a link to the solution.
#
# says: start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
ln -s "$course/solutions/00-start/start.c" in/start.c
tar -czf in.tar.gz -C in start.c && rm -r in
echo "$folder/in.tar.gz"
