#define _GNU_SOURCE
#include "http.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_S = 120, DISCARD = 1 << 20 };

const char *http_fields = "";

static void connect_to(struct http *http) {
  http->fd = tcp_connect(http->url, 0);
  struct timeval patience = {.tv_sec = PATIENCE_S};
  setsockopt(http->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(http->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

void http_open(struct http *http, const struct url *url) {
  *http = (struct http){.url = url, .fd = -1};
  connect_to(http);
}

void http_close(struct http *http) {
  if (http->fd >= 0) close(http->fd);
  http->fd = -1;
}

/* True if the server has said that it closes, or has closed. */
static int is_over(struct http *http) {
  char byte;
  return http->fd < 0 || recv(http->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void http_request(struct http *http, int more, const char *format, ...) {
  char head[4096];
  va_list arguments;
  va_start(arguments, format);
  int n = vsnprintf(head, sizeof head, format, arguments);
  va_end(arguments);
  n += snprintf(head + n, sizeof head - n, "Host: %s:%d\r\n%s\r\n", http->url->host, http->url->port, http_fields);
  if (n >= (int)sizeof head) fail("a request of %d bytes", n);
  if (is_over(http)) {
    http_close(http);
    connect_to(http);
  }
  for (int sent = 0; sent < n;) {
    ssize_t k = send(http->fd, head + sent, n - sent, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    if (k <= 0) fail("request: %s", strerror(errno));
    sent += k;
  }
}

static void read_more(struct http *http) {
  if (http->got == sizeof http->answer - 1) fail("an answer with a head of more than %d bytes", HTTP_HEAD);
  ssize_t n = recv(http->fd, http->answer + http->got, sizeof http->answer - 1 - http->got, 0);
  if (n <= 0) fail("no answer: %s", n ? strerror(errno) : "closed");
  http->got += n;
  http->answer[http->got] = 0;
}

static void read_head(struct http *http) {
  char *end;
  while (!(end = memmem(http->answer, http->got, "\r\n\r\n", 4))) read_more(http);
  *end = 0;
  http->head = end + 4 - http->answer;
  if (sscanf(http->answer, "HTTP/1.%*d %d", &http->status) != 1) fail("not HTTP: %.80s", http->answer);
}

void http_answer(struct http *http, int wanted) {
  char length[32];
  http->got = 0;
  for (read_head(http); http->status < 200; read_head(http))
    memmove(http->answer, http->answer + http->head, http->got -= http->head);
  http->length = http->status == 204 || http->status == 304 ? 0
                 : http_field(http, "Content-Length", length, sizeof length) ? atoll(length) : -1;
  if (http->status != wanted) fail("%d (expected: %d): %.500s", http->status, wanted, http->answer + http->head);
}

int http_field(const struct http *http, const char *name, char *value, size_t room) {
  size_t length = strlen(name);
  for (const char *line = http->answer; (line = strstr(line, "\r\n"));) {
    line += 2;
    if (strncasecmp(line, name, length) || line[length] != ':') continue;
    const char *from = line + length + 1 + strspn(line + length + 1, " ");
    snprintf(value, room, "%.*s", (int)strcspn(from, "\r"), from);
    return 1;
  }
  return 0;
}

/* RFC 9112, section 7.1; without trailers, as nobody here sends them. */
static void skip_chunks(struct http *http) {
  while (http->got < http->head + 5 || memcmp(http->answer + http->got - 5, "0\r\n\r\n", 5)) read_more(http);
}

void http_skip(struct http *http) {
  char connection[32];
  if (http->length < 0) skip_chunks(http);
  // The kernel throws it away without copying (tcp(7), MSG_TRUNC).
  for (int64_t left = http->length - (int64_t)(http->got - http->head); left > 0;) {
    ssize_t n = recv(http->fd, NULL, left < DISCARD ? left : DISCARD, MSG_TRUNC);
    if (n <= 0) fail("%lld bytes of the body are missing: %s", (long long)left, n ? strerror(errno) : "closed");
    left -= n;
  }
  if (http_field(http, "Connection", connection, sizeof connection) && !strcasecmp(connection, "close")) http_close(http);
}
