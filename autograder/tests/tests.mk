# tests.mk - what the project's own tests are built from.
#
#   $(BUILD)/tests/unit     every test in tests/unit and tests/author, with the
#                           grader and its rig: so the rig is tested by its use
#   lint                    see lint.mk
#
# EXTRA is added to every compilation and link: tests/run builds the project a
# second time with sanitizers, and a third time with --coverage, each in a
# folder of its own.

GRADE_CFLAGS += $(EXTRA)
GRADE_LIBS   += $(EXTRA)
RIG_CFLAGS   += $(EXTRA)
RIG_LIBS     += $(EXTRA)
DRIVER_WRAP  += $(EXTRA)

UNIT_SOURCES := $(wildcard autograder/tests/unit/*.c autograder/tests/author/*.c)
UNIT_OBJECTS := $(UNIT_SOURCES:autograder/%.c=$(BUILD)/%.o)
UNIT_LINKED  := $(filter-out %/author/main.o %/class/main.o,$(AUTHOR_OBJECTS) $(CLASS_OBJECTS))

$(BUILD)/tests/%.o: autograder/tests/%.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(CC) $(GRADE_CFLAGS) -Wno-pedantic -Wno-conversion -Wno-shadow -Wno-write-strings -Iautograder/src -Iautograder/rig -MMD -MP -c $< -o $@

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
