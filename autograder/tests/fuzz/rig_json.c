/*
 * rig_json.c - whatever text a test program has, the rig's line is JSON.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_string(data, size);
	struct json j = { 0 };

	rig_json_open(&j, '{');
	rig_json_key(&j, "message");
	rig_json_string(&j, text);
	rig_json_key(&j, "bytes");
	rig_json_bytes_hex(&j, data, size);
	rig_json_close(&j, '}');
	rig_json_end_line(&j);
	json_t *read = json_loads(rig_json_text(&j), JSON_REJECT_DUPLICATES, NULL);
	if (read == NULL)
		fuzz_wrong("the rig wrote a line that is no JSON");
	json_decref(read);
	rig_json_free(&j);
	free(text);
	return 0;
}
