#define _GNU_SOURCE
#include "content.h"
#include "clock.h"
#include "tcp.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { SEND = 256 << 10 };

/* Twice, so that a piece that begins near the end of the first need not be put together. */
static uint8_t pattern[2 * CONTENT_PERIOD];

/* xorshift32: nothing that compresses. */
void content_prepare(void) {
  uint32_t x = 2463534242;
  for (int i = 0; i < CONTENT_PERIOD; i++) {
    x ^= x << 13, x ^= x >> 17, x ^= x << 5;
    pattern[i] = pattern[i + CONTENT_PERIOD] = x;
  }
}

void content_send(int fd, int64_t size, uint64_t number) {
  struct {
    int64_t now;
    uint64_t number;
  } unique = {micros(CLOCK_REALTIME), number};
  _Static_assert(sizeof unique == CONTENT_UNIQUE);
  int64_t sent = size < CONTENT_UNIQUE ? size : CONTENT_UNIQUE;
  if (send(fd, &unique, sent, MSG_NOSIGNAL | (sent < size ? MSG_MORE : 0)) != sent) fail("write: %s", strerror(errno));
  while (sent < size) {
    int64_t piece = size - sent < SEND ? size - sent : SEND;
    write_all(fd, pattern + sent % CONTENT_PERIOD, piece);
    sent += piece;
  }
}

int content_is(const void *bytes, int64_t length, int64_t offset) {
  int64_t whole = CONTENT_PERIOD - offset % CONTENT_PERIOD;
  if (length > whole + CONTENT_PERIOD) length = whole + CONTENT_PERIOD;
  return offset < CONTENT_UNIQUE || !memcmp(bytes, pattern + offset % CONTENT_PERIOD, length);
}
