/* Who sees which of the ten faults of faults.c? Compile it in the course's root. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* The bytes of faults.c, from `source` to `source_end`. */
__asm__(".section .rodata\n"
        "source: .incbin \"lessons/06-faults/listings/faults.c\"\n"
        "source_end:\n"
        ".text\n");
extern const char source[], source_end[];

static const char *const names[] = {
	"heap_overrun", "stack_overrun", "static_overrun", "member_overrun",
	"use_after_free", "double_free", "uninitialised", "leak", "dead_local",
	"misaligned",
};

static char warnings[20000];

/* Runs the command, with the number behind it; its status as the shell has it. */
static int run(const char *command, size_t number)
{
	char line[300];

	snprintf(line, sizeof line, "exec %s %zu >/dev/null 2>&1", command, number);
	int status = system(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void build(const char *flags, const char *program)
{
	char line[300];

	snprintf(line, sizeof line, "gcc -std=c17 -g %s faults.c -o %s 2>said",
	         flags, program);
	if (system(line) != 0) {
		fprintf(stderr, "gcc can't build %s\n", program);
		exit(1);
	}
}

/* Did gcc warn inside this function? It names it in front of its warnings. */
static int warned(const char *name)
{
	return strstr(warnings, name) != NULL;
}

static void prepare(void)
{
	FILE *file = fopen("faults.c", "w");

	if (file == NULL)
		exit(1);
	fwrite(source, 1, (size_t)(source_end - source), file);
	fclose(file);
	build("-O0 -fsanitize=address", "with_asan");
	build("-O0 -fsanitize=undefined -fno-sanitize-recover=all", "with_ubsan");
	build("-O0", "plain");
	build("-O2 -Wall -Wextra", "warned");
	file = fopen("said", "r");
	if (file == NULL)
		exit(1);
	warnings[fread(warnings, 1, sizeof warnings - 1, file)] = '\0';
	fclose(file);
}

int main(void)
{
	prepare();
	printf("%-15s  %-8s  %-5s  %-8s  %-4s  %-5s\n", "fault", "plain", "gcc",
	       "Memcheck", "ASan", "UBSan");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		int status = run("./plain", i);
		const char *plain = status == 0 ? "silent" :
		                    status == 128 + SIGABRT ? "SIGABRT" :
		                    status == 128 + SIGSEGV ? "SIGSEGV" : "stopped";
		int memcheck = run("valgrind -q --leak-check=full "
		                   "--error-exitcode=9 ./plain", i);
		int asan = run("./with_asan", i);
		int ubsan = run("./with_ubsan", i);
		printf("%-15s  %-8s  %-5s  %-8s  %-4s  %-5s\n", names[i], plain,
		       warned(names[i]) ? "yes" : "-",
		       memcheck == 9 ? "yes" : "-", asan != 0 ? "yes" : "-",
		       ubsan == 1 ? "yes" : "-");
	}
	return 0;
}
// run: words=tools; lint=tidy:cert-env33-c cppcheck:comparePointers cppcheck:subtractPointers; why=runs tools, and measures a text that the linker laid out
