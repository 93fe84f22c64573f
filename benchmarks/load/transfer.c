/*
 * transfer URL: puts files on a server, or gets them, over some connections that block, a thread each: by the way of
 * --as. What is sent comes from memory, what is got is thrown away by the kernel. Every answer's status and length are
 * checked, and the bytes of a body that came with its head; anything else than what is right ends it.
 *
 * JSON at the end. The files' paths go to --paths, a line each.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "content.h"
#include "processes.h"
#include "ways.h"
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
  int files, connections, delete;
  double seconds;
  const char *pids, *paths;
  way *way;
} options = {.files = 1, .connections = 1};

static atomic_int next_file, transfers;
static int64_t end_us; /* of ranges */
static pthread_barrier_t all_are_ready;
static char (*paths)[PATH];

static void *work(void *argument) {
  struct worker *worker = argument;
  char forgotten[PATH];
  pthread_barrier_wait(&all_are_ready);
  http_open(&worker->http, &task.url);
  if (options.way == way_range) {
    for (; micros(CLOCK_MONOTONIC) < end_us; transfers++) way_range(worker, 0, forgotten);
  } else {
    for (int file; (file = next_file++) < options.files; transfers++) options.way(worker, file, paths[file]);
  }
  http_close(&worker->http);
  return NULL;
}

static void delete_all(void) {
  struct http http;
  http_open(&http, &task.url);
  for (int i = 0; i < options.files; i++) {
    http_request(&http, 0, "DELETE %s HTTP/1.1\r\nTus-Resumable: 1.0.0\r\n", paths[i]);
    http_answer(&http, 204);
    http_skip(&http);
  }
  http_close(&http);
}

static void write_paths(void) {
  FILE *file = fopen(options.paths, "w");
  if (!file) fail("cannot write %s", options.paths);
  for (int i = 0; i < options.files; i++) fprintf(file, "%s\n", paths[i]);
  fclose(file);
}

static int64_t bytes_of(const char *text) {
  char *unit;
  int64_t number = strtoll(text, &unit, 10);
  return number << (*unit == 'G' ? 30 : *unit == 'M' ? 20 : *unit == 'K' ? 10 : 0);
}

static void read_options(int argc, char **argv) {
  static const struct option known[] = {{"as", 1, 0, 'a'},    {"files", 1, 0, 'f'},  {"connections", 1, 0, 'c'}, {"size", 1, 0, 's'},
                                        {"range", 1, 0, 'r'}, {"seconds", 1, 0, 't'}, {"fields", 1, 0, 'h'},     {"pid", 1, 0, 'p'},
                                        {"paths", 1, 0, 'o'}, {"delete", 0, 0, 'd'}, {0, 0, 0, 0}};
  for (int o; (o = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (o) {
      case 'a': options.way = way_of(optarg); break;
      case 'f': options.files = atoi(optarg); break;
      case 'c': options.connections = atoi(optarg); break;
      case 's': task.size = bytes_of(optarg); break;
      case 'r': task.range = bytes_of(optarg); break;
      case 't': options.seconds = atof(optarg); break;
      case 'h': http_fields = optarg; break;
      case 'p': options.pids = optarg; break;
      case 'o': options.paths = optarg; break;
      case 'd': options.delete = 1; break;
      default: exit(2);
    }
  }
  if (optind != argc - 1 || !options.way || options.files < 1 || options.files > 100000 || options.connections < 1 ||
      options.connections > 1000 || task.size < 1 || (options.way == way_range && (options.seconds <= 0 || task.size <= task.range + CONTENT_UNIQUE)))
    fail("usage: transfer --as put|tus|tus-post|rufh|form|raw|named|get [--files N] [--connections N] [--size N[K|M|G]]\n"
         "                [--fields LINES] [--pid PID,…] [--paths FILE] [--delete] URL\n"
         "       transfer --as range --size N[K|M|G] --seconds S [--range N[K|M|G]] … URL");
  task.url = parse_url(argv[optind]);
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  content_prepare();
  paths = calloc(options.files, sizeof *paths);
  struct worker *workers = calloc(options.connections, sizeof *workers);
  pthread_t *threads = calloc(options.connections, sizeof *threads);
  pthread_barrier_init(&all_are_ready, NULL, options.connections + 1);
  for (int i = 0; i < options.connections; i++) {
    workers[i].seed = i + 1;
    pthread_create(&threads[i], NULL, work, &workers[i]);
  }

  forget_peaks(options.pids);
  struct usage before = usage_of(options.pids);
  double own = own_cpu_ms(), busy = machine_busy_ms();
  int64_t began = micros(CLOCK_MONOTONIC), bytes = 0;
  end_us = began + options.seconds * 1e6;
  pthread_barrier_wait(&all_are_ready);
  for (int i = 0; i < options.connections; i++) {
    pthread_join(threads[i], NULL);
    bytes += workers[i].bytes;
  }
  double seconds = (micros(CLOCK_MONOTONIC) - began) / 1e6;
  struct usage after = usage_of(options.pids);
  own = own_cpu_ms() - own;
  busy = machine_busy_ms() - busy - own;
  double used[MAX_PROCESSES];
  for (int i = 0; i < after.count; i++) busy -= used[i] = after.cpu_ms[i] - before.cpu_ms[i];

  if (options.paths) write_paths();
  if (options.delete) delete_all();
  printf("{\"transfers\":%d,\"bytes\":%lld,\"seconds\":%.3f", transfers, (long long)bytes, seconds);
  printf(",\"mb_per_second\":%.1f,\"transfers_per_second\":%.1f", bytes / seconds / 1e6, transfers / seconds);
  print_each("cpu_s_per_gib", "%.3f", after.count, used, bytes * 1e3 / (1 << 30));
  print_each("cpu", "%.3f", after.count, used, seconds * 1e3);
  print_each("peak_mb", "%.1f", after.count, after.peak_kb, 1024);
  print_each("rss_before_mb", "%.1f", after.count, before.rss_kb, 1024);
  printf(",\"load_cpu\":%.2f,\"others_cpu\":%.2f}\n", own / seconds / 1e3, busy / seconds / 1e3);
}
