/* The ways a file goes up or comes down over one connection, each answer checked; what is not right ends the program. */
#pragma once
#include "http.h"

enum { PATH = 256 };

/* What is transferred, the same for all workers. */
extern struct task {
  struct url url;
  int64_t size, range;
} task;

struct worker {
  struct http http;
  uint32_t seed;
  int64_t bytes; /* of files' contents */
};

/* Transfers the file of that number; where it lies goes into path (of PATH bytes), which is empty if nobody is told. */
typedef void way(struct worker *worker, int number, char *path);

/* By its name: put, tus, tus-post, rufh, form, raw, named, get, range; null if there is none. */
way *way_of(const char *name);

/* The one that goes on for a time. */
way way_range;
