/*
 * mutate_json.c - other JSON out of JSON: a value becomes another one somewhere
 * in the tree. Bytes changed at random are no JSON any more, most of the time,
 * and never come to the code behind the parser.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_LIMIT 64

/* xorshift: good enough to choose by, and the same for the same seed. */
struct dice { uint64_t state; };

static size_t toss(struct dice *d, size_t sides)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return sides > 0 ? (size_t)(d->state % sides) : 0;
}

static size_t children(const json_t *j)
{
	return json_is_object(j) ? json_object_size(j) : json_array_size(j);
}

static const char *key_at(json_t *object, size_t i)
{
	void *at = json_object_iter(object);

	while (i-- > 0)
		at = json_object_iter_next(object, at);
	return json_object_iter_key(at);
}

static json_t *child_at(json_t *j, size_t i)
{
	return json_is_object(j) ? json_object_get(j, key_at(j, i))
	                         : json_array_get(j, i);
}

/* Some container that has children, deep or not; NULL: there is none. */
static json_t *some_container(struct dice *d, json_t *root)
{
	json_t *found = NULL;

	for (json_t *at = root; children(at) > 0;
	     at = child_at(at, toss(d, children(at)))) {
		found = at;
		if (toss(d, 4) == 0)
			break;
	}
	return found;
}

static json_t *some_text(struct dice *d, const json_t *old)
{
	static const char *const words[] = { "", "0x7fffffffffffffff", "vec.c:1",
		"\t\x1b[1m", "<b>&\"'", "\xe2\x80\x98", "\xc2\x9b", "%s{?}", "-1" };
	char text[TEXT_LIMIT];
	size_t n;

	if (!json_is_string(old) || toss(d, 3) == 0)
		return json_string(words[toss(d, sizeof words / sizeof *words)]);
	n = json_string_length(old) < TEXT_LIMIT ? json_string_length(old)
	                                         : TEXT_LIMIT;
	memcpy(text, json_string_value(old), n);
	n = LLVMFuzzerMutate((uint8_t *)text, n, TEXT_LIMIT);
	/* No UTF-8, most likely: as Latin-1 it is a text again. */
	for (size_t i = 0; i < n; i++)
		text[i] = (char)(text[i] & 0x7f);
	return json_stringn(text, strnlen(text, n));
}

static json_t *some_number(struct dice *d, const json_t *old)
{
	static const json_int_t edges[] = { 0, 1, -1, 2, 31, 80, 4096, INT32_MAX,
		INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN, (json_int_t)1 << 53 };
	static const double reals[] = { 0.5, -0.0, 1e308, -1e308, 1e-308, 1e19,
		99.95, 4294967296.5 };

	switch (toss(d, 3)) {
	case 0:
		return json_real(reals[toss(d, sizeof reals / sizeof *reals)]);
	case 1:
		return json_integer((json_int_t)((uint64_t)json_integer_value(old) +
		                                 toss(d, 9) - 4));
	default:
		return json_integer(edges[toss(d, sizeof edges / sizeof *edges)]);
	}
}

static json_t *some_value(struct dice *d, json_t *root, const json_t *old)
{
	json_t *other;

	switch (toss(d, 8)) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(toss(d, 2));
	case 2:
		return toss(d, 2) ? json_array() : json_object();
	case 3:
	case 4:
		return some_text(d, old);
	case 5:
		other = some_container(d, root);
		return json_deep_copy(child_at(other, toss(d, children(other))));
	default:
		return some_number(d, old);
	}
}

static void change(struct dice *d, json_t *root)
{
	json_t *parent = some_container(d, root);
	size_t i = toss(d, children(parent));
	json_t *old = child_at(parent, i), *value = some_value(d, root, old);
	bool remove = toss(d, 8) == 0, more = toss(d, 4) == 0;

	if (json_is_object(parent)) {
		const char *key = key_at(parent, i);
		if (remove)
			json_object_del(parent, key);
		else
			json_object_set(parent, key, value);
	} else if (remove) {
		json_array_remove(parent, i);
	} else if (more) {
		json_array_insert(parent, i, value);
	} else {
		json_array_set(parent, i, value);
	}
	json_decref(value);
}

/* The whole input, or else one of its lines; NULL: that is no JSON. */
static json_t *some_json(struct dice *d, const char *text, size_t size,
                         size_t *from, size_t *to)
{
	json_t *whole = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);

	*from = 0;
	*to = size;
	if (whole != NULL || size == 0)
		return whole;
	*from = *to = toss(d, size);
	while (*from > 0 && text[*from - 1] != '\n')
		--*from;
	while (*to < size && text[*to] != '\n')
		++*to;
	return json_loadb(text + *from, *to - *from, 0, NULL);
}

size_t fuzz_mutate_json(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	struct dice d = { seed * UINT64_C(0x9e3779b97f4a7c15) + 1 };
	size_t from, to, made = 0, changes = 1 + toss(&d, 3);
	json_t *root = toss(&d, 8) == 0 ? NULL :
	               some_json(&d, (const char *)data, size, &from, &to);
	char *text = NULL;

	for (; changes > 0 && children(root) > 0; changes--)
		change(&d, root);
	if (root != NULL)
		text = json_dumps(root, JSON_COMPACT);
	if (text != NULL)
		made = strlen(text);
	if (text == NULL || size - (to - from) + made > most) {
		size = LLVMFuzzerMutate(data, size, most);
	} else {
		memmove(data + from + made, data + to, size - to);
		memcpy(data + from, text, made);
		size = size - (to - from) + made;
	}
	free(text);
	json_decref(root);
	return size;
}
