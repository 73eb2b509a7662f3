# lint.mk - gcc, clang, clang-tidy and cppcheck over all C, all silent.
#
# One stamp for each file and tool, so that only changes cost. Two kinds of C:
# the project's own, and the stages', which students read. clang-tidy parses each
# file with clang's warnings on and reports those too, so clang has no run of its
# own.

LINT_WARNINGS := -O2 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wvla -Wformat -Wformat-security -Wwrite-strings -Wundef -Werror
# Criterion's macros are beyond pedantry, and theirs to mend.
LINT_CRITERION := -Wno-pedantic -Wno-shadow -Wno-write-strings
# Newer versions say that they did not try every combination: nobody asked them to.
LINT_CPPCHECK := cppcheck -q --std=c11 --error-exitcode=1 --inline-suppr \
	--suppress=normalCheckLevelMaxBranches \
	--enable=warning,performance,portability --include=autograder/tests/cppcheck.h

# Of the paths through a function, so many steps: seven times as fast as the
# default of 225000, and on this project it has never made a difference.
LINT_ANALYZER := -Xclang -analyzer-config -Xclang max-nodes=20000

# ---- the project's own ------------------------------------------------------

LINT_SOURCES := $(sort $(wildcard autograder/src/*.c autograder/src/*/*.c autograder/rig/*.c \
	autograder/bench/*.c autograder/traces/*.c $(UNIT_SOURCES) $(FUZZ_DIR)/*.c))
LINT_HEADERS := $(wildcard autograder/src/*.h autograder/src/*/*.h autograder/rig/*.h $(FUZZ_DIR)/*.h)
# Debian 13 keeps nanopb's headers in a folder of their own.
LINT_FLAGS   := -std=c17 -D_GNU_SOURCE $(LINT_WARNINGS) -Iautograder/src -Iautograder/rig \
	$(addprefix -isystem ,$(wildcard /usr/include/nanopb))
lint_flags    = $(LINT_FLAGS) $(if $(findstring /tests/,$1)$(findstring /bench/,$1),$(LINT_CRITERION))

# gcc's warnings stop the build that counts lines (tests/run), of all but these.
LINT_GCC    := $(wildcard autograder/bench/*.c autograder/traces/*.c $(FUZZ_DIR)/*.c)
LINT_STAMPS := $(LINT_GCC:%=$(BUILD)/lint/%.gcc) $(LINT_SOURCES:%=$(BUILD)/lint/%.tidy)
# A test is mostly Criterion's macros, and Memcheck sees it run.
tidy_checks  = $(if $(findstring /tests/,$1),--checks=-clang-analyzer-*)

$(BUILD)/lint/%.gcc: % $(LINT_HEADERS)
	@mkdir -p $(@D)
	gcc $(call lint_flags,$<) -c $< -o $@

$(BUILD)/lint/%.tidy: % $(LINT_HEADERS) .clang-tidy
	@mkdir -p $(@D)
	clang-tidy --quiet $(call tidy_checks,$<) $< -- $(filter-out -Werror,$(call lint_flags,$<)) \
		$(LINT_ANALYZER) 2>$@.log || \
		{ cat $@.log; exit 1; }
	touch $@

# What it finds across files does not count in its exit status.
$(BUILD)/lint/cppcheck: $(LINT_SOURCES) $(LINT_HEADERS) autograder/tests/cppcheck.h
	@mkdir -p $(@D)
	$(LINT_CPPCHECK) -j2 -D_GNU_SOURCE -Iautograder/src -Iautograder/rig \
		--cppcheck-build-dir=$(@D) $(LINT_SOURCES) 2>$@.log; \
		[ $$? = 0 -a ! -s $@.log ] || { cat $@.log; exit 1; }
	touch $@

# ---- the stages' ------------------------------------------------------------

# What must not compile, or is run to show how it fails, stays out: snippets
# that the manifest expects to be refused, and listings whose directive expects
# anything but an exit.
LINT_REFUSED := $(shell awk '/^ *- name:/ { f = e = "" } /^ *file:/ { f = $$2 } \
	/^ *expect: error/ { e = 1 } f && e { g = FILENAME; \
	sub("stage.yaml", "support/", g); print g f; e = "" }' autograder/stages/*/stage.yaml)
LINT_FAILING := $(shell grep -ls '^// run:.*expect=[^e]' lessons/*/listings/*.c)

LINT_COURSE := $(filter-out $(LINT_REFUSED) $(LINT_FAILING),$(wildcard \
	solutions/*/*.c exercises/*/tests.c autograder/demo/good/*.c \
	$(addprefix autograder/stages/*/,held.c support/*.c accepted/*/*.c) \
	$(addprefix lessons/*/,listings/*.c figures/*.c)))
LINT_TOOLS  := gcc tidy cppcheck
LINT_COURSE_STAMPS := $(foreach tool,$(LINT_TOOLS),$(LINT_COURSE:%=$(BUILD)/lint/%.$(tool)))

export LINT_WARNINGS LINT_CRITERION LINT_CPPCHECK LINT_ANALYZER
$(foreach tool,$(LINT_TOOLS),$(eval \
$(LINT_COURSE:%=$(BUILD)/lint/%.$(tool)): $(BUILD)/lint/%.$(tool): % autograder/tests/lint ; \
	@mkdir -p $$(@D) && autograder/tests/lint $(tool) $$< $$@))
$(LINT_COURSE:%=$(BUILD)/lint/%.tidy): .clang-tidy
$(LINT_COURSE:%=$(BUILD)/lint/%.cppcheck): autograder/tests/cppcheck.h

# The headers of each, which gcc found: lint of a stage costs that stage alone.
-include $(wildcard $(LINT_COURSE:%=$(BUILD)/lint/%.d))

.PHONY: lint lint-stages
lint-stages: $(LINT_COURSE_STAMPS)
lint: $(LINT_STAMPS) $(BUILD)/lint/cppcheck $(LINT_COURSE_STAMPS)
	@echo "lint: $(words $^) files and tools passed"
