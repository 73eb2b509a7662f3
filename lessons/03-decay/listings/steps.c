#include <stdio.h>

int main(void)
{
	double rating[4] = { 4.5, 3.0, 5.0, 4.0 };
	double *p = rating;
	double *q = p + 3;

	printf("*(p + 2) is %.1f, p[2] is %.1f\n", *(p + 2), p[2]);
	printf("q - p is %td\n", q - p);
	printf("in bytes it is %td\n", (char *)q - (char *)p);
	printf("q[-1] is %.1f, and 2[p] is %.1f\n", q[-1], 2[p]);
	return 0;
}
// run: lint=tidy:readability-misplaced-array-index; why=shows that 2[p] is p[2]
