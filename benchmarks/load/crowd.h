/* The members of a room as WebSocket clients (RFC 6455): some speak, all listen, and each checks that it hears every
 * message of every speaker once and in order. */
#pragma once
#include "histogram.h"
#include "tcp.h"

struct member {
  int fd, speaks; /* which speaker it is, or -1 */
  int open, sampled, owed; /* own messages that came back and may be followed by the next */
  uint32_t skipped; /* messages passed over that have not come since */
  uint32_t *next; /* number of the next message by speaker */
  uint8_t *rest; /* what was read of a frame that is not there whole */
  uint32_t rest_length, rest_room;
};

extern struct crowd {
  struct url url;
  const char *subprotocol; /* null: plain, a message is a text; otherwise the JSON of atrium.chat.v1 */
  int count, speakers, in_flight, size, sampled; /* size: of a text in bytes */
  int closed_loop; /* each own message that comes back is followed by another */
  int measuring;

  struct member *members;
  int started, open, refused, closed, muted; /* muted: speakers that were closed */
  uint32_t *said; /* messages by speaker */
  int64_t heard; /* messages by all members */
  int64_t doubled, out_of_order, strays, errors;
  int last_close;
  struct histogram delay;
} crowd;

void crowd_prepare(void);

/* Connects one more and asks for the upgrade. */
void crowd_admit(void);

/* Reads what is there, waiting for it for so many microseconds at most. */
void crowd_turn(int64_t micros);

/* One message, one write: those of many people would not come together either. */
void crowd_say(int speaker);

/* Messages that members who are still there have not heard. */
int64_t crowd_missing(void);
