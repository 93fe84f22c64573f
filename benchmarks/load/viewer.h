/* One viewer: what carries its FLV (HTTP body, chunks, WebSocket messages, RTMP messages) taken off, tags read as far as
 * the key frame flag and the publisher's clock. Nothing is kept of a tag but its first bytes. */
#pragma once
#include "rtmp.h"
#include <stdint.h>

enum { PREFIX = 512, HEAD = 4096, CHUNK_STREAMS = 64 };

struct tag {
  uint32_t length, got;
  uint8_t type, prefix[PREFIX];
};

struct viewer {
  int fd, sampled, slow, joiner, refused;
  int64_t bytes, acknowledged, began, first_key, last_late, oldest, resumed_at;
  double allowance;
  enum { HTTP, WEBSOCKET, RTMP } carrier;

  /* The carrier: what is gathered of a header, how much of the current piece is left. */
  enum { STATUS, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, FRAME_HEAD, FRAME, RTMP_BASIC, RTMP_HEADER, RTMP_CHUNK } state;
  uint8_t head[HEAD];
  uint32_t head_length, opcode;
  uint64_t left;

  /* FLV: bytes still to skip (file header, sizes of previous tags), then a tag's header. */
  uint32_t skip, tag_head_length;
  uint8_t tag_head[11];
  struct tag tag;

  /* RTMP (section 5.3.1). */
  struct tag *messages;
  uint32_t chunk_size, chunk_stream, format;
  uint8_t extended[CHUNK_STREAMS];
};

typedef void picture_sink(struct viewer *viewer, int key, int64_t written);

/* Asks for the stream on a connected socket. */
void viewer_open(struct viewer *viewer, const struct url *url);

/* Takes what was read; false if the server refused, closed or can't be understood. */
int viewer_feed(struct viewer *viewer, const uint8_t *bytes, size_t length, picture_sink *sink);
