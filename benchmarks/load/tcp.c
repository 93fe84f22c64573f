#define _GNU_SOURCE
#include "tcp.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

struct url parse_url(const char *text) {
  struct url url = {0};
  if (sscanf(text, "%7[a-z]://%63[^:/]:%d/%511s", url.scheme, url.host, &url.port, url.path) < 3)
    fail("not a URL with host and port: %s", text);
  if (!strcmp(url.host, "localhost")) strcpy(url.host, "127.0.0.1");
  return url;
}

int tcp_connect(const struct url *url, uint32_t source) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(url->port)};
  if (!inet_aton(url->host, &address.sin_addr)) fail("not an IPv4 address: %s", url->host);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (source) {
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(source)};
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&from, sizeof from)) fail("source address: %s", strerror(errno));
  }
  struct timeval patience = {.tv_sec = 10};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd, (struct sockaddr *)&address, sizeof address)) fail("%s:%d: %s", url->host, url->port, strerror(errno));
  return fd;
}

void write_all(int fd, const void *bytes, size_t length) {
  for (const char *at = bytes; length;) {
    ssize_t n = send(fd, at, length, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("write: %s", strerror(errno));
    at += n;
    length -= n;
  }
}
