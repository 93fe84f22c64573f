/* One connection of HTTP/1.1 (RFC 9112) that blocks: a request, its answer, and again. It is made anew when the server
 * has closed it in between. */
#pragma once
#include "tcp.h"

enum { HTTP_HEAD = 8192 };

struct http {
  const struct url *url;
  int fd;                 /* -1: none */
  char answer[HTTP_HEAD]; /* its head, ended by a zero in place of the empty line, and what came of its body with it */
  size_t got, head;       /* bytes of all that, and of the head with the empty line */
  int status;
  int64_t length; /* of the answer's body; -1: chunked */
};

void http_open(struct http *http, const struct url *url);
void http_close(struct http *http);

/* Request line and fields, each line with its end, then those that go with every request, and the empty line. More says
 * that a body follows. */
void http_request(struct http *http, int more, const char *format, ...) __attribute__((format(printf, 3, 4)));
extern const char *http_fields;

/* Reads the answer's head, past informational ones; fails unless its status is the one wanted. */
void http_answer(struct http *http, int wanted);

/* Copies a field of the answer; false if there is none. */
int http_field(const struct http *http, const char *name, char *value, size_t room);

/* Reads the answer's body and forgets it. */
void http_skip(struct http *http);
