#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>

static sigjmp_buf back;

static void stopped(int signal, siginfo_t *info, void *unused)
{
	(void)signal;
	(void)unused;
	siglongjmp(back, info->si_code == SEGV_MAPERR ? 1 : 2);
}

static void listen(void)
{
	struct sigaction action = { .sa_flags = SA_SIGINFO };

	action.sa_sigaction = stopped;
	sigaction(SIGSEGV, &action, NULL);
}

// region: attempts
static int seconds = 562;
static unsigned char code[] = { 0xc3 };         /* "return", for this processor */

static void attempt(int number)
{
	volatile char *literal = (volatile char *)(uintptr_t)"Naima";
	volatile char *function = (volatile char *)(uintptr_t)attempt;
	volatile int *nowhere = (volatile int *)(uintptr_t)16;

	switch (number) {
	case 1: seconds = *nowhere; break;
	case 2: seconds = literal[0]; break;
	case 3: literal[0] = 'n'; break;
	case 4: seconds = function[0]; break;
	case 5: function[0] = 0; break;
	case 6: ((void (*)(void))(uintptr_t)code)(); break;
	}
}
// endregion

int main(void)
{
	static const char *const what[] = { "",
		"read address 16", "read a literal", "write a literal",
		"read a function", "write a function", "run a global array" };

	listen();
	for (volatile int number = 1; number <= 6; number++) {
		int why = sigsetjmp(back, 1);   /* 0; once more when stopped */

		if (why == 0)
			attempt(number);
		printf("%s: %s\n", what[number], why == 0 ? "done" :
		       why == 1 ? "stopped, there is no page" :
		                  "stopped, the page may not");
	}
	return 0;
}
// run: lint=-Wno-array-bounds tidy:bugprone-signed-char-misuse tidy:cert-str34-c tidy:bugprone-switch-missing-default-case; why=touches what it may not, on purpose
