#define _GNU_SOURCE
#include "ends.h"
#include "clock.h"
#include "websocket.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BINARY = 2, EVENTS = 512, BUFFER = 1 << 18, ANSWER = 4096 };

struct ends ends = {.count = 100, .size = 64};

static uint8_t buffer[BUFFER], payload[LARGEST], out[FRAME_HEAD + LARGEST];
static int epoll, complained;

void ends_prepare(void) {
  memset(payload, 'x', sizeof payload);
  ends.all = calloc(ends.count, sizeof *ends.all);
  epoll = epoll_create1(EPOLL_CLOEXEC);
}

void ends_admit(void) {
  struct end *end = &ends.all[ends.started++];
  char request[1024];
  int n = snprintf(request, sizeof request,
                   "GET /%s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YXRyaXVtIGJlbmNobWFyaw==\r\n\r\n",
                   ends.url.path, ends.url.host, ends.url.port);
  end->fd = tcp_connect(&ends.url, 0);
  write_all(end->fd, request, n);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = end};
  epoll_ctl(epoll, EPOLL_CTL_ADD, end->fd, &event);
}

static void lose(struct end *end) {
  if (end->fd < 0) return;
  close(end->fd);
  end->fd = -1;
  if (end->open) ends.closed++;
  else ends.refused++;
}

void ends_say(struct end *end) {
  if (end->fd < 0) return;
  int64_t now = micros(CLOCK_MONOTONIC);
  memcpy(payload, &end->said, sizeof end->said);
  memcpy(payload + sizeof end->said, &now, sizeof now);
  write_all(end->fd, out, put_frame(out, BINARY, payload, ends.size) - out);
  end->said++;
  ends.said++;
}

/* Section 5.2: bytes of a frame's head, as far as the first two tell. */
static uint32_t head_of(const uint8_t *front) {
  uint32_t size = front[1] & 127;
  return size == 126 ? 4 : size == 127 ? 10 : 2;
}

static uint64_t size_of(const uint8_t *front) {
  uint32_t head = head_of(front);
  if (head == 2) return front[1] & 127;
  uint64_t size = 0;
  for (uint32_t i = 2; i < head; i++) size = size << 8 | front[i];
  return size;
}

/* Whole: counts it. The stamp is still there. */
static void arrive(struct end *end, int64_t now) {
  const uint8_t *stamp = end->front + head_of(end->front);
  uint64_t number;
  int64_t at;
  memcpy(&number, stamp, sizeof number);
  memcpy(&at, stamp + sizeof number, sizeof at);
  ends.wrong += number != end->heard++;
  ends.heard++;
  end->front_length = 0;
  if (ends.measuring && at) histogram_add(&ends.delay, now - at);
  if (ends.closed_loop) ends_say(end);
}

static int front_is_there(const struct end *end) {
  return end->front_length >= 2 && end->front_length >= head_of(end->front) + STAMP;
}

/* What else belongs to the frame. Any but the backend's frames ends it. */
static void begin(struct end *end) {
  uint64_t size = size_of(end->front);
  end->rest = size - STAMP;
  if (end->front[0] == (0x80 | BINARY) && size == (uint64_t)ends.size) return;
  if (!complained++) fprintf(stderr, "a frame of %02x %02x, %llu bytes\n", end->front[0], end->front[1], (unsigned long long)size);
  ends.wrong++;
  lose(end);
}

/* Takes a part of the frame that comes; returns its length. */
static size_t take(struct end *end, const uint8_t *bytes, size_t length, int64_t now) {
  size_t taken = 1;
  if (front_is_there(end)) {
    taken = length < end->rest ? length : end->rest;
    end->rest -= taken;
  } else {
    end->front[end->front_length++] = *bytes;
    if (!front_is_there(end)) return taken;
    begin(end);
  }
  if (!end->rest && end->fd >= 0) arrive(end, now);
  return taken;
}

/* The answer to the upgrade, which comes in one piece; returns its length. */
static size_t answered(struct end *end, const uint8_t *bytes, size_t length) {
  const uint8_t *after = memmem(bytes, length, "\r\n\r\n", 4);
  if (after && length > 12 && !memcmp(bytes, "HTTP/1.1 101", 12)) {
    end->open = 1;
    ends.open++;
    return after + 4 - bytes;
  }
  if (!complained++) fprintf(stderr, "refused: %.*s\n", (int)strcspn((const char *)bytes, "\r"), bytes);
  lose(end);
  return 0;
}

static void read_some(struct end *end) {
  ssize_t n = recv(end->fd, buffer, end->open ? BUFFER : ANSWER, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    lose(end);
    return;
  }
  int64_t now = micros(CLOCK_MONOTONIC);
  size_t at = end->open ? 0 : answered(end, buffer, n);
  while (at < (size_t)n && end->fd >= 0) at += take(end, buffer + at, n - at, now);
}

void ends_turn(int64_t wait) {
  struct epoll_event events[EVENTS];
  struct timespec patience = {wait / 1000000, wait % 1000000 * 1000};
  int n = epoll_pwait2(epoll, events, EVENTS, &patience, NULL);
  for (int i = 0; i < n; i++) {
    struct end *end = events[i].data.ptr;
    if (end->fd >= 0) read_some(end);
  }
}

int64_t ends_missing(void) {
  int64_t missing = 0;
  for (int i = 0; i < ends.started; i++)
    if (ends.all[i].fd >= 0) missing += ends.all[i].said - ends.all[i].heard;
  return missing;
}
