/* Connections of the load: URLs, sockets that block, the end with a reason. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Of a URL scheme://host:port/path; the path has no leading slash, host is an IPv4 address or localhost. */
struct url {
  char scheme[8], host[64], path[512];
  int port;
};

struct url parse_url(const char *text);
int tcp_connect(const struct url *url, uint32_t source); /* the address to come from; 0 leaves it to the system */
void write_all(int fd, const void *bytes, size_t length);

void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
