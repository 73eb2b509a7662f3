/* empty.c - what a start of Valgrind costs, without anything to watch. */
int main(void)
{
	return 0;
}
