/* The handshake of a WebSocket server (RFC 6455, section 4.2.2): SHA-1 (FIPS 180-4, section 6.1) of a key that fits into two
 * blocks, in base64. */
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { HANDSHAKE_ANSWER = 256 };

static uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void sha1_block(uint32_t h[5], const uint8_t *block) {
  static const uint32_t K[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
  uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
  for (int i = 0; i < 16; i++) w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  for (int i = 0; i < 80; i++) {
    uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    uint32_t t = rotate(a, 5) + f + e + K[i / 20] + w[i];
    e = d, d = c, c = rotate(b, 30), b = a, a = t;
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
}

static void accept_of(const char *key, char out[29]) {
  static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  uint8_t blocks[128] = {0}, digest[21] = {0};
  int n = snprintf((char *)blocks, sizeof blocks, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  blocks[n] = 0x80;
  blocks[126] = n * 8 >> 8;
  blocks[127] = n * 8;
  sha1_block(h, blocks);
  sha1_block(h, blocks + 64);
  for (int i = 0; i < 20; i++) digest[i] = h[i / 4] >> (24 - 8 * (i % 4));
  for (int i = 0; i < 28; i++) {
    uint32_t three = digest[i / 4 * 3] << 16 | digest[i / 4 * 3 + 1] << 8 | digest[i / 4 * 3 + 2];
    out[i] = DIGITS[three >> (18 - 6 * (i % 4)) & 63];
  }
  out[27] = '=';
  out[28] = 0;
}

/* Writes the answer to a request, which ends with a zero; its length, 0 if the request is no upgrade. */
static int handshake_answer(const char *request, char answer[HANDSHAKE_ANSWER]) {
  const char *key = strcasestr(request, "\r\nsec-websocket-key:");
  char accepted[29];
  if (!key) return 0;
  key += strlen("\r\nsec-websocket-key:");
  accept_of(key + strspn(key, " "), accepted);
  return snprintf(answer, HANDSHAKE_ANSWER,
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                  accepted);
}
