/* What processes used: CPU of a process with all below it, dead and alive, and their resident memory. */
#pragma once

enum { MAX_PROCESSES = 8 };

struct usage {
  int count;
  double cpu_ms[MAX_PROCESSES], rss_kb[MAX_PROCESSES];
};

/* Of a list "pid,pid"; null is none. */
struct usage usage_of(const char *pids);
