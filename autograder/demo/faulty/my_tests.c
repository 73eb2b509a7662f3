#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "vec.h"

Test(vec_push, keeps_one_number)
{
	struct vec v;
	int number = 41;

	vec_init(&v, sizeof number);
	cr_assert(vec_push(&v, &number));
	cr_expect(eq(int, *(int *)vec_at(&v, 0), 41));
	vec_free(&v);
}

Test(vec_pop, gives_back_what_was_pushed)
{
	struct vec v;
	int number = 41, popped = 0;

	vec_init(&v, sizeof number);
	cr_assert(vec_push(&v, &number));
	cr_assert(vec_pop(&v, &popped));
	cr_expect(eq(int, popped, 41));
	cr_expect(not(vec_pop(&v, &popped)));
	vec_free(&v);
}
