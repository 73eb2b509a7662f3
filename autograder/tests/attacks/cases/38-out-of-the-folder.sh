# Is an archive whose files want to be elsewhere.
#
# says: start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
mkdir -p a/b && echo 'int x;' >a/start.c
( cd a/b && tar -czPf ../../in.tar.gz ../start.c /etc/hostname )
rm -r a in
echo "$folder/in.tar.gz"
