/*
 * talk ws://host:port/path: a room of many members in one thread, cheap enough to leave the other core to the server.
 * Flat out, each speaker keeps some messages of its own in flight and says the next when one came back to it; at a
 * fixed rate, speakers take turns; idle, nobody says anything.
 *
 * It goes through phases: all come, settle, window (what is measured), then nobody speaks any more until all have heard
 * all or nothing comes any more. JSON at the end.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "crowd.h"
#include "processes.h"
#include "text.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { TURN_US = 20000, AT_ONCE = 64, OPEN_US = 60000000, QUIET_US = 1000000, DRAIN_US = 15000000 };

static struct {
  double ramp, settle, window;
  int rate, idle;
  const char *pids;
} options = {.ramp = 2000, .settle = 2, .window = 10};

static int64_t next_due; /* of a message at a fixed rate */
static int turn_to_speak;

static int answered(void) { return crowd.open + crowd.refused; }

static void everybody_comes(void) {
  int64_t began = micros(CLOCK_MONOTONIC), end = began + OPEN_US + crowd.count * 1e6 / options.ramp;
  while (answered() < crowd.count && micros(CLOCK_MONOTONIC) < end) {
    int due = (micros(CLOCK_MONOTONIC) - began) * options.ramp / 1e6 + 1;
    while (crowd.started < crowd.count && crowd.started < due && crowd.started - answered() < AT_ONCE) crowd_admit();
    crowd_turn(crowd.started < crowd.count && crowd.started - answered() < AT_ONCE ? 1000 : TURN_US);
  }
  if (!crowd.open) fail("nobody came in");
  if (answered() < crowd.count) fail("%d of %d have no answer", crowd.count - answered(), crowd.count);
}

/* Says what is due; returns the time until the next is. */
static int64_t speak_in_turn(void) {
  int64_t now = micros(CLOCK_MONOTONIC), between = 1000000ll * crowd.count / options.rate;
  if (!next_due) next_due = now;
  for (; next_due <= now; next_due += between) crowd_say(turn_to_speak++ % crowd.speakers);
  return next_due - now;
}

static void run(double seconds) {
  int64_t end = micros(CLOCK_MONOTONIC) + seconds * 1e6;
  for (int64_t now; (now = micros(CLOCK_MONOTONIC)) < end && (crowd.muted < crowd.speakers || options.idle);) {
    int64_t wait = options.rate ? speak_in_turn() : TURN_US;
    crowd_turn(wait < TURN_US ? wait : TURN_US);
  }
}

/* Until all have heard all, or nothing has come for a while; true if too much is still on its way. */
static int listen_to_the_rest(void) {
  int64_t began = micros(CLOCK_MONOTONIC), last = began, heard = crowd.heard;
  crowd.closed_loop = 0;
  while (crowd_missing() && micros(CLOCK_MONOTONIC) < last + QUIET_US && micros(CLOCK_MONOTONIC) < began + DRAIN_US) {
    for (int64_t until = micros(CLOCK_MONOTONIC) + TURN_US; micros(CLOCK_MONOTONIC) < until;) crowd_turn(TURN_US);
    if (crowd.heard > heard) last = micros(CLOCK_MONOTONIC);
    heard = crowd.heard;
  }
  return crowd_missing() && micros(CLOCK_MONOTONIC) < last + QUIET_US;
}

static void read_options(int argc, char **argv) {
  static const struct option known[] = {
      {"members", 1, 0, 'n'}, {"speakers", 1, 0, 's'}, {"in-flight", 1, 0, 'k'}, {"size", 1, 0, 'b'},  {"sample", 1, 0, 'l'},
      {"rate", 1, 0, 'r'},    {"idle", 0, 0, 'i'},     {"subprotocol", 1, 0, 'u'}, {"ramp", 1, 0, 'a'}, {"settle", 1, 0, 't'},
      {"window", 1, 0, 'w'},  {"pid", 1, 0, 'p'},      {0, 0, 0, 0}};
  for (int o; (o = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (o) {
      case 'n': crowd.count = atoi(optarg); break;
      case 's': crowd.speakers = atoi(optarg); break;
      case 'k': crowd.in_flight = atoi(optarg); break;
      case 'b': crowd.size = atoi(optarg); break;
      case 'l': crowd.sampled = atoi(optarg); break;
      case 'r': options.rate = atoi(optarg); break;
      case 'i': options.idle = 1; break;
      case 'u': crowd.subprotocol = optarg; break;
      case 'a': options.ramp = atof(optarg); break;
      case 't': options.settle = atof(optarg); break;
      case 'w': options.window = atof(optarg); break;
      case 'p': options.pids = optarg; break;
      default: exit(2);
    }
  }
  if (crowd.speakers > crowd.count) crowd.speakers = crowd.count;
  if (optind != argc - 1 || crowd.count < 1 || crowd.count > 100000 || crowd.speakers < 1 || crowd.speakers > TEXT_SPEAKERS ||
      crowd.size < TEXT_HEAD || crowd.size > TEXT_LARGEST || crowd.sampled < 1 || crowd.in_flight < 1 || crowd.in_flight > 128 ||
      options.rate < 0 || options.ramp <= 0)
    fail("usage: talk [--members N] [--speakers N] [--in-flight N | --rate DELIVERIES_A_SECOND | --idle] [--size BYTES]\n"
         "            [--subprotocol atrium.chat.v1] [--sample N] [--ramp N_A_SECOND] [--settle S] [--window S] [--pid PID,…]\n"
         "            ws://host:port/path");
  crowd.url = parse_url(argv[optind]);
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  crowd_prepare();

  struct usage empty = usage_of(options.pids);
  everybody_comes();
  fprintf(stderr, "all are here\n");
  crowd.closed_loop = !options.rate && !options.idle;
  for (int i = 0; crowd.closed_loop && i < crowd.speakers * crowd.in_flight; i++) crowd_say(i % crowd.speakers);
  run(options.settle);
  struct usage before = usage_of(options.pids);
  double own = own_cpu_ms(), busy = machine_busy_ms();
  int64_t began = micros(CLOCK_MONOTONIC), heard = crowd.heard;
  crowd.measuring = 1;
  run(options.window);
  crowd.measuring = 0;
  // A server that has thrown all speakers out leaves nothing to wait for.
  double seconds = (micros(CLOCK_MONOTONIC) - began) / 1e6;
  if (seconds < 1e-3) seconds = 1e-3;
  struct usage after = usage_of(options.pids);
  own = own_cpu_ms() - own;
  busy = machine_busy_ms() - busy - own;
  heard = crowd.heard - heard;
  double used[MAX_PROCESSES], grown[MAX_PROCESSES];
  for (int i = 0; i < after.count; i++) {
    used[i] = after.cpu_ms[i] - before.cpu_ms[i];
    grown[i] = after.rss_kb[i] - empty.rss_kb[i];
    busy -= used[i];
  }
  int behind = listen_to_the_rest();

  printf("{\"members\":%d,\"open\":%d,\"closed\":%d,\"refused\":%d,\"last_close\":%d", crowd.count, crowd.open - crowd.closed,
         crowd.closed, crowd.refused, crowd.last_close);
  printf(",\"seconds\":%.2f,\"deliveries\":%lld,\"deliveries_per_second\":%.0f", seconds, (long long)heard, heard / seconds);
  print_each("cpu_s_per_million", "%.3f", heard ? after.count : 0, used, heard / 1e3);
  print_each("cpu", "%.3f", after.count, used, seconds * 1e3);
  print_each("rss_mb", "%.1f", after.count, after.rss_kb, 1024);
  print_each("kib_a_connection", "%.1f", after.count, grown, crowd.open);
  printf(",\"load_cpu\":%.2f,\"others_cpu\":%.2f", own / seconds / 1e3, busy / seconds / 1e3);
  printf(",\"delay_ms\":{\"count\":%lld,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}", (long long)crowd.delay.count,
         histogram_quantile(&crowd.delay, .5) / 1e3, histogram_quantile(&crowd.delay, .99) / 1e3,
         histogram_quantile(&crowd.delay, .999) / 1e3, crowd.delay.max / 1e3);
  printf(",\"behind\":%lld,\"lost\":%lld,\"doubled\":%lld,\"out_of_order\":%lld,\"errors\":%lld,\"strays\":%lld}\n", (long long)(behind ? crowd_missing() : 0),
         (long long)(behind ? 0 : crowd_missing()), (long long)crowd.doubled, (long long)crowd.out_of_order, (long long)crowd.errors, (long long)crowd.strays);
}
