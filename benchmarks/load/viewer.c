#define _GNU_SOURCE
#include "viewer.h"
#include "clock.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VIDEO = 9, FLV_HEADER = 13, PREVIOUS_TAG_SIZE = 4 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }
static uint32_t u24(const uint8_t *p) { return p[0] << 16 | p[1] << 8 | p[2]; }

void viewer_open(struct viewer *viewer, const struct url *url) {
  char request[1024];
  viewer->skip = FLV_HEADER;
  if (!strcmp(url->scheme, "rtmp")) {
    viewer->carrier = RTMP;
    viewer->state = RTMP_BASIC;
    viewer->messages = calloc(CHUNK_STREAMS, sizeof *viewer->messages);
    viewer->chunk_size = rtmp_open(viewer->fd, url, "play");
    return;
  }
  viewer->carrier = !strcmp(url->scheme, "ws") ? WEBSOCKET : HTTP;
  int n = snprintf(request, sizeof request, "GET /%s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n", url->path, url->host, url->port,
                   viewer->carrier == HTTP ? ""
                                           : "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                             "Sec-WebSocket-Key: YXRyaXVtIGJlbmNobWFyaw==\r\n");
  write_all(viewer->fd, request, n);
}

static int64_t clock_in(const uint8_t *bytes, size_t length) {
  char digits[CLOCK_DIGITS + 1] = {0};
  const uint8_t *at = memmem(bytes, length, CLOCK_UUID, sizeof CLOCK_UUID);
  if (!at || at + CLOCK_PAYLOAD > bytes + length) return 0;
  memcpy(digits, at + sizeof CLOCK_UUID, CLOCK_DIGITS);
  return strtoll(digits, NULL, 16);
}

/* Video tags of E.4.3.1 of the FLV specification and the extended header of enhanced RTMP. */
static void tag_done(struct viewer *viewer, const struct tag *tag, picture_sink *sink) {
  if (tag->type != VIDEO || tag->length < 2) return;
  int extended = tag->prefix[0] & 0x80, kind = tag->prefix[0] >> 4 & 7;
  int coded = extended ? (tag->prefix[0] & 15) == 1 || (tag->prefix[0] & 15) == 3 : tag->prefix[1] == 1;
  if (coded) sink(viewer, kind == 1, clock_in(tag->prefix, least(tag->length, PREFIX)));
}

/* True when the tag is whole. */
static int gather(struct tag *tag, const uint8_t *bytes, size_t length) {
  if (tag->got < PREFIX) memcpy(tag->prefix + tag->got, bytes, least(length, PREFIX - tag->got));
  tag->got += length;
  return tag->got == tag->length;
}

static void feed_flv(struct viewer *viewer, const uint8_t *bytes, size_t length, picture_sink *sink) {
  for (const uint8_t *end = bytes + length; bytes < end;) {
    size_t n = end - bytes;
    if (viewer->skip) {
      n = least(n, viewer->skip);
      viewer->skip -= n;
    } else if (viewer->tag_head_length < sizeof viewer->tag_head) {
      n = least(n, sizeof viewer->tag_head - viewer->tag_head_length);
      memcpy(viewer->tag_head + viewer->tag_head_length, bytes, n);
      viewer->tag_head_length += n;
      viewer->tag.type = viewer->tag_head[0] & 31;
      viewer->tag.length = u24(viewer->tag_head + 1);
      viewer->tag.got = 0;
    } else {
      n = least(n, viewer->tag.length - viewer->tag.got);
      if (!gather(&viewer->tag, bytes, n)) return;
      tag_done(viewer, &viewer->tag, sink);
      viewer->tag_head_length = 0;
      viewer->skip = PREVIOUS_TAG_SIZE;
    }
    bytes += n;
  }
}

/* Gathers a header byte by byte; false while `needed` are not there. */
static int head_has(struct viewer *viewer, const uint8_t **at, const uint8_t *end, uint32_t needed) {
  while (viewer->head_length < needed && *at < end) viewer->head[viewer->head_length++] = *(*at)++;
  return viewer->head_length >= needed;
}

static int head_ends_with(struct viewer *viewer, const uint8_t **at, const uint8_t *end, const char *tail) {
  size_t length = strlen(tail);
  while (*at < end && viewer->head_length < HEAD - 1) {
    viewer->head[viewer->head_length++] = *(*at)++;
    if (viewer->head_length >= length && !memcmp(viewer->head + viewer->head_length - length, tail, length)) {
      viewer->head[viewer->head_length] = 0;
      viewer->head_length = 0;
      return 1;
    }
  }
  return 0;
}

static int answered(struct viewer *viewer) {
  const char *head = (char *)viewer->head, *wanted = viewer->carrier == HTTP ? "HTTP/1.1 200" : "HTTP/1.1 101";
  if (strncmp(head, wanted, strlen(wanted))) {
    fprintf(stderr, "refused: %.*s\n", (int)strcspn(head, "\r"), head);
    viewer->refused = 1;
    return 0;
  }
  viewer->state = viewer->carrier == WEBSOCKET            ? FRAME_HEAD
                  : strcasestr(head, "\r\ntransfer-encoding: chunked") ? CHUNK_SIZE
                                                                       : BODY;
  return 1;
}

/* RFC 6455, section 5.2; servers don't mask. */
static int frame_head(struct viewer *viewer, const uint8_t **at, const uint8_t *end) {
  if (!head_has(viewer, at, end, 2)) return 0;
  int size = viewer->head[1] & 127, more = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (!head_has(viewer, at, end, 2 + more)) return 0;
  viewer->left = more ? 0 : size;
  for (int i = 0; i < more; i++) viewer->left = viewer->left << 8 | viewer->head[2 + i];
  if (viewer->head[0] & 15) viewer->opcode = viewer->head[0] & 15;
  viewer->head_length = 0;
  viewer->state = viewer->left ? FRAME : FRAME_HEAD;
  return 1;
}

static int chunk_size(struct viewer *viewer, const uint8_t **at, const uint8_t *end) {
  if (!head_ends_with(viewer, at, end, "\r\n")) return 0;
  viewer->left = strtoull((char *)viewer->head, NULL, 16);
  viewer->state = CHUNK;
  return 1;
}

static int rtmp_header(struct viewer *viewer, const uint8_t **at, const uint8_t *end) {
  struct tag *message = &viewer->messages[viewer->chunk_stream];
  uint32_t size = (uint32_t[]){11, 7, 3, 0}[viewer->format];
  if (!head_has(viewer, at, end, size)) return 0;
  if (size) viewer->extended[viewer->chunk_stream] = u24(viewer->head) == 0xffffff;
  if (!head_has(viewer, at, end, size + (viewer->extended[viewer->chunk_stream] ? 4 : 0))) return 0;
  if (size >= 7) {
    message->length = u24(viewer->head + 3);
    message->type = viewer->head[6];
  }
  viewer->head_length = 0;
  viewer->left = least(viewer->chunk_size, message->length - message->got);
  viewer->state = viewer->left ? RTMP_CHUNK : RTMP_BASIC;
  return 1;
}

static void rtmp_chunk(struct viewer *viewer, const uint8_t *bytes, size_t length, picture_sink *sink) {
  struct tag *message = &viewer->messages[viewer->chunk_stream];
  if (gather(message, bytes, length)) {
    message->got = 0;
    if (message->type == 1) viewer->chunk_size = (message->prefix[0] & 127) << 24 | u24(message->prefix + 1);
    tag_done(viewer, message, sink);
  }
  if (!(viewer->left -= length)) viewer->state = RTMP_BASIC;
}

int viewer_feed(struct viewer *viewer, const uint8_t *bytes, size_t length, picture_sink *sink) {
  const uint8_t *at = bytes, *end = bytes + length;
  while (at < end) {
    size_t n = least(end - at, viewer->left);
    switch (viewer->state) {
      case STATUS:
        if (!head_ends_with(viewer, &at, end, "\r\n\r\n")) return viewer->head_length < HEAD - 1;
        if (!answered(viewer)) return 0;
        break;
      case BODY:
        feed_flv(viewer, at, end - at, sink);
        at = end;
        break;
      case CHUNK_SIZE:
        if (chunk_size(viewer, &at, end) && !viewer->left) return 0;
        break;
      case CHUNK:
        feed_flv(viewer, at, n, sink);
        at += n;
        if (!(viewer->left -= n)) viewer->state = CHUNK_END;
        break;
      case CHUNK_END:
        if (head_ends_with(viewer, &at, end, "\r\n")) viewer->state = CHUNK_SIZE;
        break;
      case FRAME_HEAD:
        if (frame_head(viewer, &at, end) && viewer->opcode == 8) return 0;
        break;
      case FRAME:
        if (viewer->opcode == 2) feed_flv(viewer, at, n, sink);
        at += n;
        if (!(viewer->left -= n)) viewer->state = FRAME_HEAD;
        break;
      case RTMP_BASIC:
        viewer->chunk_stream = *at & 63;
        viewer->format = *at++ >> 6;
        viewer->state = RTMP_HEADER;
        if (viewer->format == 3 && !viewer->extended[viewer->chunk_stream]) rtmp_header(viewer, &at, at);
        break;
      case RTMP_HEADER: rtmp_header(viewer, &at, end); break;
      case RTMP_CHUNK:
        rtmp_chunk(viewer, at, n, sink);
        at += n;
        break;
    }
  }
  return 1;
}
