/*
 * digest.c - see digest.h.
 */
#include "class/digest.h"

#include <stdio.h>
#include <string.h>

void digest_start(struct digest *d)
{
	SHA256Init(&d->context);
}

void digest_bytes(struct digest *d, const void *bytes, size_t n)
{
	SHA256Update(&d->context, bytes, n);
}

void digest_string(struct digest *d, const char *s)
{
	digest_bytes(d, s != NULL ? s : "", s != NULL ? strlen(s) + 1 : 1);
}

bool digest_file(struct digest *d, const char *path)
{
	FILE *in = fopen(path, "rbe");
	char buffer[16384];
	size_t n;

	if (in == NULL)
		return false;
	while ((n = fread(buffer, 1, sizeof buffer, in)) > 0)
		digest_bytes(d, buffer, n);
	bool ok = !ferror(in);
	fclose(in);
	return ok;
}

void digest_end(struct digest *d, char hex[DIGEST_LENGTH + 1])
{
	uint8_t sum[SHA256_DIGEST_LENGTH];

	SHA256Final(sum, &d->context);
	for (int i = 0; i < DIGEST_LENGTH / 2; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
}
