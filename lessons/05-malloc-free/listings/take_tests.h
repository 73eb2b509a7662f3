/* A file with this text in it, to be read from its beginning. */
static FILE *reading(const char *text)
{
	FILE *in = tmpfile();

	cr_assert(ne(ptr, in, NULL), "no test without a file");
	fputs(text, in);
	rewind(in);
	return in;
}

Test(take, gives_the_bytes_in_order)
{
	FILE *in = reading("Blue Train");
	char *first = take(in, 4), *second = take(in, 6);

	cr_expect(eq(str, first, "Blue"));
	cr_expect(eq(str, second, " Train"));
	free(first);
	free(second);
	fclose(in);
}

Test(take, gives_fewer_when_the_file_ends)
{
	FILE *in = reading("So");
	char *text = take(in, 100);

	cr_expect(eq(str, text, "So"));
	free(text);
	fclose(in);
}

Test(take, says_no_without_memory)
{
	FILE *in = reading("Naima");

	fail_at(1); /* the first malloc from here on gives NULL */
	cr_assert(eq(ptr, take(in, 3), NULL), "there was no memory");
	cr_expect(eq(int, fgetc(in), 'N'), "and nothing was read");
	fclose(in);
}

/* Takes three bytes; sometimes an allocation fails, sometimes none does. */
static void take_three(void *context)
{
	FILE *in = context;

	rewind(in);
	char *text = take(in, 3);
	if (text != NULL)
		cr_expect(eq(str, text, "Nai"));
	else
		cr_expect(ge(sz, alloc_failed(), 1), "NULL, with memory there");
	free(text);
	cr_expect(eq(sz, alloc_live(), 0), "a block stayed behind");
}

Test(take, survives_each_failed_allocation)
{
	FILE *in = reading("Naima");

	fail_each(take_three, in);
	fclose(in);
}
