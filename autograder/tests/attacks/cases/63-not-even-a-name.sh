# Broken: an archive that is none.
#
# says: archive|read|start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
rmdir in
head -c 5000 /dev/urandom >in.zip
echo "$folder/in.zip"
