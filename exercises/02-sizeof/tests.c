/*
 * The public tests of stage 02. Each checks one thing; the message says what
 * it wanted. Whoever refuses everything would pass every test of a refusal,
 * so such a test first asks for something that must be granted.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>

#include "facts.h"
#include "sizes.h"

enum { UNTOUCHED = 12345 };

Test(bytes_for, multiplies_count_by_size)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(10, 4, &bytes),
	          "bytes_for should say true: 10 elements of 4 bytes fit");
	cr_assert(eq(sz, bytes, 40), "10 elements of 4 bytes each");
	cr_assert(bytes_for(7, 24, &bytes),
	          "bytes_for should say true: 7 elements of 24 bytes fit");
	cr_assert(eq(sz, bytes, 168), "7 elements of 24 bytes each");
}

Test(bytes_for, says_that_nothing_takes_no_bytes)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(0, 8, &bytes),
	          "bytes_for should say true: no elements always fit");
	cr_assert(eq(sz, bytes, 0), "0 elements of 8 bytes each");
	bytes = UNTOUCHED;
	cr_assert(bytes_for(8, 0, &bytes),
	          "bytes_for should say true: elements of size 0 always fit");
	cr_assert(eq(sz, bytes, 0), "8 elements of 0 bytes each");
}

Test(bytes_for, counts_beyond_four_gigabytes)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(70000, 70000, &bytes),
	          "bytes_for should say true: 4.9 GB fit");
	cr_assert(eq(sz, bytes, 4900000000), "70000 elements of 70000 bytes");
}

Test(bytes_for, grants_the_largest_product_that_fits)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(SIZE_MAX / 8, 8, &bytes),
	          "bytes_for should say true: SIZE_MAX / 8 times 8 just fits");
	cr_assert(eq(sz, bytes, SIZE_MAX - 7));
	cr_assert(bytes_for(1, SIZE_MAX, &bytes),
	          "bytes_for should say true: SIZE_MAX itself fits");
	cr_assert(eq(sz, bytes, SIZE_MAX));
}

Test(bytes_for, refuses_a_product_that_wraps)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(SIZE_MAX / 8, 8, &bytes),
	          "bytes_for should say true: this one still fits");
	cr_assert(not(bytes_for(SIZE_MAX / 8 + 1, 8, &bytes)),
	          "one element more should be refused: it wraps around to 0");
	cr_assert(not(bytes_for(SIZE_MAX, SIZE_MAX, &bytes)),
	          "so should SIZE_MAX * SIZE_MAX: it would wrap around to 1");
}

Test(bytes_for, refuses_a_product_that_wraps_to_a_large_number)
{
	size_t third = SIZE_MAX / 3;
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(third, 3, &bytes),
	          "bytes_for should say true: 3 times a third fits");
	cr_assert(not(bytes_for(third + 1, 4, &bytes)),
	          "this should be refused: it wraps, to a number above both factors");
}

Test(bytes_for, leaves_bytes_alone_when_it_refuses)
{
	size_t bytes = UNTOUCHED;

	cr_assert(bytes_for(1, 1, &bytes),
	          "bytes_for should say true: 1 byte fits");
	bytes = UNTOUCHED;
	cr_assert(not(bytes_for(SIZE_MAX, 2, &bytes)),
	          "this does not fit: it should say false");
	cr_assert(eq(sz, bytes, UNTOUCHED), "*bytes after a refusal");
}

Test(align_up, leaves_a_multiple_alone)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(32, 16, &aligned),
	          "align_up should say true for 32 and 16");
	cr_assert(eq(sz, aligned, 32), "32 is a multiple of 16 already");
	cr_assert(align_up(24, 8, &aligned),
	          "align_up should say true for 24 and 8");
	cr_assert(eq(sz, aligned, 24), "24 is a multiple of 8 already");
}

Test(align_up, goes_up_to_the_next_multiple)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(33, 16, &aligned),
	          "align_up should say true for 33 and 16");
	cr_assert(eq(sz, aligned, 48), "33 up to a multiple of 16");
	cr_assert(align_up(1, 8, &aligned),
	          "align_up should say true for 1 and 8");
	cr_assert(eq(sz, aligned, 8), "1 up to a multiple of 8");
	cr_assert(align_up(47, 16, &aligned),
	          "align_up should say true for 47 and 16");
	cr_assert(eq(sz, aligned, 48), "47 up to a multiple of 16");
}

Test(align_up, keeps_zero)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(0, 16, &aligned),
	          "align_up should say true for 0 and 16");
	cr_assert(eq(sz, aligned, 0), "0 is a multiple of 16");
}

Test(align_up, refuses_what_is_no_power_of_two)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(10, 4, &aligned),
	          "align_up should say true: 4 is a power of two");
	cr_assert(not(align_up(10, 3, &aligned)),
	          "align_up should say false: 3 is no power of two");
	cr_assert(not(align_up(10, 12, &aligned)),
	          "align_up should say false: 12 is no power of two");
	cr_assert(not(align_up(24, 24, &aligned)),
	          "align_up should say false: 24 is no power of two");
}

Test(align_up, refuses_an_alignment_of_zero)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(10, 1, &aligned),
	          "align_up should say true: 1 is a power of two");
	cr_assert(not(align_up(10, 0, &aligned)),
	          "align_up should say false: 0 is no power of two");
	cr_assert(not(align_up(0, 0, &aligned)),
	          "align_up should say false: not even for 0");
}

Test(align_up, refuses_a_result_that_does_not_fit)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(SIZE_MAX - 31, 16, &aligned),
	          "align_up should say true: this multiple fits");
	cr_assert(not(align_up(SIZE_MAX, 16, &aligned)),
	          "should be refused: no multiple of 16 from SIZE_MAX on fits");
}

Test(align_up, leaves_aligned_alone_when_it_refuses)
{
	size_t aligned = UNTOUCHED;

	cr_assert(align_up(1, 1, &aligned),
	          "align_up should say true for 1 and 1");
	aligned = UNTOUCHED;
	cr_assert(not(align_up(5, 6, &aligned)),
	          "align_up should say false: 6 is no power of two");
	cr_assert(eq(sz, aligned, UNTOUCHED), "*aligned after a bad alignment");
	cr_assert(not(align_up(5, 0, &aligned)),
	          "align_up should say false: 0 is no power of two");
	cr_assert(eq(sz, aligned, UNTOUCHED), "*aligned after an alignment of 0");
	cr_assert(not(align_up(SIZE_MAX, 8, &aligned)),
	          "this does not fit: it should say false");
	cr_assert(eq(sz, aligned, UNTOUCHED), "*aligned after a refusal");
}

/* No order of the six members takes less than their largest-first order. */
struct tight {
	size_t size;
	void *next, *previous;
	uint32_t serial;
	uint16_t line;
	bool in_use;
};

Test(block_header, is_as_small_as_alignment_permits)
{
	cr_assert(eq(sz, block_header_size, sizeof(struct tight)),
	          "sizeof (struct block_header)");
	cr_assert(eq(sz, block_header_alignment, _Alignof(struct tight)),
	          "_Alignof (struct block_header): its members keep theirs");
}
