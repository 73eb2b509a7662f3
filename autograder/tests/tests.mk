# tests.mk - what the project's own tests are built from.
#
#   $(BUILD)/tests/unit     every test in tests/unit and tests/author, with the
#                           grader and its rig: so the rig is tested by its use
#   lint                    see lint.mk
#
# EXTRA is added to every compilation and link of the grader, RIG_EXTRA to those of
# the rig: tests/run builds the project a second time, in a folder of its own, with
# counters and sanitizers. The rig goes without these, since it is linked to students'
# programs, which run under Memcheck. A test itself is compiled as quickly as can be.

TEST_CFLAGS  := $(GRADE_CFLAGS) -O0 $(filter -Werror,$(EXTRA)) -Wno-pedantic \
	-Wno-conversion -Wno-shadow -Wno-write-strings -Iautograder/src -Iautograder/rig
GRADE_CFLAGS += $(EXTRA)
GRADE_LIBS   += $(EXTRA)
RIG_CFLAGS   += $(RIG_EXTRA)
RIG_LIBS     += $(RIG_EXTRA)
DRIVER_WRAP  += $(RIG_EXTRA)

UNIT_SOURCES := $(wildcard autograder/tests/unit/*.c autograder/tests/author/*.c)
UNIT_OBJECTS := $(UNIT_SOURCES:autograder/%.c=$(BUILD)/%.o)
UNIT_LINKED  := $(filter-out %/author/main.o %/class/main.o,$(AUTHOR_OBJECTS) $(CLASS_OBJECTS))

$(BUILD)/tests/%.o: autograder/tests/%.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(CC) $(TEST_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/tests/unit/all: $(UNIT_OBJECTS) $(UNIT_LINKED) $(BUILD)/libgrade.a $(BUILD)/librig.a
	@echo "  LD  $@"
	$(CC) $(UNIT_OBJECTS) $(UNIT_LINKED) $(BUILD)/libgrade.a $(RIG_LIBS) $(CLASS_LIBS) $(GRADE_LIBS) -o $@

-include $(UNIT_OBJECTS:.o=.d)

.PHONY: unit
unit: author $(BUILD)/tests/unit/all
all: unit

include autograder/tests/fuzz/fuzz.mk

# It asks the stages what they hold, which is of no use to anyone else.
ifneq ($(filter lint lint-stages,$(MAKECMDGOALS)),)
include autograder/tests/lint.mk
endif
