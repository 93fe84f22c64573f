#define _GNU_SOURCE
#include "rtmp.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { HANDSHAKE = 1536, COMMANDS = 3, CONTROL = 2, STREAM = 1, MAX_MESSAGE = 1 << 20 };

static void read_all(int fd, void *bytes, size_t length) {
  for (char *at = bytes; length;) {
    ssize_t n = recv(fd, at, length, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("RTMP: %s", n ? strerror(errno) : "the server closed");
    at += n;
    length -= n;
  }
}

static uint8_t *be(uint8_t *at, uint32_t value, int bytes) {
  while (bytes--) *at++ = value >> 8 * bytes;
  return at;
}

static uint8_t *amf_text(uint8_t *at, const char *text) { /* without its marker, as names are */
  size_t length = strlen(text);
  at = be(at, length, 2);
  memcpy(at, text, length);
  return at + length;
}

static uint8_t *amf_string(uint8_t *at, const char *text) {
  *at++ = 2;
  return amf_text(at, text);
}

static uint8_t *amf_number(uint8_t *at, double value) {
  uint64_t bits;
  memcpy(&bits, &value, 8);
  *at++ = 0;
  return be(be(at, bits >> 32, 4), bits, 4);
}

/* Section 5.3.1: a header of type 0, then headers of type 3 between the chunks. */
static void send_message(int fd, int chunk_stream, int type, int stream, uint32_t timestamp, const void *body, size_t length,
                         size_t chunk) {
  static uint8_t out[MAX_MESSAGE];
  if (length + length / chunk * 5 + 16 > sizeof out) fail("a message of %zu bytes", length);
  int extended = timestamp >= 0xffffff;
  uint8_t *at = be(be(be(be(out, chunk_stream, 1), extended ? 0xffffff : timestamp, 3), length, 3), type, 1);
  for (int i = 0; i < 4; i++) *at++ = stream >> 8 * i;
  if (extended) at = be(at, timestamp, 4);
  for (size_t done = 0; done < length || !done;) {
    size_t n = length - done < chunk ? length - done : chunk;
    if (done) {
      at = be(at, 0xc0 | chunk_stream, 1);
      if (extended) at = be(at, timestamp, 4);
    }
    memcpy(at, (const char *)body + done, n);
    at += n;
    done += n;
    if (!n) break;
  }
  write_all(fd, out, at - out);
}

static void command(int fd, int stream, const uint8_t *body, const uint8_t *end) {
  send_message(fd, COMMANDS, 20, stream, 0, body, end - body, RTMP_OUT_CHUNK);
}

/* What the server says before it streams (section 5.3.1). */
struct answers {
  size_t chunk;
  struct answer { uint32_t length, got, type; uint8_t body[4096]; } streams[64];
};

/* Reads messages until a command's result comes. */
static void expect_result(int fd, struct answers *answers, const char *of) {
  for (;;) {
    uint8_t basic, header[11];
    read_all(fd, &basic, 1);
    struct answer *s = &answers->streams[basic & 63];
    int size = (int[]){11, 7, 3, 0}[basic >> 6];
    read_all(fd, header, size);
    if (size >= 7) {
      s->length = header[3] << 16 | header[4] << 8 | header[5];
      s->type = header[6];
    }
    if (s->length > sizeof s->body) fail("RTMP: %u bytes in answer to %s", s->length, of);
    size_t n = s->length - s->got < answers->chunk ? s->length - s->got : answers->chunk;
    read_all(fd, s->body + s->got, n);
    if ((s->got += n) < s->length) continue;
    s->got = 0;
    if (s->type == 1)
      answers->chunk = (s->body[0] & 127) << 24 | s->body[1] << 16 | s->body[2] << 8 | s->body[3];
    if (s->type == 20 && memmem(s->body, s->length, "_error", 6)) fail("RTMP: %s was refused", of);
    if (s->type == 20 && memmem(s->body, s->length, "_result", 7)) return;
  }
}

uint32_t rtmp_open(int fd, const struct url *url, const char *verb) {
  static struct answers answers;
  memset(&answers, 0, sizeof answers);
  answers.chunk = 128;
  uint8_t shake[1 + HANDSHAKE * 2] = {3}, body[2048], *at;
  write_all(fd, shake, 1 + HANDSHAKE);
  read_all(fd, shake, sizeof shake);
  write_all(fd, shake + 1, HANDSHAKE);
  be(body, RTMP_OUT_CHUNK, 4);
  send_message(fd, CONTROL, 1, 0, 0, body, 4, 128);

  const char *name = strchr(url->path, '/');
  if (!name) fail("rtmp://host:port/app/name is expected");
  char app[256], target[1024];
  snprintf(app, sizeof app, "%.*s", (int)(name - url->path), url->path);
  snprintf(target, sizeof target, "rtmp://%s:%d/%s", url->host, url->port, app);
  at = amf_number(amf_string(body, "connect"), 1);
  *at++ = 3;
  at = amf_string(amf_text(at, "app"), app);
  at = amf_string(amf_text(at, "flashVer"), "FMLE/3.0");
  at = amf_string(amf_text(at, "tcUrl"), target);
  at = be(at, 9, 3);
  command(fd, 0, body, at);
  expect_result(fd, &answers, "connect");

  at = amf_number(amf_string(body, "createStream"), 2);
  *at++ = 5;
  command(fd, 0, body, at);
  expect_result(fd, &answers, "createStream");

  at = amf_number(amf_string(body, verb), 3);
  *at++ = 5;
  at = amf_string(at, name + 1);
  if (!strcmp(verb, "publish")) at = amf_string(at, "live");
  command(fd, STREAM, body, at);
  return answers.chunk;
}

void rtmp_send(int fd, int type, uint32_t timestamp, const void *body, size_t length) {
  send_message(fd, RTMP_CHUNK_STREAM_MEDIA, type, STREAM, timestamp, body, length, RTMP_OUT_CHUNK);
}

void rtmp_acknowledge(int fd, uint32_t bytes) {
  uint8_t body[4];
  be(body, bytes, 4);
  send_message(fd, CONTROL, 3, 0, 0, body, 4, RTMP_OUT_CHUNK);
}
