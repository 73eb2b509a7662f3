# fuzz.mk - the parsers of foreign data under libFuzzer, with sanitizers.
#
#   $(BUILD)/fuzz/NAME        a program for each harness autograder/tests/fuzz/NAME.c
#
# libFuzzer is clang's; everything is compiled a second time for it. In a result
# every block stands alone (CHUNK_BYTES), so that its ends are watched.

FUZZ_DIR    := autograder/tests/fuzz
FUZZ_FLAGS  := -std=c17 -D_GNU_SOURCE -O1 -gline-tables-only -fno-omit-frame-pointer \
	-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all \
	-DCHUNK_BYTES=1 -Iautograder/src -Iautograder/rig
FUZZ_SHARED := fuzz mutate_json mutate_lines
FUZZ_NAMES  := $(filter-out $(FUZZ_SHARED),$(patsubst $(FUZZ_DIR)/%.c,%,$(wildcard $(FUZZ_DIR)/*.c)))
FUZZ_LINKED := $(GRADE_OBJECTS) $(BUILD)/src/desk/progress.o $(BUILD)/rig/trace.o $(BUILD)/rig/json.o \
	$(addprefix $(BUILD)/src/class/,table.o people.o moment.o handed.o handed_names.o \
	handed_gradescope.o handed_folders.o)
FUZZ_LINKED := $(sort $(patsubst $(BUILD)/%,$(BUILD)/fuzz/objects/%,$(FUZZ_LINKED)))
FUZZ_OWN    := $(FUZZ_NAMES:%=$(BUILD)/fuzz/objects/tests/fuzz/%.o)

$(BUILD)/fuzz/objects/%.o: autograder/%.c $(FUZZ_DIR)/fuzz.mk
	@mkdir -p $(@D)
	@echo "  FZ  $<"
	@clang $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@

$(BUILD)/fuzz/objects/src/view/assets.o: $(wildcard $(GRADE_DIR)/view/assets/*)

# An archive: of it each program takes what it needs.
$(BUILD)/fuzz/objects/all.a: $(FUZZ_LINKED) \
		$(FUZZ_SHARED:%=$(BUILD)/fuzz/objects/tests/fuzz/%.o)
	@rm -f $@ && ar rcs $@ $^

$(FUZZ_NAMES:%=$(BUILD)/fuzz/%): $(BUILD)/fuzz/%: \
		$(BUILD)/fuzz/objects/tests/fuzz/%.o $(BUILD)/fuzz/objects/all.a
	@echo "  LD  $@"
	@clang $(FUZZ_FLAGS) -fsanitize=fuzzer $^ $(CLASS_LIBS) $(GRADE_LIBS) -o $@

.SECONDARY: $(FUZZ_OWN)
-include $(wildcard $(BUILD)/fuzz/objects/*/*.d $(BUILD)/fuzz/objects/*/*/*.d)

.PHONY: fuzz
fuzz: $(FUZZ_NAMES:%=$(BUILD)/fuzz/%)
