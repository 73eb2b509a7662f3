/*
 * fuzz.h - what the harnesses share.
 *
 * A harness is one file NAME.c here with LLVMFuzzerTestOneInput, and a folder
 * corpus/NAME of inputs; NAME.dict, where the format has words of its own.
 * Whatever the bytes are, the parser may refuse them but not crash, leak, hang or
 * do what C leaves undefined; what it takes must be of use to all behind it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/pipeline.h"

/* ---- libFuzzer's ---- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* ---- ours ---- */

/*
 * For an input that is JSON (or lines of it), or lines of anything: changes values,
 * and sometimes bytes. Returns the new size, at most most. FUZZ_MUTATE in a harness
 * makes libFuzzer use one of them.
 */
size_t fuzz_mutate_json(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t fuzz_mutate_lines(uint8_t *data, size_t size, size_t most, unsigned seed);

#define FUZZ_MUTATE(mutate)                                                   \
	size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size,            \
	                               size_t most, unsigned seed)            \
	{                                                                     \
		return mutate(data, size, most, seed);                        \
	}

/* Ends the program as a crash would, with a line that says what is wrong. */
void fuzz_wrong(const char *what) __attribute__((noreturn));

/* The input as a string: a block of exactly its size, so that reading behind the
   end is seen. The caller frees it. */
char *fuzz_string(const uint8_t *data, size_t size);

/* A folder of this process's own, below $TMPDIR. It stays: `run` removes it. */
const char *fuzz_folder(void);
/* Writes the input to a file of that name below the folder; its path, which the
   caller frees. */
char *fuzz_file(const char *name, const uint8_t *data, size_t size);

/*
 * A submission being graded: stage 90-fuzz of a made-up course, with the tests
 * list/first, list/second (held back) and list/third, the file vec.c and the
 * real catalogue. fuzz_judge goes the rest of the way: it orders the findings,
 * makes the result document and shows that on a terminal.
 */
struct grading *fuzz_grading(void);
void fuzz_judge(struct grading *g);

/* Shows a document in every view; what they write must be harmless. */
void fuzz_show(json_t *document);

#endif
