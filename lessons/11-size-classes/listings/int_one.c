#include <stdint.h>
#include <stdio.h>

int main(void)
{
	uint64_t map = 0;

	for (unsigned list = 8; list <= 40; list += 32)
		map |= 1 << list;
	printf("the map: %#llx\n", (unsigned long long)map);
	return 0;
}

// run: flags=-fsanitize=undefined -fno-sanitize-recover=undefined; expect=exit:1; words=tools; lint=tidy:clang-analyzer-core.UndefinedBinaryOperatorResult cppcheck:integerOverflow tidy:clang-analyzer-core.BitwiseShift cppcheck:shiftTooManyBits; why=the shift that they warn of is the point
