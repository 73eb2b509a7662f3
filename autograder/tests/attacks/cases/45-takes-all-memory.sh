# Asks for memory without an end, and writes to it.
#
# stage: 05
# below: 100
# slow: yes
# says: tests? fail|memory
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/05-malloc-free/*.c in/
sed -i '0,/^{$/s//{\n\tfor (size_t n = 1 << 20; ; n += n) {\n\t\tchar *p = malloc(n);\n\t\tif (p == NULL)\n\t\t\tbreak;\n\t\tfor (size_t i = 0; i < n; i += 4096)\n\t\t\tp[i] = 1;\n\t}/' in/vec.c
grep -q 'n += n' in/vec.c || exit 1
echo "$folder/in"
