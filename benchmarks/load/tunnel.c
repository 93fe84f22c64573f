/*
 * tunnel ws://host:port/path: WebSockets through a proxy, in one thread. Flat out each has one frame under way and says the
 * next when it came back; at a fixed rate they take turns; to a path "blast" the backend sends, and they only read; idle,
 * nothing is said.
 *
 * It goes through phases: all come, settle, window (what is measured), then what is under way comes back. JSON at the end.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "ends.h"
#include "processes.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { TURN_US = 20000, AT_ONCE = 32, OPEN_US = 60000000, DRAIN_US = 5000000 };

static struct {
  double settle, window;
  int rate, idle, blast;
  const char *pids, *backend;
} options = {.settle = 1, .window = 5};

static int64_t next_due; /* of a frame at a fixed rate */
static int turn_to_speak;

static void everybody_comes(void) {
  int64_t end = micros(CLOCK_MONOTONIC) + OPEN_US;
  while (ends.open + ends.refused < ends.count && micros(CLOCK_MONOTONIC) < end) {
    while (ends.started < ends.count && ends.started - ends.open - ends.refused < AT_ONCE) ends_admit();
    ends_turn(TURN_US);
  }
  if (ends.open < ends.count) fail("%d of %d came in, %d were refused", ends.open, ends.count, ends.refused);
}

/* Says what is due; returns the time until the next is. */
static int64_t speak_in_turn(void) {
  int64_t now = micros(CLOCK_MONOTONIC);
  if (!next_due) next_due = now;
  for (; next_due <= now; next_due += 1000000 / options.rate) ends_say(&ends.all[turn_to_speak++ % ends.count]);
  return next_due - now;
}

static void run(double seconds) {
  int64_t end = micros(CLOCK_MONOTONIC) + seconds * 1e6;
  while (micros(CLOCK_MONOTONIC) < end && ends.closed < ends.open) {
    int64_t wait = options.rate ? speak_in_turn() : TURN_US;
    ends_turn(wait < TURN_US ? wait : TURN_US);
  }
}

static int64_t wait_for_the_rest(void) {
  int64_t end = micros(CLOCK_MONOTONIC) + DRAIN_US;
  ends.closed_loop = 0;
  while (!options.blast && ends_missing() && micros(CLOCK_MONOTONIC) < end) ends_turn(TURN_US);
  return options.blast ? 0 : ends_missing();
}

static void read_options(int argc, char **argv) {
  static const struct option known[] = {{"connections", 1, 0, 'n'}, {"size", 1, 0, 'b'},   {"rate", 1, 0, 'r'}, {"idle", 0, 0, 'i'},
                                        {"settle", 1, 0, 't'},      {"window", 1, 0, 'w'}, {"pid", 1, 0, 'p'},  {"backend", 1, 0, 'e'},
                                        {0, 0, 0, 0}};
  for (int o; (o = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (o) {
      case 'n': ends.count = atoi(optarg); break;
      case 'b': ends.size = atoi(optarg); break;
      case 'r': options.rate = atoi(optarg); break;
      case 'i': options.idle = 1; break;
      case 't': options.settle = atof(optarg); break;
      case 'w': options.window = atof(optarg); break;
      case 'p': options.pids = optarg; break;
      case 'e': options.backend = optarg; break;
      default: exit(2);
    }
  }
  if (optind != argc - 1 || ends.count < 1 || ends.count > 20000 || ends.size < SMALLEST || ends.size > LARGEST || options.rate < 0 ||
      options.rate > 1000000)
    fail("usage: tunnel [--connections N] [--size BYTES] [--rate FRAMES_A_SECOND | --idle] [--settle S] [--window S]\n"
         "              [--pid PID,…] [--backend PID] ws://host:port/path; to /blast frames of 64 KiB come");
  ends.url = parse_url(argv[optind]);
  options.blast = !strcmp(ends.url.path, "blast");
  if (options.blast) ends.size = BLAST;
}

struct moment {
  struct usage measured, backend;
  double own, busy;
  int64_t at, frames;
};

static struct moment now(void) {
  return (struct moment){.measured = usage_of(options.pids), .backend = usage_of(options.backend), .own = own_cpu_ms(),
                         .busy = machine_busy_ms(), .at = micros(CLOCK_MONOTONIC), .frames = ends.said + ends.heard};
}

static void report(const struct usage *empty, const struct moment *from, const struct moment *to, int64_t missing) {
  int n = to->measured.count;
  double seconds = (to->at - from->at) / 1e6, frames = to->frames - from->frames, gib = frames * ends.size / (1 << 30);
  double load = to->own - from->own, used[MAX_PROCESSES], grown[MAX_PROCESSES];
  for (int i = 0; i < to->backend.count; i++) load += to->backend.cpu_ms[i] - from->backend.cpu_ms[i];
  double others = to->busy - from->busy - load;
  for (int i = 0; i < n; i++) {
    used[i] = to->measured.cpu_ms[i] - from->measured.cpu_ms[i];
    grown[i] = to->measured.rss_kb[i] - empty->rss_kb[i];
    others -= used[i];
  }
  printf("{\"connections\":%d,\"closed\":%d,\"size\":%d,\"seconds\":%.2f", ends.count, ends.closed, ends.size, seconds);
  printf(",\"frames\":%.0f,\"frames_per_second\":%.0f,\"mb_per_second\":%.1f", frames, frames / seconds, frames * ends.size / seconds / 1e6);
  print_each("cpu_s_per_million", "%.3f", frames ? n : 0, used, frames / 1e3);
  print_each("cpu_s_per_gib", "%.4f", frames ? n : 0, used, gib * 1e3);
  print_each("cpu", "%.3f", n, used, seconds * 1e3);
  print_each("rss_before_mb", "%.1f", n, empty->rss_kb, 1024);
  print_each("rss_mb", "%.1f", n, to->measured.rss_kb, 1024);
  print_each("kib_a_connection", "%.1f", n, grown, ends.open);
  printf(",\"load_cpu\":%.2f,\"others_cpu\":%.2f", load / seconds / 1e3, others / seconds / 1e3);
  printf(",\"delay_ms\":{\"count\":%lld,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}", (long long)ends.delay.count,
         histogram_quantile(&ends.delay, .5) / 1e3, histogram_quantile(&ends.delay, .99) / 1e3,
         histogram_quantile(&ends.delay, .999) / 1e3, ends.delay.max / 1e3);
  printf(",\"wrong\":%lld,\"missing\":%lld}\n", (long long)ends.wrong, (long long)missing);
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  ends_prepare();

  struct usage empty = usage_of(options.pids);
  everybody_comes();
  fprintf(stderr, "all are here\n");
  ends.closed_loop = !options.rate && !options.idle && !options.blast;
  for (int i = 0; ends.closed_loop && i < ends.count; i++) ends_say(&ends.all[i]);
  run(options.settle);
  struct moment from = now();
  ends.measuring = 1;
  run(options.window);
  ends.measuring = 0;
  struct moment to = now();
  report(&empty, &from, &to, wait_for_the_rest());
}
