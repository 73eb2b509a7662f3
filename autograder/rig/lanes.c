/*
 * lanes.c - the eight calls of nanomsg that Criterion makes, over plain
 * sockets: no worker threads, no names in the file system, no waiting.
 *
 * Criterion uses request and reply: a test sends a message and waits until
 * the runner has acknowledged it. Each child gets a socket pair of its own,
 * its "lane", so what an earlier child left unread is gone with its lane.
 *
 * The runner also sends to itself: when a test has died, BoxFort's callback
 * posts that news as a message. Stock Criterion needs a thread for this,
 * because the one who waits for the acknowledgement is the one to give it.
 * Here such a message is queued and acknowledged at once, so the runner
 * stays a program of one thread, which may be forked at any time.
 *
 * A child is not trusted: the runner never blocks on its half of a message,
 * and closes the lane of a child that sends what is none.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pb_decode.h>

#include "rig.h"

/* From <nanomsg/nn.h> and <nanomsg/reqrep.h>. */
#define NN_MSG ((size_t)-1)
#define NN_REP 49

int nn_socket(int domain, int protocol);
int nn_bind(int socket, const char *address);
int nn_connect(int socket, const char *address);
int nn_close(int socket);
int nn_send(int socket, const void *bytes, size_t size, int flags);
int nn_recv(int socket, void *bytes, size_t size, int flags);
int nn_freemsg(void *message);
const char *nn_strerror(int error);

/* Handles of the three ends; descriptors stay inside this file. */
enum { RUNNER = 1, RUNNER_ITSELF, CHILD };

/* No test sends more; a length above it is garbage. */
#define MESSAGE_MAX ((uint32_t)16 << 20)

/* A message on its way: four bytes of length, then that many bytes. */
struct inbox {
	uint32_t length;
	size_t have;          /* bytes read so far, the length included */
	char *bytes;
};

static int lane = -1;         /* the runner's end, or in a child its own */
static bool in_child;
static struct inbox inbox;
static bool answer_to_child;  /* whom the runner answers next */

/* What the runner sent to itself: a time-out and a death at most. */
static struct { char *bytes; size_t size; } queue[4];
static size_t queued;

static void lane_close(void)
{
	if (lane >= 0)
		close(lane);
	lane = -1;
	free(inbox.bytes);
	inbox = (struct inbox){ 0 };
}

int rig_lane_open(void)
{
	int ends[2];

	lane_close();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	lane = ends[0];
	return ends[1];
}

void rig_lane_adopt(int fd)
{
	lane = fd;
	in_child = true;
}

/* ---- the child's side: blocking, whole messages ---- */

static bool pretending, failure_seen;

void rig_lane_pretend(void)
{
	in_child = true;
	pretending = true;
}

bool rig_lane_saw_failure(void)
{
	return failure_seen;
}

static bool send_all(const void *bytes, size_t size)
{
	const char *next = bytes;

	while (size > 0) {
		ssize_t sent = send(lane, next, size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		next += sent;
		size -= (size_t)sent;
	}
	return true;
}

static bool recv_all(void *bytes, size_t size)
{
	char *next = bytes;

	while (size > 0) {
		ssize_t got = recv(lane, next, size, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (got == 0)
				errno = ECONNRESET;
			return false;
		}
		next += got;
		size -= (size_t)got;
	}
	return true;
}

/*
 * Whether a message reports an assert: field 5 of field 16 of the message, in
 * protobuf. Of asserts only those that failed are sent.
 */
static bool reports_assert(const void *bytes, size_t size)
{
	pb_istream_t stream = pb_istream_from_buffer(bytes, size);
	uint32_t field = 0, length;
	pb_wire_type_t type;
	bool end;

	while (pb_decode_tag(&stream, &type, &field, &end) && field != 16)
		if (!pb_skip_field(&stream, type))
			return false;
	return field == 16 && pb_decode_varint32(&stream, &length)
		&& pb_decode_tag(&stream, &type, &field, &end) && field == 5;
}

static int child_send(const void *bytes, size_t size)
{
	uint32_t length = (uint32_t)size;

	if (size > MESSAGE_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	if (pretending) {
		failure_seen = failure_seen || reports_assert(bytes, size);
		return (int)size;
	}
	if (rig_fence_snapshot && reports_assert(bytes, size))
		rig_fence_snapshot();
	if (!send_all(&length, sizeof length) || !send_all(bytes, size))
		return -1;
	return (int)size;
}

/* Criterion's acknowledgement "OK" as protobuf: field 1, varint, value 0. */
static int acknowledge(void **message)
{
	static const char ok[] = { 0x08, 0x00 };

	*message = malloc(sizeof ok);
	if (*message == NULL)
		return -1;
	memcpy(*message, ok, sizeof ok);
	return sizeof ok;
}

static int child_recv(void **message)
{
	uint32_t length;

	if (pretending)
		return acknowledge(message);
	if (!recv_all(&length, sizeof length))
		return -1;
	*message = malloc(length);
	if (*message == NULL || !recv_all(*message, length))
		return -1;
	return (int)length;
}

/* ---- the runner to itself ---- */

static int queue_put(const void *bytes, size_t size)
{
	char *copy = malloc(size);

	if (copy == NULL || queued == sizeof queue / sizeof queue[0]) {
		free(copy);
		errno = ENOBUFS;
		return -1;
	}
	memcpy(copy, bytes, size);
	queue[queued].bytes = copy;
	queue[queued].size = size;
	queued++;
	return (int)size;
}

static int queue_take(void **message)
{
	int size = (int)queue[0].size;

	*message = queue[0].bytes;
	queued--;
	memmove(queue, queue + 1, queued * sizeof queue[0]);
	return size;
}

/* ---- the runner's side: never blocked by a child ---- */

static bool inbox_full(void)
{
	return inbox.have >= sizeof inbox.length
		&& inbox.have - sizeof inbox.length == inbox.length;
}

/*
 * Reads what the lane holds, up to the end of one message. Returns false
 * when nothing more is there for now; closes the lane at its end.
 */
static bool inbox_fill(void)
{
	size_t head = sizeof inbox.length;
	char *to = inbox.have < head ? (char *)&inbox.length + inbox.have
	                             : inbox.bytes + (inbox.have - head);
	size_t want = inbox.have < head ? head - inbox.have
	                                : inbox.length - (inbox.have - head);
	ssize_t got = recv(lane, to, want, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (got <= 0) {
		lane_close();
		return false;
	}
	inbox.have += (size_t)got;
	if (inbox.have == head) {
		if (inbox.length > MESSAGE_MAX
		    || (inbox.bytes = malloc(inbox.length + 1)) == NULL)
			lane_close();
	}
	return lane >= 0;
}

extern const pb_msgdesc_t criterion_protocol_msg_msg;

/*
 * Criterion's loop ends at the first message it can't decode, and with it
 * the whole run; so each is decoded here first, into room enough for any
 * version of the struct.
 */
static bool decodes(const char *bytes, size_t size)
{
	static union { max_align_t align; char room[4096]; } message;
	pb_istream_t stream;
	bool ok;

	memset(&message, 0, sizeof message);
	stream = pb_istream_from_buffer((const pb_byte_t *)bytes, size);
	ok = pb_decode(&stream, &criterion_protocol_msg_msg, &message);
	if (ok)
		pb_release(&criterion_protocol_msg_msg, &message);
	return ok;
}

static int inbox_take(void **message)
{
	int size = (int)inbox.length;

	if (!decodes(inbox.bytes, inbox.length)) {
		lane_close();
		return -1;
	}
	*message = inbox.bytes;
	inbox = (struct inbox){ 0 };
	return size;
}

/* Blocks until the lane or the server has something to say. */
static void wait_for_news(void)
{
	struct pollfd fds[2] = {
		{ .fd = lane, .events = POLLIN },
		{ .fd = rig_server_fd(), .events = POLLIN },
	};

	if (lane < 0 && rig_server_fd() < 0) {
		errno = ECONNRESET;
		return;
	}
	if (poll(fds, 2, -1) <= 0)
		return;
	/* What a child said before it died comes before the news of its death. */
	while (lane >= 0 && !inbox_full() && inbox_fill())
		;
	if (!inbox_full() && (fds[1].revents & (POLLIN | POLLHUP)))
		rig_server_read();
}

static int runner_recv(void **message)
{
	for (;;) {
		if (lane >= 0 && inbox_full()) {
			int size = inbox_take(message);

			if (size < 0)
				continue;
			answer_to_child = true;
			return size;
		}
		if (queued > 0) {
			answer_to_child = false;
			return queue_take(message);
		}
		if (lane < 0 && rig_server_fd() < 0) {
			errno = ECONNRESET;
			return -1;
		}
		wait_for_news();
	}
}

/*
 * An answer that a child does not fetch is no reason to wait, nor to stop
 * the run: it is dropped.
 */
static int runner_send(const void *bytes, size_t size)
{
	uint32_t length = (uint32_t)size;
	struct iovec parts[2] = {
		{ &length, sizeof length }, { (void *)bytes, size },
	};
	struct msghdr answer = { .msg_iov = parts, .msg_iovlen = 2 };

	if (answer_to_child && lane >= 0)
		sendmsg(lane, &answer, MSG_NOSIGNAL | MSG_DONTWAIT);
	return (int)size;
}

/* ---- nanomsg's names ---- */

int nn_socket(int domain, int protocol)
{
	(void)domain;
	if (in_child)
		return CHILD;
	return protocol == NN_REP ? RUNNER : RUNNER_ITSELF;
}

int nn_bind(int socket, const char *address)
{
	(void)socket;
	(void)address;
	return 1;
}

int nn_connect(int socket, const char *address)
{
	(void)socket;
	(void)address;
	return 1;
}

int nn_close(int socket)
{
	if (socket == CHILD || socket == RUNNER)
		lane_close();
	return 0;
}

int nn_send(int socket, const void *bytes, size_t size, int flags)
{
	(void)flags;
	switch (socket) {
	case CHILD:
		return child_send(bytes, size);
	case RUNNER:
		return runner_send(bytes, size);
	default:
		return queue_put(bytes, size);
	}
}

/* Only NN_MSG is used: a message in memory that nn_freemsg releases. */
int nn_recv(int socket, void *bytes, size_t size, int flags)
{
	void *message = NULL;
	int got;

	(void)flags;
	if (size != NN_MSG) {
		errno = EINVAL;
		return -1;
	}
	got = socket == CHILD ? child_recv(&message)
	    : socket == RUNNER ? runner_recv(&message)
	    : acknowledge(&message);
	if (got < 0) {
		free(message);
		return -1;
	}
	memcpy(bytes, &message, sizeof message);
	return got;
}

int nn_freemsg(void *message)
{
	free(message);
	return 0;
}

const char *nn_strerror(int error)
{
	return strerror(error);
}
