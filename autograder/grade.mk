# grade.mk - builds the grader. To be included behind rig.mk, from the
# project's root, with BUILD set. Gives
#
#   $(BUILD)/libgrade.a       everything but main
#   $(BUILD)/grade            the program
#   $(GRADE_PARTS)            what it needs beside it to link test programs
#   GRADE_CFLAGS, GRADE_LIBS  for programs on top of the library
#
# `course` is made of autograder/src/author and this library.

GRADE_DIR := autograder/src
GRADE_WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wundef -Wvla -Wformat-security
GRADE_CFLAGS ?= -std=c17 -D_GNU_SOURCE -O2 -g $(GRADE_WARNINGS)
GRADE_LIBS ?= -lcyaml -lyaml -ljansson -larchive -lexpat -lelf -lpthread -lm

GRADE_SOURCES := $(sort $(wildcard $(addprefix $(GRADE_DIR)/,result*.c base/*.c \
	stage/*.c pipeline/*.c view/*.c services/*.c cli/*.c desk/*.c)))
GRADE_OBJECTS := $(GRADE_SOURCES:$(GRADE_DIR)/%.c=$(BUILD)/src/%.o)

$(BUILD)/src/%.o: $(GRADE_DIR)/%.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(GRADE_CFLAGS) -I$(GRADE_DIR) -MMD -MP -c $< -o $@

# What the report embeds by .incbin; the compiler does not list it.
$(BUILD)/src/view/assets.o: $(wildcard $(GRADE_DIR)/view/assets/*)

$(BUILD)/libgrade.a: $(GRADE_OBJECTS)
	@echo "  AR  $@"
	@rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/grade: $(BUILD)/src/main.o $(BUILD)/libgrade.a
	@echo "  LD  $@"
	@$(CC) $(GRADE_CFLAGS) $^ $(GRADE_LIBS) -o $@

# What grade passes to gcc as @file to link a test program. Without the static
# libraries there is no rig.rsp, and grade falls back on stock Criterion.
GRADE_PARTS := $(BUILD)/rig-stock.rsp $(BUILD)/librig-stock.a \
	$(BUILD)/driver.rsp $(DRIVER_PARTS)
ifeq ($(RIG_STATIC),yes)
GRADE_PARTS += $(BUILD)/rig.rsp $(BUILD)/librig.a
endif

# The C library's separate debug file without all but names (src/base/libc_debug.h).
LIBC_DEBUG := $(shell readelf -n "$$($(CC) -print-file-name=libc.so.6)" 2>/dev/null | \
	sed -n 's|.*Build ID: \(..\)|\1/|p')
ifneq ($(wildcard /usr/lib/debug/.build-id/$(LIBC_DEBUG).debug),)
GRADE_PARTS += $(BUILD)/debug/$(LIBC_DEBUG).debug
endif

$(BUILD)/debug/%: /usr/lib/debug/.build-id/%
	@mkdir -p $(@D)
	@objcopy --strip-debug $< $@.new && chmod 644 $@.new && mv $@.new $@

$(BUILD)/rig.rsp: autograder/rig/rig.mk autograder/grade.mk
	@mkdir -p $(@D)
	@echo '$(subst $(BUILD)/,$(abspath $(BUILD))/,$(RIG_LIBS))' > $@

$(BUILD)/driver.rsp: autograder/rig/rig.mk autograder/grade.mk
	@mkdir -p $(@D)
	@echo '$(DRIVER_WRAP) $(abspath $(DRIVER_PARTS))' > $@

$(BUILD)/rig-stock.rsp: autograder/rig/rig.mk autograder/grade.mk
	@mkdir -p $(@D)
	@echo '$(subst $(BUILD)/,$(abspath $(BUILD))/,$(RIG_STOCK_LIBS))' > $@

-include $(wildcard $(BUILD)/src/*.d $(BUILD)/src/*/*.d)
