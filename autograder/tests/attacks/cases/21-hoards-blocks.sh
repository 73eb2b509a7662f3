# Keeps in a static list what it should free: still reachable, so no leak.
#
# stage: 05
# below: 100
# says: not freed|lost|still|kept|held
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/05-malloc-free/*.c in/
sed -i 's/free(v->items);/{ static void *kept[999]; static int n; kept[n++ % 999] = v->items; }/' in/vec.c
grep -q kept in/vec.c || exit 1
echo "$folder/in"
