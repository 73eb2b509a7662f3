# Broken: a document of Word's with the name of a source.
#
# says: start.c
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
printf 'PK\003\004\024\000\006\000\010\000\000\000!\000word/document.xml' >in/start.c
head -c 20000 /dev/urandom >>in/start.c
echo "$folder/in"
