/*
 * watch URL: many viewers of one FLV stream over HTTP, WebSocket or RTMP in one thread, cheap enough to leave the other
 * core to the server. A few viewers are sampled: their tags are read for the publisher's clock. The others count
 * bytes and let the kernel drop them (MSG_TRUNC), once they have seen their first key frame.
 *
 * It goes through phases: ramp, settle, window (what is measured), slow and recover (if asked), joiners. JSON at the end.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "processes.h"
#include "rtmp.h"
#include "viewer.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 1 << 18, EVENTS = 512, TICK_MS = 20, LIVE_US = 2000000, ACKNOWLEDGE_EVERY = 1 << 20 };

enum phase { RAMP, SETTLE, WINDOW, SLOW, RECOVER, JOIN, DONE };

static struct {
  struct url url;
  int viewers, sample, joiners, slow_rate;
  double ramp, settle, window, slow, recover;
  enum { NONE, HALF, STOP } mode;
  const char *pids;
} options = {.viewers = 50, .sample = 20, .joiners = 20, .ramp = 100, .settle = 3, .window = 10, .slow = 30, .recover = 15};

/* Microseconds, sorted when asked. */
struct series {
  uint32_t *values;
  size_t count, room;
};

static struct series first_key, join_key, delay, delay_beside_slow, age_slow, age_after, back, worst;
static enum phase phase;
static struct viewer *viewers;
static int epoll, started, closed, refused;
static int64_t phase_began, bytes_in_window;
static uint8_t buffer[BUFFER];

static void add(struct series *series, int64_t value) {
  if (series->count == series->room) {
    series->room = series->room ? series->room * 2 : 1024;
    series->values = realloc(series->values, series->room * sizeof(uint32_t));
  }
  series->values[series->count++] = value < 0 ? 0 : value > UINT32_MAX ? UINT32_MAX : value;
}

static int ascending(const void *a, const void *b) {
  uint32_t x = *(uint32_t *)a, y = *(uint32_t *)b;
  return x < y ? -1 : x > y;
}

static double in_phase(void) { return (micros(CLOCK_MONOTONIC) - phase_began) / 1e6; }

static int is_slow(const struct viewer *viewer) { return viewer->slow && (phase == SLOW || phase == RECOVER); }

/* Viewer callbacks: a picture has arrived whole. */
static void picture(struct viewer *viewer, int key, int64_t written) {
  if (key && !viewer->first_key) {
    viewer->first_key = micros(CLOCK_MONOTONIC);
    add(viewer->joiner ? &join_key : &first_key, viewer->first_key - viewer->began);
  }
  if (!written || !viewer->sampled) return;
  int64_t age = micros(CLOCK_REALTIME) - written;
  if (phase == WINDOW) add(&delay, age);
  if (phase == SLOW && !viewer->slow) add(&delay_beside_slow, age);
  if (phase == RECOVER && !viewer->slow) add(&delay_beside_slow, age);
  if (!is_slow(viewer)) return;
  if (phase == SLOW && in_phase() > options.slow * 2 / 3) add(&age_slow, age);
  if (phase == RECOVER && !viewer->resumed_at) {
    viewer->resumed_at = micros(CLOCK_MONOTONIC);
    add(&age_after, age);
  }
  if (age > viewer->oldest) viewer->oldest = age;
  if (phase == RECOVER && age >= LIVE_US) viewer->last_late = micros(CLOCK_MONOTONIC);
}

static void lose(struct viewer *viewer) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, viewer->fd, NULL);
  close(viewer->fd);
  viewer->fd = -1;
  closed++;
}

/* True if there may be more. */
static int read_some(struct viewer *viewer, size_t most) {
  int whole = viewer->sampled || !viewer->first_key;
  ssize_t n = recv(viewer->fd, buffer, most, whole ? MSG_DONTWAIT : MSG_DONTWAIT | MSG_TRUNC);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (n <= 0 || (whole && !viewer_feed(viewer, buffer, n, picture))) {
    refused += viewer->refused;
    lose(viewer);
    return 0;
  }
  viewer->bytes += n;
  if (phase == WINDOW) bytes_in_window += n;
  if (viewer->carrier == RTMP && viewer->bytes - viewer->acknowledged > ACKNOWLEDGE_EVERY)
    rtmp_acknowledge(viewer->fd, viewer->acknowledged = viewer->bytes);
  return (size_t)n == most;
}

static void listen_to(struct viewer *viewer, int on) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = viewer};
  if (viewer->fd >= 0) epoll_ctl(epoll, on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, viewer->fd, &event);
}

static void start_viewer(void) {
  int slow_one = options.mode != NONE && started < options.viewers && started % 2;
  struct viewer *viewer = &viewers[started];
  int every = options.viewers / options.sample ? options.viewers / options.sample : 1;
  viewer->slow = slow_one;
  viewer->joiner = started >= options.viewers;
  viewer->sampled = slow_one || (started / (options.mode ? 2 : 1)) % every == 0;
  viewer->began = micros(CLOCK_MONOTONIC);
  viewer->fd = tcp_connect(&options.url, 0);
  viewer_open(viewer, &options.url);
  listen_to(viewer, 1);
  started++;
}

static void tick_slow(void) {
  static int64_t last;
  int64_t now = micros(CLOCK_MONOTONIC);
  if (now - last < TICK_MS * 1000) return;
  double seconds = last && now - last < 1000000 ? (now - last) / 1e6 : TICK_MS / 1e3;
  last = now;
  if (options.mode == STOP) return;
  for (int i = 1; i < options.viewers; i += 2) {
    viewers[i].allowance += options.slow_rate * seconds;
    if (viewers[i].fd >= 0 && viewers[i].allowance >= 1) {
      int64_t before = viewers[i].bytes;
      read_some(&viewers[i], (size_t)viewers[i].allowance < BUFFER ? (size_t)viewers[i].allowance : BUFFER);
      viewers[i].allowance -= viewers[i].bytes - before;
      if (viewers[i].allowance > options.slow_rate) viewers[i].allowance = options.slow_rate; /* no bursts from idling */
    }
  }
}

static void turn(int timeout) {
  struct epoll_event events[EVENTS];
  int n = epoll_wait(epoll, events, EVENTS, timeout);
  for (int i = 0; i < n; i++) {
    struct viewer *viewer = events[i].data.ptr;
    if (viewer->fd >= 0) read_some(viewer, BUFFER);
  }
}

static void run(enum phase next, double seconds) {
  phase = next;
  phase_began = micros(CLOCK_MONOTONIC);
  int64_t end = phase_began + seconds * 1e6;
  while (micros(CLOCK_MONOTONIC) < end) {
    turn(phase == SLOW ? 2 : 20);
    if (phase == SLOW) tick_slow();
  }
}

static void start(enum phase next, int count, double a_second) {
  phase = next;
  phase_began = micros(CLOCK_MONOTONIC);
  for (int i = 0; i < count; i++) {
    int64_t due = phase_began + i * 1e6 / a_second;
    for (int64_t now; (now = micros(CLOCK_MONOTONIC)) < due;) turn((due - now) / 1000);
    start_viewer();
    turn(0);
  }
}

static void slow_phases(void) {
  if (options.mode == NONE) return;
  options.slow_rate = bytes_in_window / options.window / options.viewers / 2;
  for (int i = 1; i < options.viewers; i += 2) listen_to(&viewers[i], 0);
  run(SLOW, options.slow);
  for (int i = 1; i < options.viewers; i += 2) listen_to(&viewers[i], 1);
  int64_t resumed = micros(CLOCK_MONOTONIC);
  run(RECOVER, options.recover);
  for (int i = 1; i < options.viewers; i += 2) {
    add(&worst, viewers[i].oldest);
    if (viewers[i].fd >= 0) add(&back, viewers[i].last_late ? viewers[i].last_late - resumed : 0);
  }
}

static double quantile(struct series *series, double q) {
  if (!series->count) return -1;
  qsort(series->values, series->count, sizeof(uint32_t), ascending);
  return series->values[(size_t)(q * (series->count - 1))] / 1e3;
}

static void print_series(const char *name, struct series *series) {
  printf(",\"%s\":{\"count\":%zu,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f}", name, series->count, quantile(series, .5),
         quantile(series, .99), quantile(series, 1));
}

static void read_options(int argc, char **argv) {
  static const struct option known[] = {{"viewers", 1, 0, 'n'}, {"sample", 1, 0, 'k'},  {"ramp", 1, 0, 'r'},
                                        {"settle", 1, 0, 's'},  {"window", 1, 0, 'w'},  {"joiners", 1, 0, 'j'},
                                        {"pid", 1, 0, 'p'},     {"slow", 1, 0, 'm'},    {"slow-seconds", 1, 0, 'o'},
                                        {"recover", 1, 0, 'c'}, {0, 0, 0, 0}};
  for (int o; (o = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (o) {
      case 'n': options.viewers = atoi(optarg); break;
      case 'k': options.sample = atoi(optarg); break;
      case 'r': options.ramp = atof(optarg); break;
      case 's': options.settle = atof(optarg); break;
      case 'w': options.window = atof(optarg); break;
      case 'j': options.joiners = atoi(optarg); break;
      case 'p': options.pids = optarg; break;
      case 'm': options.mode = !strcmp(optarg, "half") ? HALF : !strcmp(optarg, "stop") ? STOP : NONE; break;
      case 'o': options.slow = atof(optarg); break;
      case 'c': options.recover = atof(optarg); break;
      default: exit(2);
    }
  }
  if (optind != argc - 1 || options.viewers < 1 || options.viewers > 10000 || options.sample < 1)
    fail("usage: watch [--viewers N] [--sample K] [--ramp N_A_SECOND] [--settle S] [--window S] [--joiners N] [--pid PID,…]\n"
         "             [--slow half|stop] [--slow-seconds S] [--recover S] http|ws|rtmp://host:port/path");
  options.url = parse_url(argv[optind]);
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files = {16384, 16384};
  setrlimit(RLIMIT_NOFILE, &files);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  viewers = calloc(options.viewers + options.joiners, sizeof *viewers);

  start(RAMP, options.viewers, options.ramp);
  run(SETTLE, options.settle);
  struct usage before = usage_of(options.pids);
  double own = own_cpu_ms(), busy = machine_busy_ms();
  int64_t began = micros(CLOCK_MONOTONIC);
  run(WINDOW, options.window);
  double seconds = (micros(CLOCK_MONOTONIC) - began) / 1e6;
  struct usage after = usage_of(options.pids);
  own = (own_cpu_ms() - own) / 1e3;
  busy = (machine_busy_ms() - busy) / 1e3 - own;
  for (int i = 0; i < after.count; i++) busy -= (after.cpu_ms[i] - before.cpu_ms[i]) / 1e3;
  int watching = options.viewers - closed;
  slow_phases();
  start(JOIN, options.joiners, 10);
  run(JOIN, options.joiners ? 3 : 0);

  printf("{\"viewers\":%d,\"watching\":%d,\"seconds\":%.2f", options.viewers, watching, seconds);
  printf(",\"cpu_ms_per_viewer_second\":[");
  for (int i = 0; i < after.count; i++)
    printf("%s%.3f", i ? "," : "", (after.cpu_ms[i] - before.cpu_ms[i]) / seconds / options.viewers);
  printf("],\"rss_mb\":[");
  for (int i = 0; i < after.count; i++) printf("%s%.0f", i ? "," : "", after.rss_kb[i] / 1024.0);
  printf("],\"load_cpu\":%.2f,\"others_cpu\":%.2f", own / seconds, busy / seconds);
  printf(",\"kbit_per_viewer\":%.0f", bytes_in_window * 8 / seconds / options.viewers / 1e3);
  print_series("first_key_ms", &first_key);
  print_series("join_key_ms", &join_key);
  print_series("delay_ms", &delay);
  if (options.mode != NONE) {
    print_series("slow_age_ms", &age_slow);
    print_series("age_after_ms", &age_after);
    print_series("oldest_ms", &worst);
    print_series("back_ms", &back);
    print_series("others_delay_ms", &delay_beside_slow);
  }
  printf(",\"closed\":%d,\"refused\":%d}\n", closed, refused);
}
