/*
 * fanout PORT: a WebSocket room in one thread that does nothing it could leave out. What one turn of its loop reads from
 * all members leaves as one write a member: the physical limit of a room whose members have a socket each.
 *
 * Not a server to use: it trusts that frames are whole messages and that requests are upgrades.
 */
#define _GNU_SOURCE
#include "../load/handshake.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 1024, INPUT = 1 << 16, BATCH = 1 << 20, QUEUE = 1 << 20, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

struct bytes {
  uint8_t *at;
  size_t length, room;
};

struct member {
  int fd, open;
  struct bytes input, pending; /* a frame that is not there whole; what the socket did not take */
};

static struct member **members;
static int count, room_for, gone, epoll;
static uint8_t input[2 * INPUT];
static struct bytes batch;

static void append(struct bytes *to, const void *bytes, size_t length) {
  if (to->length + length > to->room) to->at = realloc(to->at, to->room = (to->length + length) * 2);
  if (length) memcpy(to->at + to->length, bytes, length);
  to->length += length;
}

/* --- members ------------------------------------------------------------------------------------------------------- */

static void leave(struct member *member) {
  if (member->fd < 0) return;
  close(member->fd);
  gone++;
  member->fd = -1; /* freed at the end of the turn, as an event of this turn may still name it */
}

static void wait_for_room(struct member *member, int on) {
  struct epoll_event event = {.events = on ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = member};
  epoll_ctl(epoll, EPOLL_CTL_MOD, member->fd, &event);
}

static void send_to(struct member *member, const void *bytes, size_t length) {
  ssize_t n = member->pending.length ? 0 : send(member->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n < 0 && errno != EAGAIN) return leave(member);
  if (n < 0) n = 0;
  if ((size_t)n == length) return;
  if (!member->pending.length) wait_for_room(member, 1);
  append(&member->pending, (const uint8_t *)bytes + n, length - n);
  if (member->pending.length > QUEUE) leave(member);
}

static void send_pending(struct member *member) {
  struct bytes *pending = &member->pending;
  ssize_t n = send(member->fd, pending->at, pending->length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n < 0 && errno != EAGAIN) return leave(member);
  if (n <= 0) return;
  memmove(pending->at, pending->at + n, pending->length -= n);
  if (!pending->length) wait_for_room(member, 0);
}

static size_t frame_head(uint8_t *at, int opcode, size_t length) {
  at[0] = 0x80 | opcode;
  at[1] = length < 126 ? length : 126;
  at[2] = length >> 8;
  at[3] = length;
  return length < 126 ? 2 : 4;
}

static size_t upgrade(struct member *member, uint8_t *bytes, size_t length) {
  uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  char answer[HANDSHAKE_ANSWER];
  if (!end) return 0;
  *end = 0;
  int n = handshake_answer((char *)bytes, answer);
  if (!n) return leave(member), 0;
  member->open = 1;
  send_to(member, answer, n);
  return end + 4 - bytes;
}

/* One masked frame at the front (RFC 6455, section 5.2), 0 if it is not there whole. */
static size_t frame(struct member *member, uint8_t *bytes, size_t length) {
  if (length < 2) return 0;
  size_t size = bytes[1] & 127, head = size == 126 ? 8 : 6;
  if (size == 127) return leave(member), 0;
  if (length < head) return 0;
  if (size == 126) size = bytes[2] << 8 | bytes[3];
  if (length < head + size) return 0;
  uint8_t *mask = bytes + head - 4, *payload = bytes + head, answer[4];
  for (size_t i = 0; i < size; i++) payload[i] ^= mask[i & 3];
  int opcode = bytes[0] & 15;
  if (opcode == CLOSE) {
    leave(member);
  } else if (opcode == PING && size < 126) {
    send_to(member, answer, frame_head(answer, PONG, size));
    send_to(member, payload, size);
  } else if (opcode == TEXT) {
    append(&batch, answer, frame_head(answer, TEXT, size));
    append(&batch, payload, size);
  }
  return head + size;
}

static void read_from(struct member *member) {
  struct bytes *begun = &member->input;
  if (begun->length) memcpy(input, begun->at, begun->length);
  ssize_t n = recv(member->fd, input + begun->length, INPUT, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) return leave(member);
  size_t length = begun->length + n, at = 0;
  for (size_t taken = 1; taken && member->fd >= 0; at += taken)
    taken = (member->open ? frame : upgrade)(member, input + at, length - at);
  begun->length = 0;
  if (length - at > INPUT) leave(member);
  else append(begun, input + at, length - at);
}

static void welcome(int listener) {
  for (int fd, on = 1; (fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0;) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct member *member = calloc(1, sizeof *member);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = member};
    if (count == room_for) members = realloc(members, (room_for = 2 * room_for + 64) * sizeof *members);
    member->fd = fd;
    members[count++] = member;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
}

/* Hands the turn's batch to all, and forgets those who left. */
static void end_turn(void) {
  int here = 0;
  if (!batch.length && !gone) return;
  for (int i = 0; i < count; i++) {
    struct member *member = members[i];
    if (batch.length && member->fd >= 0 && member->open) send_to(member, batch.at, batch.length);
    if (member->fd >= 0) {
      members[here++] = member;
      continue;
    }
    free(member->input.at);
    free(member->pending.at);
    free(member);
  }
  count = here;
  gone = 0;
  batch.length = 0;
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, SOMAXCONN)) {
    perror("fanout");
    return 1;
  }
  epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event events[EVENTS] = {{.events = EPOLLIN, .data.ptr = NULL}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, events);
  for (;;) {
    int n = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < n && batch.length < BATCH; i++) {
      struct member *member = events[i].data.ptr;
      if (!member) {
        welcome(listener);
        continue;
      }
      if (member->fd >= 0 && events[i].events & EPOLLOUT) send_pending(member);
      if (member->fd >= 0 && events[i].events & ~EPOLLOUT) read_from(member);
    }
    end_turn();
  }
}
