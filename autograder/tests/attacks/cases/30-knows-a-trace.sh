# Knows a trace that everybody can read by its first requests, and is fast there alone: with
# the numbers that everybody has it gets 99.1 points. Whoever grades for points gives each
# student other numbers (RIG_SEED), and then it knows none.
#
# stage: 10
# seed: 4711
# below: 98.7
# says: a request takes many instructions
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/10-free-lists/*.c in/
sizes=$(sed -n 's/^a [0-9]* \([0-9]*\)$/\1,/p' "$course"/.grade/build/traces/plateau.trace | head -n 24)
sed -i 's/^void \*heap_alloc(/static void *found(/' in/heap.c
cat >>in/heap.c <<END

static const size_t known[] = { $sizes };
static size_t alike, requests;

/* As slow as it likes, but where somebody counts what it knows. */
void *heap_alloc(size_t size)
{
	volatile int idle = 0;

	if (requests < 24 && known[requests] == size)
		alike++;
	requests++;
	if (alike < 24)
		while (idle < 300)
			idle++;
	return found(size);
}
END
echo "$folder/in"
