int *longest(void);

int *longest(void)
{
	int seconds = 562;

	return &seconds;
}
// run: flags=-Werror=return-local-addr -c; expect=compile-error
