#include <stdint.h>
#include <stdio.h>

static uintptr_t first_place, second_place;

static void play(void)
{
	int seconds = 562;

	first_place = (uintptr_t)&seconds;
}

static void stop(void)
{
	int reason = 3;

	second_place = (uintptr_t)&reason;
}

int main(void)
{
	play();
	stop();
	printf("the same place: %s\n", first_place == second_place ? "yes" : "no");
	return 0;
}
// run: lint=tidy:clang-analyzer-core.StackAddressEscape cppcheck:danglingLifetime; why=compares addresses as numbers and follows none
