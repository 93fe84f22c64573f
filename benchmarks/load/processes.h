/* What processes used: CPU of a process with all below it, dead and alive, and their resident memory; and how it is told. */
#pragma once

enum { MAX_PROCESSES = 8 };

struct usage {
  int count;
  double cpu_ms[MAX_PROCESSES], rss_kb[MAX_PROCESSES], peak_kb[MAX_PROCESSES];
};

/* What all cores did that was not idling, in milliseconds since the start. */
double machine_busy_ms(void);

/* Of a list "pid,pid"; null is none. */
struct usage usage_of(const char *pids);

/* From now on peak_kb is the peak since now (proc(5), clear_refs). */
void forget_peaks(const char *pids);

double own_cpu_ms(void);

/* A member of a JSON object after another: the values divided. */
void print_each(const char *name, const char *format, int count, const double *values, double by);
