/*
 * moment.c - see moment.h.
 */
#include "class/moment.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* "Z", "+01:00", "+0100", "UTC", "" behind a time; false: something else. */
static bool parse_zone(const char *s, bool *given, long *seconds)
{
	*given = true;
	*seconds = 0;
	s += strspn(s, " ");
	if (strcmp(s, "Z") == 0 || strcmp(s, "UTC") == 0)
		return true;
	if (*s == '\0') {
		*given = false;
		return true;
	}
	if ((*s != '+' && *s != '-') || strspn(s + 1, "0123456789") < 2)
		return false;
	int sign = *s == '-' ? -1 : 1;
	long hours = (s[1] - '0') * 10 + (s[2] - '0');
	const char *minutes = s[3] == ':' ? s + 4 : s + 3;
	if (*minutes != '\0' && (strspn(minutes, "0123456789") != 2 || minutes[2] != '\0'))
		return false;
	*seconds = sign * (hours * 3600 + (*minutes != '\0' ? atol(minutes) * 60 : 0));
	return true;
}

static time_t from_parts(struct tm *tm, const char *rest)
{
	bool given;
	long seconds;

	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (!parse_zone(rest, &given, &seconds))
		return 0;
	tm->tm_isdst = -1;
	time_t at = given ? timegm(tm) - seconds : mktime(tm);
	return at > 0 ? at : 0;
}

time_t moment_parse(const char *text)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M", "%A, %d %B %Y, %I:%M %p", "%d %B %Y, %I:%M %p",
	};

	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct tm tm = { 0 };
		const char *rest = strptime(text, forms[i], &tm);
		if (rest != NULL && !isdigit((unsigned char)*rest) && *rest != ':')
			return from_parts(&tm, rest);
	}
	struct tm day = { 0 };
	const char *rest = strptime(text, "%Y-%m-%d", &day);
	if (rest == NULL || *rest != '\0')
		return 0;
	day.tm_hour = 23;
	day.tm_min = 59;
	day.tm_sec = 59;
	return from_parts(&day, "");
}

void moment_add(struct text *t, time_t at)
{
	char out[32];
	struct tm tm;

	if (at == 0 || localtime_r(&at, &tm) == NULL)
		text_add(t, "-");
	else if (strftime(out, sizeof out, "%Y-%m-%d %H:%M", &tm) > 0)
		text_add(t, out);
}
