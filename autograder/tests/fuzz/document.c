/*
 * document.c - a result document from anywhere: `grade show` and the board.
 */
#include "fuzz.h"

FUZZ_MUTATE(fuzz_mutate_json)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *document = json_loadb((const char *)data, size, 0, NULL);

	if (document == NULL)
		return -1;
	fuzz_show(document);
	json_decref(document);
	return 0;
}
