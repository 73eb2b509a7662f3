/*
 * violation.c - fails the running test from inside the rig (violation.h).
 */
#include <stdarg.h>
#include <stdio.h>

#include <criterion/abort.h>
#include <criterion/event.h>

#include "violation.h"

void (*rig_violation_listener)(char *message, size_t size);

void rig_violation(const char *file, unsigned line, const char *format, ...)
{
	char message[4096];
	struct criterion_assert_stats stats = {
		.message = message, .passed = false, .file = file, .line = line
	};
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof message, format, args);
	va_end(args);
	if (rig_violation_listener != NULL)
		rig_violation_listener(message, sizeof message);
	criterion_send_assert(&stats);
	criterion_abort_test();
}
