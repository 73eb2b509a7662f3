/*
 * result_json.h - a struct result as the result document (docs/result.md).
 */
#ifndef RESULT_JSON_H
#define RESULT_JSON_H

#include <jansson.h>

#include "result.h"

/* A new document; the caller releases it with json_decref. Text that is not
   valid UTF-8 or holds control characters is cleaned (base/text.h). */
json_t *result_to_json(const struct result *r);

#endif
