/*
 * The client's half of RTMP 1.0 as far as publish and play need it: plain handshake (section 5.2), commands in AMF 0
 * (section 7.2), one message stream. Everything here blocks; what goes on after play or publish is the caller's.
 */
#pragma once
#include "tcp.h"

enum { RTMP_CHUNK_STREAM_MEDIA = 6, RTMP_OUT_CHUNK = 4096 };

/* Handshake, connect, createStream and "publish" or "play" of app/name?query; returns the server's chunk size once the
 * last is sent. */
uint32_t rtmp_open(int fd, const struct url *url, const char *verb);

/* One message of the chunk stream for media, in one write. */
void rtmp_send(int fd, int type, uint32_t timestamp, const void *body, size_t length);

/* Tells the server what was read so far (section 5.4.3). */
void rtmp_acknowledge(int fd, uint32_t bytes);
