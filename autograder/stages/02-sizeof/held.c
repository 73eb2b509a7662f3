/*
 * Held-back tests of stage 02: other numbers, the edges, and properties that
 * must hold for every pair of a long seeded series.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <limits.h>
#include <stdint.h>

#include "sizes.h"

enum { UNTOUCHED = 54321 };

static const size_t size_bits = sizeof(size_t) * CHAR_BIT;

/* The next number of a fixed series (xorshift64): the same on every run. */
static size_t next_number(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)*state;
}

Test(bytes_for, grants_any_count_of_nothing)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(SIZE_MAX, 0, &bytes), "0 bytes each always fit");
	cr_assert(eq(sz, bytes, 0), "SIZE_MAX elements of 0 bytes each");
	bytes = UNTOUCHED;
	cr_assert(bytes_for(0, SIZE_MAX, &bytes), "no elements always fit");
	cr_assert(eq(sz, bytes, 0), "0 elements of SIZE_MAX bytes each");
	bytes = UNTOUCHED;
	cr_assert(bytes_for(0, 0, &bytes), "nothing of nothing fits");
	cr_assert(eq(sz, bytes, 0), "0 elements of 0 bytes each");
}

Test(bytes_for, is_exact_at_every_edge)
{
	for (size_t size = 1; size <= 200; size++) {
		size_t most = SIZE_MAX / size;
		size_t bytes = UNTOUCHED;

		cr_assert(bytes_for(most, size, &bytes),
		          "%zu elements of %zu bytes still fit", most, size);
		cr_assert(eq(sz, bytes, most * size));
		if (size == 1)
			continue;
		cr_assert(not(bytes_for(most + 1, size, &bytes)),
		          "%zu elements of %zu bytes do not fit", most + 1, size);
		cr_assert(not(bytes_for(size, most + 1, &bytes)),
		          "%zu elements of %zu bytes do not fit", size, most + 1);
	}
}

Test(bytes_for, agrees_with_the_processor)
{
	uint64_t state = 0x5eed02;

	for (int round = 0; round < 2000; round++) {
		size_t count = next_number(&state) >> (next_number(&state) % size_bits);
		size_t size = next_number(&state) >> (next_number(&state) % size_bits);
		size_t product, bytes = UNTOUCHED;
		bool fits = !__builtin_mul_overflow(count, size, &product);

		cr_assert(eq(int, bytes_for(count, size, &bytes), fits),
		          "do %zu elements of %zu bytes fit?", count, size);
		cr_assert(eq(sz, bytes, fits ? product : UNTOUCHED),
		          "%zu elements of %zu bytes", count, size);
	}
}

Test(align_up, finds_the_smallest_multiple)
{
	for (size_t alignment = 1; alignment <= 256; alignment *= 2) {
		size_t multiple = 0;

		for (size_t n = 0; n <= 600; n++) {
			size_t aligned = UNTOUCHED;

			if (n > multiple)
				multiple += alignment;
			cr_assert(align_up(n, alignment, &aligned),
			          "%zu up to a multiple of %zu fits", n, alignment);
			cr_assert(eq(sz, aligned, multiple),
			          "%zu up to a multiple of %zu", n, alignment);
		}
	}
}

Test(align_up, takes_every_power_of_two)
{
	for (size_t bit = 0; bit < size_bits; bit++) {
		size_t alignment = (size_t)1 << bit;
		size_t aligned = UNTOUCHED;

		cr_assert(align_up(1, alignment, &aligned),
		          "%zu is a power of two", alignment);
		cr_assert(eq(sz, aligned, alignment),
		          "1 up to a multiple of %zu", alignment);
	}
}

Test(align_up, refuses_all_other_alignments)
{
	for (size_t bit = 1; bit < size_bits; bit++) {
		size_t power = (size_t)1 << bit;
		size_t aligned = UNTOUCHED;

		cr_assert(align_up(power, power, &aligned),
		          "%zu is a power of two", power);
		cr_assert(not(align_up(1, power + 1, &aligned)),
		          "%zu is no power of two", power + 1);
		cr_assert(not(align_up(power, power | power >> 1 | 1, &aligned)),
		          "%zu is no power of two", power | power >> 1 | 1);
	}
}

Test(align_up, is_exact_at_the_end_of_the_range)
{
	for (size_t alignment = 1; alignment != 0; alignment *= 2) {
		size_t last = SIZE_MAX - (alignment - 1);
		size_t aligned = UNTOUCHED;

		cr_assert(align_up(last, alignment, &aligned),
		          "%zu is a multiple of %zu", last, alignment);
		cr_assert(eq(sz, aligned, last));
		cr_assert(align_up(last - alignment / 2, alignment, &aligned),
		          "%zu up to a multiple of %zu fits",
		          last - alignment / 2, alignment);
		cr_assert(eq(sz, aligned, last));
		if (alignment == 1)
			continue;
		cr_assert(not(align_up(last + 1, alignment, &aligned)),
		          "no multiple of %zu fits above %zu", alignment, last);
	}
}
