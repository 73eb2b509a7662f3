/* Measures the submission's layout.h, so that the tests need not include it. */
#include "layout.h"
/* twice: a header must bear that;
   NOLINTNEXTLINE(readability-duplicate-include) */
#include "layout.h"

#include "facts.h"

const size_t block_header_size = sizeof(struct block_header);
const size_t block_header_alignment = _Alignof(struct block_header);
