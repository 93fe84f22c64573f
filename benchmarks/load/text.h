/* What a message's text begins with: the run and its speaker, the message's number, when it was said. Four bits a
 * character from '@' to 'O', so that JSON and UTF-8 leave them alone and reading a number is a few instructions. */
#pragma once
#include <stdint.h>
#include <string.h>

enum { TEXT_NUMBER = 8, TEXT_HEAD = 4 * TEXT_NUMBER, TEXT_LARGEST = 4096, TEXT_SPEAKERS = 256 };

static inline void put_number(uint8_t *at, uint32_t value) {
  for (int i = 0; i < TEXT_NUMBER; i++) at[i] = '@' | (value >> 4 * i & 15);
}

/* Lowest bits first, as a little-endian machine wants them. */
static inline uint32_t number_at(const uint8_t *at) {
  uint64_t v;
  memcpy(&v, at, sizeof v);
  v &= 0x0f0f0f0f0f0f0f0f;
  v = (v | v >> 4) & 0x00ff00ff00ff00ff;
  v = (v | v >> 8) & 0x0000ffff0000ffff;
  return v | v >> 16;
}
