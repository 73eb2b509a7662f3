/*
 * mutants.c - mutants.yaml of a course that somebody else wrote.
 */
#include "fuzz.h"

#include <stdlib.h>

FUZZ_MUTATE(fuzz_mutate_lines)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char source[] = "int vec_grow(void)\n{\n\treturn 1;\n}\n";
	struct course course = { .root = (char *)fuzz_folder() };
	struct text problem = TEXT_EMPTY, out = TEXT_EMPTY;
	struct mutants mutants;

	free(fuzz_file("autograder/stages/05-vec/mutants.yaml", data, size));
	if (!mutants_load(&course, "05-vec", &mutants, &problem) &&
	    problem.length == 0)
		fuzz_wrong("mutants were refused without a word");
	for (unsigned i = 0; i < mutants.count; i++)
		mutant_apply(&mutants.items[i], source, &out, &problem);
	mutants_free(&mutants);
	text_free(&problem);
	text_free(&out);
	return 0;
}
