/*
 * receive [--copy] [--force] PORT DIRECTORY: puts what each connection brings into a file of its own and answers "done": with
 * splice, from the socket's pages to the file's without a look at them, which is the limit; or by read and write.
 * --force forces the file to the disk before the answer. Not a server to use: it believes anybody anything.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIPE = 1 << 20, BUFFER = 256 << 10, PATH = 1024 };

static int copies, forces;
static const char *directory;

static void stop(const char *what) {
  perror(what);
  exit(1);
}

static int by_splice(int from, int to) {
  int pipes[2];
  if (pipe2(pipes, O_CLOEXEC) || fcntl(pipes[1], F_SETPIPE_SZ, PIPE) < 0) stop("pipe");
  ssize_t n;
  while ((n = splice(from, NULL, pipes[1], NULL, PIPE, SPLICE_F_MOVE | SPLICE_F_MORE)) > 0)
    for (ssize_t k; n > 0; n -= k)
      if ((k = splice(pipes[0], NULL, to, NULL, n, SPLICE_F_MOVE | SPLICE_F_MORE)) <= 0) stop("splice");
  close(pipes[0]);
  close(pipes[1]);
  return n;
}

static int by_copy(int from, int to) {
  static _Thread_local uint8_t buffer[BUFFER];
  ssize_t n;
  while ((n = read(from, buffer, sizeof buffer)) > 0)
    for (ssize_t k, at = 0; at < n; at += k)
      if ((k = write(to, buffer + at, n - at)) <= 0) stop("write");
  return n;
}

static void *receive(void *argument) {
  int from = (intptr_t)argument;
  char path[PATH];
  snprintf(path, sizeof path, "%s/XXXXXX", directory);
  int to = mkostemp(path, O_CLOEXEC);
  if (to < 0) stop(directory);
  int failed = copies ? by_copy(from, to) : by_splice(from, to);
  if (forces && fdatasync(to)) stop("fdatasync");
  close(to);
  if (!failed) send(from, "done\n", 5, MSG_NOSIGNAL);
  close(from);
  return NULL;
}

int main(int argc, char **argv) {
  for (; argc > 3; argv++, argc--) {
    copies |= !strcmp(argv[1], "--copy");
    forces |= !strcmp(argv[1], "--force");
  }
  if (argc != 3) return 2;
  directory = argv[2];
  signal(SIGPIPE, SIG_IGN);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 256)) stop("listen");
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  for (;;) {
    pthread_t thread;
    int client = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0 && errno != EINTR && errno != ECONNABORTED) stop("accept");
    if (client >= 0 && pthread_create(&thread, &detached, receive, (void *)(intptr_t)client)) stop("thread");
  }
}
