# tests.mk - what the project's own tests are built from, and lint.
#
#   $(BUILD)/tests/unit     every test in tests/unit and tests/author, with the
#                           grader and its rig: so the rig is tested by its use
#   lint                    gcc, clang, clang-tidy, cppcheck over our C
#
# EXTRA is added to every compilation and link: tests/run builds the project a
# second time with sanitizers, and a third time with --coverage, each in a
# folder of its own.

GRADE_CFLAGS += $(EXTRA)
GRADE_LIBS   += $(EXTRA)
RIG_CFLAGS   += $(EXTRA)
RIG_LIBS     += $(EXTRA)

UNIT_SOURCES := $(wildcard autograder/tests/unit/*.c autograder/tests/author/*.c)
UNIT_OBJECTS := $(UNIT_SOURCES:autograder/%.c=$(BUILD)/%.o)
UNIT_LINKED  := $(filter-out %/author/main.o,$(AUTHOR_OBJECTS))

$(BUILD)/tests/%.o: autograder/tests/%.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(CC) $(GRADE_CFLAGS) -Wno-pedantic -Wno-conversion -Wno-shadow -Wno-write-strings -Iautograder/src -Iautograder/rig -MMD -MP -c $< -o $@

$(BUILD)/tests/unit/all: $(UNIT_OBJECTS) $(UNIT_LINKED) $(BUILD)/libgrade.a $(BUILD)/librig.a
	@echo "  LD  $@"
	$(CC) $(UNIT_OBJECTS) $(UNIT_LINKED) $(BUILD)/libgrade.a $(RIG_LIBS) $(GRADE_LIBS) -o $@

# For the sanitizers: Criterion as installed, each test in a new process.
$(BUILD)/tests/unit/stock: $(UNIT_OBJECTS) $(UNIT_LINKED) $(BUILD)/libgrade.a
	@echo "  LD  $@"
	$(CC) $^ -lcriterion $(GRADE_LIBS) -o $@

-include $(UNIT_OBJECTS:.o=.d)

.PHONY: unit
unit: author $(BUILD)/tests/unit/all
all: unit

# ---- lint: one stamp for each file and tool, so that only changes cost ------

LINT_SOURCES := $(sort $(wildcard autograder/src/*.c autograder/src/*/*.c autograder/rig/*.c \
	autograder/bench/*.c $(UNIT_SOURCES)))
LINT_HEADERS := $(wildcard autograder/src/*.h autograder/src/*/*.h autograder/rig/*.h)
LINT_FLAGS   := -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wvla -Wformat -Wformat-security -Wwrite-strings -Wundef -Werror -Iautograder/src -Iautograder/rig
# Criterion's macros are beyond pedantry, and theirs to mend.
lint_flags    = $(LINT_FLAGS) $(if $(findstring /tests/,$1)$(findstring /bench/,$1),-Wno-pedantic -Wno-shadow -Wno-write-strings)

LINT_STAMPS := $(foreach tool,gcc clang tidy,$(LINT_SOURCES:%=$(BUILD)/lint/%.$(tool)))

$(BUILD)/lint/%.gcc: % $(LINT_HEADERS)
	@mkdir -p $(@D)
	gcc $(call lint_flags,$<) -c $< -o $@

$(BUILD)/lint/%.clang: % $(LINT_HEADERS)
	@mkdir -p $(@D)
	clang $(call lint_flags,$<) -c $< -o $@

$(BUILD)/lint/%.tidy: % $(LINT_HEADERS) .clang-tidy
	@mkdir -p $(@D)
	clang-tidy --quiet $< -- $(filter-out -Werror,$(call lint_flags,$<)) 2>$@.log || \
		{ cat $@.log; exit 1; }
	touch $@

$(BUILD)/lint/cppcheck: $(LINT_SOURCES) $(LINT_HEADERS)
	@mkdir -p $(@D)
	cppcheck -q -j2 --std=c11 --error-exitcode=1 --inline-suppr --enable=warning,performance,portability \
		-D_GNU_SOURCE -Iautograder/src -Iautograder/rig \
		--suppress=missingIncludeSystem --suppress=internalAstError \
		--suppress=funcArgOrderDifferent --suppress=unknownMacro --suppress=preprocessorErrorDirective --cppcheck-build-dir=$(@D) \
		$(filter-out autograder/tests/%,$(LINT_SOURCES))
	touch $@

.PHONY: lint
lint: $(LINT_STAMPS) $(BUILD)/lint/cppcheck
	@echo "lint: $(words $(LINT_STAMPS)) files and tools passed, cppcheck passed"
