#include <stdio.h>

static void unpack(int box)
{
	int inside = box * 100;

	if (box > 1)
		unpack(box - 1);
	printf("box %d holds %d\n", box, inside);
}

int main(void)
{
	unpack(3);
	return 0;
}
