# rig.mk - builds the rig. To be included, with RIG_DIR (this folder) and
# BUILD (where objects go) set. Gives
#
#   $(BUILD)/librig.a         for test programs with the fork server
#   $(BUILD)/librig-stock.a   for test programs on Criterion as installed
#   DRIVER_PARTS              the player of traces, and what it needs
#   RIG_LIBS, RIG_STOCK_LIBS  what to link after the tests, in this order
#   RIG_STATIC                yes when the static libraries are there
#
# A test program is then
#   $(CC) tests.o student.o $(RIG_LIBS) -o program

CC ?= cc
RIG_CFLAGS ?= -std=c17 -O2 -g -Wall -Wextra -Wpedantic -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wno-sign-conversion
# Debian 13 keeps nanopb's headers in a folder of their own.
RIG_CFLAGS += $(addprefix -I,$(wildcard /usr/include/nanopb))

RIG_COMMON := json events failpoint fence pages select sequence trace violation
RIG_FAST   := rig_main forkserver lanes context strdiff rehearsal leave scout together
RIG_STOCK  := stock_main

rig_exists = $(shell $(CC) -print-file-name=$(1) | grep -q / && echo yes)
RIG_STATIC := $(if $(filter-out yes-yes-yes,$(call rig_exists,libcriterion.a)-$(call rig_exists,libprotobuf-nanopb.a)-$(call rig_exists,libffi.a)),no,yes)

RIG_LIBS = -Wl,-u,rig_violation -Wl,--start-group $(BUILD)/librig.a -l:libcriterion.a \
	-l:libprotobuf-nanopb.a -l:libffi.a -Wl,--end-group -Wl,--as-needed -lm
RIG_STOCK_LIBS = -Wl,-u,rig_violation $(RIG_STOCK_WRAP) $(BUILD)/librig-stock.a -lcriterion -lm
RIG_STOCK_WRAP = -Wl,--wrap=criterion_internal_test_setup \
	-Wl,--wrap=criterion_internal_test_teardown

$(BUILD)/rig/%.o: $(RIG_DIR)/%.c
	@mkdir -p $(@D)
	$(CC) $(RIG_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/librig.a: $(patsubst %,$(BUILD)/rig/%.o,$(RIG_FAST) $(RIG_COMMON))
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/librig-stock.a: $(patsubst %,$(BUILD)/rig/%.o,$(RIG_STOCK) $(RIG_COMMON))
	rm -f $@ && $(AR) rcs $@ $^

# With a student's heap behind them, a program that plays traces. It looks on when
# the heap asks for mappings. Static, since Callgrind needs longer to read what a shared
# C library says of itself than to play a trace.
DRIVER_WRAP := -static -Wl,--wrap=pages_map -Wl,--wrap=pages_remap -Wl,--wrap=pages_unmap
DRIVER_PARTS := $(patsubst %,$(BUILD)/rig/%.o,trace_driver trace json pages_system)

-include $(wildcard $(BUILD)/rig/*.d)
