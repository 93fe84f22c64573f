/* Microseconds in buckets that are a 64th of their value wide. */
#pragma once
#include <stdint.h>

enum { HISTOGRAM_STEPS = 64, HISTOGRAM_BUCKETS = 32 * HISTOGRAM_STEPS };

struct histogram {
  int64_t count, max, buckets[HISTOGRAM_BUCKETS];
};

static inline void histogram_add(struct histogram *histogram, int64_t value) {
  uint32_t v = value < 0 ? 0 : value > INT32_MAX ? INT32_MAX : value;
  int shift = v < HISTOGRAM_STEPS ? 0 : 31 - __builtin_clz(v) - 6;
  histogram->buckets[shift * HISTOGRAM_STEPS + (v >> shift)]++;
  histogram->count++;
  if (v > histogram->max) histogram->max = v;
}

/* The value below which a share q is, to a 64th; -1 of nothing. */
static inline double histogram_quantile(const struct histogram *histogram, double q) {
  int64_t before = 0, wanted = q * histogram->count;
  for (int i = 0; histogram->count && i < HISTOGRAM_BUCKETS; i++) {
    if ((before += histogram->buckets[i]) <= wanted && before < histogram->count) continue;
    int shift = i < 2 * HISTOGRAM_STEPS ? 0 : i / HISTOGRAM_STEPS - 1;
    return ((double)(i - shift * HISTOGRAM_STEPS) + .5) * (1u << shift);
  }
  return -1;
}
