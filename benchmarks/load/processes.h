/* What processes used: CPU of a process with all below it, dead and alive, and their resident memory. */
#pragma once

enum { MAX_PROCESSES = 8 };

struct usage {
  int count;
  double cpu_ms[MAX_PROCESSES], rss_kb[MAX_PROCESSES];
};

/* What all cores did that was not idling, in milliseconds since the start. */
double machine_busy_ms(void);

/* Of a list "pid,pid"; null is none. */
struct usage usage_of(const char *pids);
