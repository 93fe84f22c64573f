/* What is uploaded: bytes that repeat after a while, but for the first few, which no other file has, so that a server
 * that keeps equal contents once keeps each of these. */
#pragma once
#include <stdint.h>

enum { CONTENT_PERIOD = 1 << 20, CONTENT_UNIQUE = 16 };

void content_prepare(void);

/* Writes a whole file to a socket that blocks. */
void content_send(int fd, int64_t size, uint64_t number);

/* True if the bytes, none of them unique, are those of a file from that offset on. */
int content_is(const void *bytes, int64_t length, int64_t offset);
