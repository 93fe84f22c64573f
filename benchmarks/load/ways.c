#define _GNU_SOURCE
#include "ways.h"
#include "clock.h"
#include "content.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { OK = 200, CREATED = 201, NO_CONTENT = 204, PARTIAL = 206 };

struct task task = {.size = 1 << 30, .range = 64 << 10};

/* --- up ------------------------------------------------------------------------------------------------------------ */

static void take_location(struct worker *worker, char *path) {
  char location[PATH];
  if (!http_field(&worker->http, "Location", location, sizeof location)) fail("no Location");
  char *host = strstr(location, "://"), *from = host ? strchr(host + 3, '/') : location;
  snprintf(path, PATH, "%s", from ? from : "/");
}

static void send_content(struct worker *worker, int number) {
  content_send(worker->http.fd, task.size, number);
  worker->bytes += task.size;
}

static void put(struct worker *worker, int number, char *path) {
  snprintf(path, PATH, "/%.99s/%lld-%d", task.url.path, (long long)micros(CLOCK_REALTIME), number);
  http_request(&worker->http, 1, "PUT %s HTTP/1.1\r\nContent-Length: %lld\r\n", path, (long long)task.size);
  send_content(worker, number);
  http_answer(&worker->http, CREATED);
  http_skip(&worker->http);
}

/* tus 1.0.0, "Creation" */
static void create(struct worker *worker, int with_upload, int number, char *path) {
  http_request(&worker->http, with_upload,
               "POST /%s HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Length: %lld\r\nUpload-Metadata: filename YmVuY2g=\r\n"
               "%sContent-Length: %lld\r\n",
               task.url.path, (long long)task.size, with_upload ? "Content-Type: application/offset+octet-stream\r\n" : "",
               (long long)(with_upload ? task.size : 0));
  if (with_upload) send_content(worker, number);
  http_answer(&worker->http, CREATED);
  take_location(worker, path);
  http_skip(&worker->http);
}

static void tus(struct worker *worker, int number, char *path) {
  create(worker, 0, number, path);
  http_request(&worker->http, 1,
               "PATCH %s HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
               "Content-Length: %lld\r\n",
               path, (long long)task.size);
  send_content(worker, number);
  http_answer(&worker->http, NO_CONTENT);
  http_skip(&worker->http);
}

static void tus_post(struct worker *worker, int number, char *path) { create(worker, 1, number, path); }

/* draft-ietf-httpbis-resumable-upload, section 4: a whole file in its creation */
static void rufh(struct worker *worker, int number, char *path) {
  http_request(&worker->http, 1,
               "POST /%s HTTP/1.1\r\nUpload-Draft-Interop-Version: 8\r\nUpload-Complete: ?1\r\nContent-Type: application/octet-stream\r\n"
               "Content-Disposition: attachment; filename=\"bench\"\r\nContent-Length: %lld\r\n",
               task.url.path, (long long)task.size);
  send_content(worker, number);
  http_answer(&worker->http, CREATED);
  take_location(worker, path);
  http_skip(&worker->http);
}

/* RFC 7578 */
static void form(struct worker *worker, int number, char *path) {
  static const char before[] = "--7d1f\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bench\"\r\n\r\n";
  static const char after[] = "\r\n--7d1f--\r\n";
  http_request(&worker->http, 1, "POST /%s HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=7d1f\r\nContent-Length: %lld\r\n",
               task.url.path, (long long)(task.size + sizeof before - 1 + sizeof after - 1));
  write_all(worker->http.fd, before, sizeof before - 1);
  send_content(worker, number);
  write_all(worker->http.fd, after, sizeof after - 1);
  http_answer(&worker->http, CREATED);
  take_location(worker, path);
  http_skip(&worker->http);
}

/* The bytes until the end of the connection; the answer is a line. */
static void stream(struct worker *worker, int number, const char *expected) {
  char line[256] = "";
  send_content(worker, number);
  shutdown(worker->http.fd, SHUT_WR);
  ssize_t n = recv(worker->http.fd, line, sizeof line - 1, 0);
  if (n <= 0 || strncmp(line, expected, strlen(expected))) fail("\"%s\" (expected: %s)", line, expected);
  http_close(&worker->http);
}

static void reopen(struct worker *worker) {
  if (worker->http.fd < 0) http_open(&worker->http, &task.url);
}

static void raw(struct worker *worker, int number, char *path) {
  reopen(worker);
  stream(worker, number, "done");
  *path = 0;
}

/* A name, "ok", the bytes: raw TCP of docs/protocols/files.md. */
static void named(struct worker *worker, int number, char *path) {
  char ok[3] = "", name[64];
  int length = snprintf(name, sizeof name, "bench-%lld-%d\n", (long long)micros(CLOCK_REALTIME), number);
  reopen(worker);
  write_all(worker->http.fd, name, length);
  if (recv(worker->http.fd, ok, 2, MSG_WAITALL) != 2 || strcmp(ok, "ok")) fail("\"%s\" (expected: ok)", ok);
  stream(worker, number, "done");
  *path = 0;
}

/* --- down ---------------------------------------------------------------------------------------------------------- */

/* Reads the body and checks what came of it with the head. */
static void take_body(struct worker *worker, int64_t offset, int64_t length) {
  struct http *http = &worker->http;
  if (http->length != length) fail("%lld bytes (expected: %lld)", (long long)http->length, (long long)length);
  if (!content_is(http->answer + http->head, http->got - http->head, offset)) fail("other bytes than were sent");
  http_skip(http);
  worker->bytes += length;
}

static void get(struct worker *worker, int number, char *path) {
  (void)number, (void)path;
  http_request(&worker->http, 0, "GET /%s HTTP/1.1\r\n", task.url.path);
  http_answer(&worker->http, OK);
  take_body(worker, 0, task.size);
}

void way_range(struct worker *worker, int number, char *path) {
  (void)number, (void)path;
  int64_t first = CONTENT_UNIQUE + (((int64_t)rand_r(&worker->seed) << 31 | rand_r(&worker->seed)) % (task.size - task.range - CONTENT_UNIQUE));
  http_request(&worker->http, 0, "GET /%s HTTP/1.1\r\nRange: bytes=%lld-%lld\r\n", task.url.path, (long long)first,
               (long long)(first + task.range - 1));
  http_answer(&worker->http, PARTIAL);
  take_body(worker, first, task.range);
}

way *way_of(const char *name) {
  static const struct {
    const char *name;
    way *way;
  } known[] = {{"put", put}, {"tus", tus}, {"tus-post", tus_post}, {"rufh", rufh}, {"form", form},
               {"raw", raw}, {"named", named}, {"get", get}, {"range", way_range}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (!strcmp(name, known[i].name)) return known[i].way;
  return NULL;
}
