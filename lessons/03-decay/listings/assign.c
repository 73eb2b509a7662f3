int main(void)
{
	int playlist[3] = { 562, 346, 579 };
	int evening[3];

	evening = playlist;
	return evening[0];
}
// run: expect=compile-error
