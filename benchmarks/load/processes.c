#define _GNU_SOURCE
#include "processes.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct sum {
  double ticks, pages, peak_kb;
};

static void add_tree(int pid, struct sum *sum);

/* VmHWM of proc(5). */
static double peak_kb(int pid) {
  char path[64], line[256];
  double peak = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file) && sscanf(line, "VmHWM: %lf", &peak) != 1) continue;
  if (file) fclose(file);
  return peak;
}

/* Children are listed by the thread that started them. */
static void add_children(int pid, struct sum *sum) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  for (struct dirent *entry; threads && (entry = readdir(threads));) {
    snprintf(path, sizeof path, "/proc/%d/task/%s/children", pid, entry->d_name);
    FILE *children = fopen(path, "r");
    for (int child; children && fscanf(children, "%d", &child) == 1;) add_tree(child, sum);
    if (children) fclose(children);
  }
  if (threads) closedir(threads);
}

static void add_tree(int pid, struct sum *sum) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return;
  unsigned long user, system;
  long user_of_dead, system_of_dead, resident;
  char *past_name = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
  fclose(file);
  if (past_name && sscanf(past_name, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld %*d %*d %*d %*d %*u %*u %ld",
                          &user, &system, &user_of_dead, &system_of_dead, &resident) == 5) {
    sum->ticks += user + system + user_of_dead + system_of_dead;
    sum->pages += resident;
    sum->peak_kb += peak_kb(pid);
  }
  add_children(pid, sum);
}

struct usage usage_of(const char *pids) {
  struct usage usage = {0};
  for (char *at = (char *)pids; at && *at && usage.count < MAX_PROCESSES; at += *at == ',') {
    struct sum sum = {0};
    add_tree(strtol(at, &at, 10), &sum);
    usage.cpu_ms[usage.count] = sum.ticks * 1000 / sysconf(_SC_CLK_TCK);
    usage.peak_kb[usage.count] = sum.peak_kb;
    usage.rss_kb[usage.count++] = sum.pages * sysconf(_SC_PAGESIZE) / 1024;
  }
  return usage;
}

void forget_peaks(const char *pids) {
  for (char *at = (char *)pids; at && *at; at += *at == ',') {
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/clear_refs", strtol(at, &at, 10));
    FILE *file = fopen(path, "w");
    if (!file) continue;
    fputs("5", file);
    fclose(file);
  }
}

double own_cpu_ms(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

void print_each(const char *name, const char *format, int count, const double *values, double by) {
  printf(",\"%s\":[", name);
  for (int i = 0; i < count; i++) {
    if (i) putchar(',');
    printf(format, values[i] / by);
  }
  putchar(']');
}

double machine_busy_ms(void) {
  unsigned long long t[8] = {0};
  FILE *file = fopen("/proc/stat", "r");
  if (!file) return 0;
  int n = fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", t, t + 1, t + 2, t + 3, t + 4, t + 5, t + 6, t + 7);
  fclose(file);
  enum { IDLE = 3, IOWAIT = 4 };
  double busy = 0;
  for (int i = 0; i < n; i++) busy += i == IDLE || i == IOWAIT ? 0 : t[i];
  return busy * 1000 / sysconf(_SC_CLK_TCK);
}
