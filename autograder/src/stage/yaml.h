/*
 * yaml.h - libcyaml with messages that name file and line.
 */
#ifndef STAGE_YAML_H
#define STAGE_YAML_H

#include <cyaml/cyaml.h>

#include "base/text.h"

/*
 * Loads path by schema; *data is released by yaml_release. shown is the file's
 * name in messages. False with the problem said.
 */
bool yaml_read(const char *path, const char *shown,
               const cyaml_schema_value_t *schema, void **data,
               struct text *problem);
void yaml_release(const cyaml_schema_value_t *schema, void *data);

#endif
