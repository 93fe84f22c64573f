#define _GNU_SOURCE
#include "processes.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_tree(int pid, double *ticks, double *pages);

/* Children are listed by the thread that started them. */
static void add_children(int pid, double *ticks, double *pages) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  for (struct dirent *entry; threads && (entry = readdir(threads));) {
    snprintf(path, sizeof path, "/proc/%d/task/%s/children", pid, entry->d_name);
    FILE *children = fopen(path, "r");
    for (int child; children && fscanf(children, "%d", &child) == 1;) add_tree(child, ticks, pages);
    if (children) fclose(children);
  }
  if (threads) closedir(threads);
}

static void add_tree(int pid, double *ticks, double *pages) {
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
    *ticks += user + system + user_of_dead + system_of_dead;
    *pages += resident;
  }
  add_children(pid, ticks, pages);
}

struct usage usage_of(const char *pids) {
  struct usage usage = {0};
  for (char *at = (char *)pids; at && *at && usage.count < MAX_PROCESSES; at += *at == ',') {
    double ticks = 0, pages = 0;
    add_tree(strtol(at, &at, 10), &ticks, &pages);
    usage.cpu_ms[usage.count] = ticks * 1000 / sysconf(_SC_CLK_TCK);
    usage.rss_kb[usage.count++] = pages * sysconf(_SC_PAGESIZE) / 1024;
  }
  return usage;
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
