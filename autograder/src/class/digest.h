/*
 * digest.h - SHA-256 (FIPS 180-4, by libmd): names for contents that strangers choose.
 *
 * base/files.h has a faster hash, which anybody can make collide.
 */
#ifndef CLASS_DIGEST_H
#define CLASS_DIGEST_H

#include <stdbool.h>
#include <sha2.h>
#include <stddef.h>

#define DIGEST_LENGTH 32           /* hexadecimal digits that are kept        */

struct digest { SHA2_CTX context; };

void digest_start(struct digest *d);
void digest_bytes(struct digest *d, const void *bytes, size_t n);
/* With its end, so that two strings are not one long one. NULL is as "". */
void digest_string(struct digest *d, const char *s);
/* Of the file's contents; false when it can't be read. */
bool digest_file(struct digest *d, const char *path);
/* hex gets DIGEST_LENGTH digits and a zero byte. */
void digest_end(struct digest *d, char hex[DIGEST_LENGTH + 1]);

#endif
