/* pupil.h - code in the student's place: compiled, then renamed by objcopy. */
#ifndef PUPIL_H
#define PUPIL_H

/* The words of text, a NULL behind the last; NULL when there is no memory. */
char **pupil_split(const char *text);
void pupil_release(char **words);
char *pupil_copy(const char *text);

#endif
