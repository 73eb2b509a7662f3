# Is a small archive that becomes 400 megabytes.
#
# says: too large|too big|larger|more than|MiB|at most
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
head -c 400000000 /dev/zero >in/start.c
tar -czf in.tar.gz -C in start.c && rm -r in
echo "$folder/in.tar.gz"
