/*
 * cppcheck.h - macros that cppcheck has to know to make sense of a file.
 *
 * It reads none of the system's headers, so a loop by macro, or a function
 * whose head is one, looks like nothing that could be C.
 */
#define json_array_foreach(array, index, value)                              \
	for (index = 0; index < json_array_size(array) &&                    \
	     (value = json_array_get(array, index)); index++)
#define json_object_foreach(object, key, value)                              \
	for (key = json_object_iter_key(json_object_iter(object)); key &&    \
	     (value = json_object_get(object, key));                         \
	     key = json_object_iter_key(json_object_key_to_iter(key)))

#define Test(suite, name, ...) void suite##_##name(void)
#define TestSuite(...)         struct test_suite
#define ParameterizedTestParameters(suite, name)                             \
	struct criterion_test_params suite##_##name##_parameters(void)
#define ParameterizedTest(parameter, suite, name, ...)                       \
	void suite##_##name(parameter)

/* A test ends where an assertion does not hold. */
#define cr_assert(condition, ...) do { if (!(condition)) abort(); } while (0)
