/*
 * inside.h - what Criterion's library has and its headers do not show, or show
 * as constant although its worker writes it. The same in 2.4.1 and 2.4.2.
 *
 * For files that play a test themselves; not beside <criterion/criterion.h>.
 */
#ifndef INSIDE_H
#define INSIDE_H

#include <criterion/types.h>

extern const struct criterion_test *criterion_current_test;
extern const struct criterion_suite *criterion_current_suite;
void criterion_internal_test_setup(void);
void criterion_internal_test_main(void (*fn)(void));
void criterion_internal_test_teardown(void);
extern int g_client_socket;
int cri_proto_connect(const char *url);
void cri_proto_close(int socket);

#endif
