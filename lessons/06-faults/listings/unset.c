#include <stdio.h>
#include <stdlib.h>

struct counter {
	long id;
	long songs;
	long seconds;
};

static struct counter *new_counter(long id)
{
	struct counter *counter = malloc(sizeof *counter);

	if (counter != NULL) {
		counter->id = id;
		counter->songs = 0;             /* and the seconds? */
	}
	return counter;
}

int main(void)
{
	for (int day = 1; day <= 3; day++) {
		struct counter *counter = new_counter(day);
		if (counter == NULL)
			return 1;
		counter->songs++;
		counter->seconds += 200;        /* one song of 200 seconds */
		if (counter->seconds < 300)
			printf("day %d: a quiet day\n", day);
		else
			printf("day %d: a loud day\n", day);
		free(counter);
	}
	return 0;
}
// run: lint=tidy:clang-analyzer-core.uninitialized.Assign; why=the member that is never set
