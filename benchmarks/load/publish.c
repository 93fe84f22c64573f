/*
 * publish FILE.flv rtmp://host:port/app/name [seconds]: sends an FLV with H.264 and AAC over RTMP in real time, in a loop with
 * continuous timestamps, and puts the wall clock of sending into each picture. The file is made once, so that every
 * server gets the same bytes.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "rtmp.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { AUDIO = 8, VIDEO = 9, MAX_TAG = 1 << 19, VIDEO_HEADER = 5, SEI_NAL = 4 + 3 + CLOCK_PAYLOAD + 1 };

static uint32_t u24(const uint8_t *p) { return p[0] << 16 | p[1] << 8 | p[2]; }
static uint32_t u32(const uint8_t *p) { return (uint32_t)p[0] << 24 | u24(p + 1); }

static uint8_t *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) fail("%s: %s", path, strerror(errno));
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc(*length);
  if (fread(bytes, 1, *length, file) != *length) fail("%s: short read", path);
  fclose(file);
  return bytes;
}

/* Where the first slice of an access unit of length-prefixed NAL units begins: an SEI belongs ahead of it. */
static size_t before_slices(const uint8_t *body, size_t length) {
  size_t at = VIDEO_HEADER;
  while (at + 5 <= length && ((body[at + 4] & 31) < 1 || (body[at + 4] & 31) > 5)) at += 4 + u32(body + at);
  return at < length ? at : VIDEO_HEADER;
}

static size_t with_clock(uint8_t *out, const uint8_t *body, size_t length) {
  char digits[CLOCK_DIGITS + 1];
  size_t split = before_slices(body, length);
  snprintf(digits, sizeof digits, "%016llx", (long long)micros(CLOCK_REALTIME));
  memcpy(out, body, split);
  uint8_t *at = out + split;
  memcpy(at, (uint8_t[]){0, 0, 0, SEI_NAL - 4, 6, 5, CLOCK_PAYLOAD}, 7);
  memcpy(at + 7, CLOCK_UUID, sizeof CLOCK_UUID);
  memcpy(at + 7 + sizeof CLOCK_UUID, digits, CLOCK_DIGITS);
  at[SEI_NAL - 1] = 0x80;
  memcpy(at + SEI_NAL, body + split, length - split);
  return length + SEI_NAL;
}

static void wait_until(int64_t monotonic) {
  struct timespec at = {monotonic / 1000000, monotonic % 1000000 * 1000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {}
}

static void listen_to_server(int fd) { /* what it says is not needed, that it is there is */
  char ignored[4096];
  ssize_t n;
  while ((n = recv(fd, ignored, sizeof ignored, MSG_DONTWAIT)) > 0) {}
  if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) fail("the server closed the publisher's connection");
}

static uint64_t sent;

/* Sends the tags once from `offset` milliseconds on; returns the offset of the next round. */
static uint32_t round_of(int fd, const uint8_t *file, size_t length, uint32_t offset, int64_t start, int64_t end) {
  static uint8_t out[MAX_TAG];
  uint32_t next = offset;
  for (size_t at = 13; at + 11 <= length;) {
    const uint8_t *tag = file + at, *body = tag + 11;
    uint32_t size = u24(tag + 1), time = u24(tag + 4) | (uint32_t)tag[7] << 24;
    at += 11 + size + 4;
    int type = tag[0], headers = (type == VIDEO || type == AUDIO) && size > 1 && body[1] == 0;
    if ((type != VIDEO && type != AUDIO) || size < 2 || at > length || (headers && offset)) continue;
    wait_until(start + (offset + time) * 1000ll);
    if (micros(CLOCK_MONOTONIC) > end) exit(0);
    int picture = type == VIDEO && body[1] == 1;
    if (size + SEI_NAL > MAX_TAG) fail("a tag of %u bytes", size);
    size_t n = picture ? with_clock(out, body, size) : size;
    rtmp_send(fd, type, offset + time, picture ? out : body, n);
    sent += n;
    listen_to_server(fd);
    uint32_t over = offset + time + (type == VIDEO ? 40 : 21);
    if (over > next) next = over;
  }
  return next;
}

int main(int argc, char **argv) {
  if (argc < 3) fail("usage: publish FILE.flv rtmp://host:port/app/name [SECONDS]");
  size_t length;
  uint8_t *file = read_file(argv[1], &length);
  struct url url = parse_url(argv[2]);
  int64_t seconds = argc > 3 ? atoll(argv[3]) : 3600;
  int fd = tcp_connect(&url, 0);
  rtmp_open(fd, &url, "publish");
  usleep(200000);
  int64_t start = micros(CLOCK_MONOTONIC), end = start + seconds * 1000000;
  for (uint32_t offset = 0;;) {
    uint32_t next = round_of(fd, file, length, offset, start, end);
    if (next == offset) fail("%s has no media", argv[1]);
    if (!offset) fprintf(stderr, "publish: %llu kbit/s\n", (unsigned long long)(sent * 8 / next));
    offset = next;
  }
}
