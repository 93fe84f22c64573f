#include "websocket.h"
#include "tcp.h"
#include <string.h>

enum { MASK_BYTES = 4 };

static const uint8_t MASK[MASK_BYTES] = {0x37, 0xfa, 0x21, 0x3d};

uint8_t *put_frame(uint8_t *at, int opcode, const uint8_t *payload, size_t length) {
  *at++ = 0x80 | opcode;
  if (length < 126) {
    *at++ = 0x80 | length;
  } else {
    *at++ = 0x80 | 126;
    *at++ = length >> 8;
    *at++ = length;
  }
  memcpy(at, MASK, MASK_BYTES);
  at += MASK_BYTES;
  for (size_t i = 0; i < length; i++) at[i] = payload[i] ^ MASK[i % MASK_BYTES];
  return at + length;
}

static size_t frame_at(uint8_t *bytes, size_t length, struct frame *frame) {
  if (length < 2) return 0;
  size_t size = bytes[1] & 127, head = size == 126 ? 4 : size == 127 ? 10 : 2;
  if (length < head) return 0;
  if (head > 2) size = 0;
  for (size_t i = 2; i < head; i++) size = size << 8 | bytes[i];
  if (size > FRAME_LARGEST) fail("a frame of %zu bytes", size);
  *frame = (struct frame){.opcode = bytes[0] & 15, .final = bytes[0] >> 7, .payload = bytes + head, .length = size};
  return length < head + size ? 0 : head + size;
}

size_t message_at(uint8_t *bytes, size_t length, struct frame *message) {
  size_t first = frame_at(bytes, length, message), end = first;
  struct frame next = *message;
  while (end && !next.final) {
    size_t more = frame_at(bytes + end, length - end, &next);
    if (!more) return 0;
    if (next.opcode != CONTINUATION) fail("a frame of opcode %d between fragments", next.opcode);
    end += more;
  }
  for (size_t at = first; at < end; at = next.payload + next.length - bytes) {
    frame_at(bytes + at, end - at, &next);
    memmove(message->payload + message->length, next.payload, next.length);
    message->length += next.length;
  }
  return end;
}
