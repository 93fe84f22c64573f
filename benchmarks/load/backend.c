/*
 * backend PORT: what stands behind the proxies, in one thread and cheap. A WebSocket gets back each frame as it came; one on
 * the path /blast gets frames of 64 KiB as fast as it takes them, each with its number.
 *
 * Not a server to use: it trusts that frames are whole messages of up to 64 KiB, and a client that does not read is closed.
 */
#define _GNU_SOURCE
#include "ends.h"
#include "handshake.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EVENTS = 512, INPUT = 1 << 16, AT_ONCE = 16, BINARY = 2, CLOSE = 8, BLAST_HEAD = 10 + STAMP };

enum state { ASKING, ECHOING, BLASTING };

struct client {
  int fd;
  enum state state;
  uint8_t *rest; /* of a request or frame that is not there whole */
  size_t rest_length;
  uint64_t number; /* of the frame that is being blasted, and how much of it is away */
  size_t away;
};

static int epoll;
static uint8_t input[2 * INPUT], output[2 * INPUT];
static uint8_t blast[BLAST - STAMP];

static void leave(struct client *client) {
  close(client->fd);
  client->fd = -1;
}

static void answer(struct client *client, const void *bytes, size_t length) {
  if (length && client->fd >= 0 && send(client->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)length) leave(client);
}

static size_t upgrade(struct client *client, uint8_t *bytes, size_t length) {
  uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  char head[HANDSHAKE_ANSWER];
  if (!end) return 0;
  *end = 0;
  int n = handshake_answer((char *)bytes, head);
  if (!n) return leave(client), 0;
  client->state = strstr((char *)bytes, " /blast ") ? BLASTING : ECHOING;
  answer(client, head, n);
  struct epoll_event event = {.events = client->state == BLASTING ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = client};
  if (client->fd >= 0) epoll_ctl(epoll, EPOLL_CTL_MOD, client->fd, &event);
  return end + 4 - bytes;
}

/* One masked frame at the front (RFC 6455, section 5.2), 0 if it is not there whole; goes to *out without its mask. */
static size_t frame(const uint8_t *bytes, size_t length, uint8_t **out) {
  size_t size = length < 2 ? 0 : bytes[1] & 127, head = size == 126 ? 8 : 6;
  if (length < head) return 0;
  if (size == 126) size = bytes[2] << 8 | bytes[3];
  if (length < head + size) return 0;
  uint8_t *to = *out;
  memcpy(to, bytes, head - 4);
  to[1] &= 127;
  to += head - 4;
  for (size_t i = 0; i < size; i++) to[i] = bytes[head + i] ^ bytes[head - 4 + (i & 3)];
  *out = to + size;
  return head + size;
}

/* One write gives back what one read brought. */
static size_t echo(struct client *client, const uint8_t *bytes, size_t length) {
  uint8_t *out = output;
  size_t at = 0;
  int closes = 0;
  for (size_t taken = 1; taken && !closes; at += taken) {
    closes = at < length && (bytes[at] & 15) == CLOSE;
    taken = frame(bytes + at, length - at, &out);
    closes &= taken > 0;
  }
  answer(client, output, out - output);
  if (closes && client->fd >= 0) leave(client);
  return at;
}

static void read_from(struct client *client) {
  if (client->rest_length) memcpy(input, client->rest, client->rest_length);
  ssize_t n = recv(client->fd, input + client->rest_length, INPUT, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) return leave(client);
  size_t length = client->rest_length + n, at = client->state == ASKING ? upgrade(client, input, length) : 0;
  if (client->fd < 0) return;
  if (client->state == BLASTING) at = length;
  if (client->state == ECHOING) at += echo(client, input + at, length - at);
  client->rest_length = length - at;
  if (client->fd >= 0 && client->rest_length > INPUT) leave(client);
  if (client->fd < 0 || !client->rest_length) return;
  client->rest = realloc(client->rest, client->rest_length);
  memcpy(client->rest, input + at, client->rest_length);
}

/* What the socket takes of the next frame; false if that is not all. */
static int blast_one(struct client *client) {
  uint8_t head[BLAST_HEAD] = {0x80 | BINARY, 127, 0, 0, 0, 0, BLAST >> 24, BLAST >> 16 & 255, BLAST >> 8 & 255, BLAST & 255};
  memcpy(head + 10, &client->number, sizeof client->number); // the other half of the stamp, its time, is nobody's
  size_t of_head = client->away < sizeof head ? client->away : sizeof head, of_body = client->away - of_head;
  struct iovec parts[2] = {{head + of_head, sizeof head - of_head}, {blast + of_body, sizeof blast - of_body}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  ssize_t n = sendmsg(client->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n < 0 && errno != EAGAIN) leave(client);
  if (n <= 0) return 0;
  client->away += n;
  if (client->away < sizeof head + sizeof blast) return 0;
  client->away = 0;
  client->number++;
  return 1;
}

static void welcome(int listener) {
  for (int fd, on = 1; (fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct client *client = calloc(1, sizeof *client);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    client->fd = fd;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

static void serve(struct client *client, uint32_t events) {
  if (events & ~EPOLLOUT) read_from(client);
  for (int i = 0; i < AT_ONCE && client->fd >= 0 && events & EPOLLOUT && blast_one(client); i++) continue;
  if (client->fd >= 0) return;
  free(client->rest);
  free(client);
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);
  memset(blast, 'x', sizeof blast);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, SOMAXCONN)) {
    perror("backend");
    return 1;
  }
  epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event events[EVENTS] = {{.events = EPOLLIN, .data.ptr = NULL}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, events);
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      if (events[i].data.ptr) serve(events[i].data.ptr, events[i].events);
      else welcome(listener);
    }
  }
}
