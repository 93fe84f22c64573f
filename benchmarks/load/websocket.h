/* Frames of RFC 6455 as a client writes and reads them. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { CONTINUATION = 0, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10, FRAME_HEAD = 8, CONTROL_LARGEST = 125, FRAME_LARGEST = 1 << 20 };

struct frame {
  int opcode, final;
  uint8_t *payload;
  size_t length;
};

/* Writes a masked frame (sections 5.2 and 5.3) of up to 64 KiB; returns its end. */
uint8_t *put_frame(uint8_t *at, int opcode, const uint8_t *payload, size_t length);

/* Bytes of the message at the front, 0 if it is not there whole. Its fragments (section 5.4) are joined where they are.
 * Servers don't mask (section 5.1). */
size_t message_at(uint8_t *bytes, size_t length, struct frame *message);
