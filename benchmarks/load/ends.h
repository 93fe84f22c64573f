/* The client's ends of tunnels, as WebSockets (RFC 6455) in one thread: each tells its frames' numbers and times, and checks
 * that what comes is whole, once and in order. */
#pragma once
#include "histogram.h"
#include "tcp.h"

enum { STAMP = 16, SMALLEST = STAMP, LARGEST = 4096, BLAST = 1 << 16, FRONT = 10 + STAMP };

struct end {
  int fd, open;
  uint8_t front[FRONT]; /* of the frame that comes: its head, and the stamp that its payload begins with */
  uint32_t front_length, rest; /* rest: of its payload, still to come */
  uint64_t said, heard;
};

extern struct ends {
  struct url url;
  int count, size; /* size: of a payload */
  int closed_loop; /* each frame that comes back is followed by another */
  int measuring;

  struct end *all;
  int started, open, refused, closed;
  int64_t said, heard, wrong;
  struct histogram delay;
} ends;

void ends_prepare(void);

/* Connects one more and asks for the upgrade. */
void ends_admit(void);

/* Reads what is there, waiting for it for so many microseconds at most. */
void ends_turn(int64_t micros);

/* One frame, one write. */
void ends_say(struct end *end);

/* Frames that have not come back to ends that are still there. */
int64_t ends_missing(void);
