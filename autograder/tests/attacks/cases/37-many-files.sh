# Is an archive of a hundred thousand files.
#
# says: too many|files|more than|at most
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
mkdir many && cd many || exit 1
seq 100000 | xargs touch
cd .. && tar -czf in.tar.gz -C many . && rm -r many in
echo "$folder/in.tar.gz"
