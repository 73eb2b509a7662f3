# Makefile - the course's face: `make help` lists what it can do.
#
# What is built, and how, stands in autograder/build.mk; everything goes to
# .grade/, which git ignores. That file is read in a second make, started when
# the packages are there, because it asks the compiler questions.

BUILD ?= .grade/build
FROM  ?=
STAGE ?=
CLASS ?=
FLAGS ?=
export BUILD

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.DEFAULT_GOAL := board

jobs  = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
build = autograder/setup.sh $(1) && $(MAKE) -s -O $(jobs) -f autograder/build.mk $(2)
tools = $(call build,grade class teach test,$(1))
# and so does class, for "done, with complaints"
class = $(call build,grade class,class) && { $(BUILD)/class --course . $(1) $(if $(CLASS),--class '$(CLASS)') $(FLAGS) || [ $$? = 1 ]; }
teach = $(call build,grade teach,$(1))
from  = $(if $(FROM),--from '$(FROM)')
# grade says 1 for "graded, but not full marks": no error for make
grade = { $(BUILD)/grade --course . $(1) || [ $$? = 1 ]; }

##: For students

.PHONY: board
board: ## (make alone) how far you are, and the next step
	@autograder/setup.sh --ask grade
	@$(call build,grade,program) && $(BUILD)/grade board --course . $(FLAGS)

.PHONY: check
check: ## one stage, explained: make check STAGE=05 [FROM=folder]
	@[ -n '$(STAGE)' ] || { echo 'Which stage? make check STAGE=05' >&2; exit 2; }
	@$(call build,grade,program) && $(call grade,check '$(STAGE)' $(from) $(FLAGS))

.PHONY: watch
watch: ## check whenever you save: make watch [STAGE=05]
	@$(call build,grade,program) && $(BUILD)/grade --course . watch $(STAGE) $(FLAGS)

.PHONY: hint
hint: ## the next hint of an exercise: make hint [STAGE=05]
	@$(call build,grade,program) && $(BUILD)/grade --course . hint $(STAGE) $(FLAGS)

.PHONY: next
next: ## the way to the next stage (ANYWAY=1: without full marks)
	@$(call build,grade,program) && $(call grade,next $(if $(ANYWAY),--anyway) $(FLAGS))

.PHONY: carry
carry: ## take your own code into a later stage: make carry STAGE=09
	@[ -n '$(STAGE)' ] || { echo 'Into which stage? make carry STAGE=09' >&2; exit 2; }
	@$(call build,grade,program) && $(BUILD)/grade --course . carry '$(STAGE)' $(FLAGS)

.PHONY: reset
reset: ## the starter again, your file kept aside: make reset STAGE=05
	@[ -n '$(STAGE)' ] || { echo 'Which stage? make reset STAGE=05' >&2; exit 2; }
	@$(call build,grade,program) && $(BUILD)/grade --course . reset '$(STAGE)' $(FLAGS)

.PHONY: grade
grade: ## all stages: your own work, or that in FROM=folder
	@$(call build,grade,program) && $(call grade,all $(from) $(FLAGS))

.PHONY: demo
demo: ## three sample submissions: good, faulty, broken
	@$(call build,grade,program) && autograder/demo/run $(BUILD)/grade

##: For those who teach

.PHONY: class
class: ## grade a class: make class FROM=export.zip STAGE=05 [ROSTER=roster.csv] [HOSTS=file | SLURM=partition]
	@$(call class,grade $(from) $(if $(STAGE),--stage '$(STAGE)') $(if $(ROSTER),--roster '$(ROSTER)') \
		$(if $(HOSTS),--hosts '$(HOSTS)') $(if $(SLURM),--slurm='$(SLURM)'))

.PHONY: adjust
adjust: ## make adjust WHO=ada STAGE=05 HOW=+5 REASON='...' (=80, +2d: more time)
	@[ -n '$(WHO)$(STAGE)$(HOW)' ] || { echo "Whose, what, how? make adjust WHO=ada STAGE=05 HOW=+5 REASON='...'" >&2; exit 2; }
	@$(call class,adjust '$(WHO)' '$(STAGE)' '$(HOW)' --reason '$(REASON)')

.PHONY: history
history: ## every change of a grade, and why: make history [WHO=ada]
	@$(call class,history $(if $(WHO),'$(WHO)'))

.PHONY: handout
handout: ## what students get: make handout [OUT=folder-or-zip] [SEEDS=roster.csv] [STAGES="00 01"]
	@$(call build,grade teach $(if $(SEEDS),class),author $(if $(SEEDS),class)) && \
		CLASS='$(CLASS)' autograder/services/handout/make \
		$(if $(OUT),--out '$(OUT)') $(if $(SEEDS),--seeds '$(SEEDS)') $(STAGES)

services = gradescope prairielearn autolab classroom50
.PHONY: $(services)
gradescope: ## the zip to upload: make gradescope STAGES="05 06" [OUT=file]
prairielearn: ## image and questions for its external grader
autolab: ## image, autograde-Makefile and autograde.tar
classroom50: ## autograder.py and its bundle
$(services):
	@[ -n '$(STAGES)' ] || { echo 'Which stages? make $@ STAGES="05 06"' >&2; exit 2; }
	@$(call teach,author) && autograder/services/pack $@ '$(or $(OUT),.grade/$@)' $(STAGES)

##: For those who work on the course

.PHONY: test
test: ## everything the project claims, proved; some minutes
	@$(call tools,all) && autograder/tests/run

.PHONY: test-attacks
test-attacks: ## every hostile and broken submission, the slow ones too
	@$(call tools,all) && autograder/tests/attacks/plain && autograder/tests/attacks/run --all

.PHONY: check-course
check-course: ## the author's check of all stages, or of STAGE=05
	@$(call tools,author) && $(BUILD)/course --course . check $(STAGE)

.PHONY: starters
starters: ## write the starters of exercises/ from the references
	@$(call tools,author) && $(BUILD)/course --course . starters $(STAGE) $(FLAGS)

.PHONY: listings
listings: ## run listings and grader; refresh outputs and lessons
	@$(call tools,author) && $(BUILD)/course --course . listings $(STAGE) $(FLAGS)

.PHONY: figures
figures: ## draw the heaps and maps that listings recorded
	@$(call tools,author) && $(BUILD)/course --course . figures $(STAGE) $(FLAGS)

.PHONY: golden-update
golden-update: ## accept the terminal output of today as expected
	@$(call tools,program) && autograder/tests/golden/run --update

.PHONY: lint
lint: ## gcc, clang, clang-tidy and cppcheck, all silent
	@$(call tools,lint)

.PHONY: picture
picture: ## draw docs/graded-failure.svg from real output
	@$(call tools,program) && docs/picture

.PHONY: bench
bench: ## what the heaps cost, beside glibc, jemalloc, tcmalloc, mimalloc
	@$(call build,grade bench,traces) && autograder/bench/heaps

.PHONY: bench-grader
bench-grader: ## how fast the grader is, against stock tools
	@$(call tools,bench) && autograder/bench/run

.PHONY: bench-class
bench-class: ## what a class of COUNT costs (1000), beside its gradings
	@$(call tools,all) && autograder/bench/class $(COUNT)

.PHONY: test-engines
test-engines: ## classes on hosts and a Slurm cluster that break (root; some minutes)
	@$(call build,grade class test engines,all) && autograder/tests/class/engines

.PHONY: test-class
test-class: ## a class: 30 kills, every kind of export
	@$(call tools,all) && autograder/tests/class/run --all

.PHONY: fuzz
fuzz: ## parsers under libFuzzer: make fuzz [SECONDS=60] [TARGET=events]
	@$(call tools,fuzz) && autograder/tests/fuzz/run --seconds $(or $(SECONDS),60) $(TARGET)

.PHONY: steady
steady: ## grade one submission 100 times on a busy machine
	@$(call tools,program) && autograder/tests/steady

##: Always

.PHONY: clean
clean: ## remove what was built; your results stay
	rm -rf $(BUILD)

.PHONY: help
help: ## this list
	@awk -F ":.*## " '/^##: /{print "\n" substr($$0, 5)} \
		/^[a-z0-9-]+: .*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile
