/*
 * Tells another machine.
 *
 * says: calls? (socket|connect|send)
 */
#include "start.h"
#include <sys/socket.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	struct sockaddr to = { .sa_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	connect(fd, &to, sizeof to);
	send(fd, "here", 4, 0);
	return 0;
}
