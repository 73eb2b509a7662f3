# traces.mk - traces of allocation requests, and what makes and shows them.
#
#   $(BUILD)/traces/NAME.trace   one for each pattern that generate knows
#   $(BUILD)/traces/show         says what is in a trace
#   $(BUILD)/traces/recorder.so  records what a program asks for
#   autograder/traces/*.trace    real programs, recorded once (record)

TRACES_CFLAGS := -std=c17 -O2 -g -Wall -Wextra -Wpedantic -Wshadow -Iautograder/rig

$(BUILD)/traces/generate: autograder/traces/generate.c
	@mkdir -p $(@D)
	$(CC) $(TRACES_CFLAGS) $< -o $@

$(BUILD)/traces/show: autograder/traces/show.c $(BUILD)/librig.a autograder/rig/trace.h
	@mkdir -p $(@D)
	$(CC) $(TRACES_CFLAGS) $< $(RIG_EXTRA) $(BUILD)/librig.a -o $@

$(BUILD)/traces/recorder.so: autograder/traces/recorder.c
	@mkdir -p $(@D)
	$(CC) $(TRACES_CFLAGS) -shared -fPIC $< -o $@

# Which patterns there are, it says itself.
$(BUILD)/traces/patterns: $(BUILD)/traces/generate
	set -e; $< | cut -d' ' -f1 | while read -r name; do \
		$< $$name >$(@D)/$$name.trace; done
	$< >$@

.PHONY: traces
traces: $(BUILD)/traces/patterns $(BUILD)/traces/show $(BUILD)/traces/recorder.so
