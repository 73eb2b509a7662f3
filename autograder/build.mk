# build.mk - how everything is built, into $(BUILD); the face of the project is
# the Makefile above, which runs this one when the packages are there.
#
#   program   grade and the rig, as make check needs them
#   class     and class, the gradebook of many
#   author    and course, the author's check
#   all       and what the tests need
#
# What is compiled is said in one short line each.

BUILD   ?= .grade/build
# One spelling for one folder: the compiler's notes on headers hold this name.
override BUILD := $(patsubst $(CURDIR)/%,%,$(abspath $(BUILD)))
RIG_DIR := autograder/rig
.DEFAULT_GOAL := program

include autograder/rig/rig.mk
include autograder/grade.mk
include autograder/traces/traces.mk

AUTHOR_OBJECTS := $(patsubst autograder/src/%.c,$(BUILD)/src/%.o,$(wildcard autograder/src/author/*.c))

$(BUILD)/course: $(AUTHOR_OBJECTS) $(BUILD)/libgrade.a
	@echo "  LD  $@"
	$(CC) $(GRADE_CFLAGS) $^ $(GRADE_LIBS) -o $@

CLASS_OBJECTS := $(patsubst autograder/src/%.c,$(BUILD)/src/%.o,$(wildcard autograder/src/class/*.c))
CLASS_LIBS := -lsqlite3 -lcsv -lmd -lz

$(BUILD)/class: $(CLASS_OBJECTS) $(BUILD)/libgrade.a
	@echo "  LD  $@"
	@$(CC) $(GRADE_CFLAGS) $^ $(CLASS_LIBS) $(GRADE_LIBS) -o $@

# What the class report embeds by .incbin; the compiler does not list it.
$(BUILD)/src/class/assets.o: $(wildcard autograder/src/class/assets/*)

# For editors (.clangd, .vscode).
$(BUILD)/compile_commands.json: $(BUILD)/grade $(wildcard autograder/stages/*/stage.yaml)
	@$(BUILD)/grade editor --course . --build $(BUILD) >/dev/null

.PHONY: program author class all
program: $(BUILD)/grade $(GRADE_PARTS) $(BUILD)/traces/patterns $(BUILD)/compile_commands.json
author: program $(BUILD)/course
class: program $(BUILD)/class
all: author class

.PHONY: bench
bench: program

# A handout has no tests of the project.
-include autograder/tests/tests.mk
