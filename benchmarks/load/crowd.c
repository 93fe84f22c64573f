#define _GNU_SOURCE
#include "crowd.h"
#include "clock.h"
#include "text.h"
#include "websocket.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = FRAME_LARGEST + 64, EVENTS = 512, A_SOURCE = 20000, MAX_FORM = TEXT_LARGEST + 64 };

struct crowd crowd = {.count = 100, .speakers = 10, .in_flight = 16, .size = 128, .sampled = 100};

static uint8_t buffer[BUFFER], form[MAX_FORM], out[FRAME_HEAD + MAX_FORM];
static size_t form_length, text_in_form;
static uint32_t run; /* 24 bits that tell this run's messages from others */
static int epoll, complained;

void crowd_prepare(void) {
  const char *before = crowd.subprotocol ? "{\"type\":\"send\",\"text\":\"" : "", *after = crowd.subprotocol ? "\"}" : "";
  run = (micros(CLOCK_REALTIME) / 1000 ^ getpid() << 8) & 0xffffff;
  text_in_form = strlen(before);
  memset(form, 'x', sizeof form);
  memcpy(form, before, text_in_form);
  memcpy(form + text_in_form + crowd.size, after, strlen(after));
  form_length = text_in_form + crowd.size + strlen(after);
  crowd.members = calloc(crowd.count, sizeof *crowd.members);
  crowd.said = calloc(crowd.speakers, sizeof *crowd.said);
  epoll = epoll_create1(EPOLL_CLOEXEC);
}

/* Speakers are spread, as a server may serve members in the order in which they came. */
static int member_of(int speaker) { return (int64_t)speaker * crowd.count / crowd.speakers; }

void crowd_admit(void) {
  int i = crowd.started++, every = crowd.count / crowd.sampled ? crowd.count / crowd.sampled : 1;
  struct member *member = &crowd.members[i];
  int speaker = crowd.speakers ? ((int64_t)i * crowd.speakers + crowd.count - 1) / crowd.count : 0;
  member->speaks = speaker < crowd.speakers && member_of(speaker) == i ? speaker : -1;
  member->sampled = i % every == 0;
  member->next = calloc(crowd.speakers, sizeof *member->next);
  member->fd = tcp_connect(&crowd.url, i < A_SOURCE ? 0 : INADDR_LOOPBACK + i / A_SOURCE);
  char request[1024];
  int n = snprintf(request, sizeof request,
                   "GET /%s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YXRyaXVtIGJlbmNobWFyaw==\r\n%s%s%s\r\n",
                   crowd.url.path, crowd.url.host, crowd.url.port, crowd.subprotocol ? "Sec-WebSocket-Protocol: " : "",
                   crowd.subprotocol ? crowd.subprotocol : "", crowd.subprotocol ? "\r\n" : "");
  write_all(member->fd, request, n);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = member};
  epoll_ctl(epoll, EPOLL_CTL_ADD, member->fd, &event);
}

static void lose(struct member *member) {
  if (member->fd < 0) return;
  close(member->fd);
  member->fd = -1;
  if (!member->open) {
    crowd.refused++;
    return;
  }
  crowd.closed++;
  crowd.muted += member->speaks >= 0;
}

static void send_all(struct member *member, const uint8_t *bytes, size_t length) {
  while (length && member->fd >= 0) {
    ssize_t n = send(member->fd, bytes, length, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) fail("the server has not read what a speaker said for 10 s");
    if (n <= 0) {
      lose(member);
      return;
    }
    bytes += n;
    length -= n;
  }
}

void crowd_say(int speaker) {
  struct member *member = &crowd.members[member_of(speaker)];
  uint8_t *text = form + text_in_form;
  int64_t now = micros(CLOCK_MONOTONIC);
  if (member->fd < 0) return;
  put_number(text, run << 8 | speaker);
  put_number(text + TEXT_NUMBER, crowd.said[speaker]++);
  put_number(text + 2 * TEXT_NUMBER, now);
  put_number(text + 3 * TEXT_NUMBER, now >> 32);
  send_all(member, out, put_frame(out, TEXT, form, form_length) - out);
}

/* A number that was not next: a gap before it, or it was passed over earlier, or it was there before. */
static void out_of_line(struct member *member, uint32_t *next, uint32_t number) {
  if (number > *next) {
    member->skipped += number - *next;
    *next = number + 1;
  } else if (member->skipped) {
    member->skipped--;
    crowd.out_of_order++;
  } else {
    crowd.doubled++;
  }
}

static void hear(struct member *member, const uint8_t *text, int64_t now) {
  uint32_t from = number_at(text), number = number_at(text + TEXT_NUMBER);
  int speaker = from % TEXT_SPEAKERS;
  if (from >> 8 != run || speaker >= crowd.speakers) {
    crowd.strays++;
    return;
  }
  if (number == member->next[speaker]) member->next[speaker]++;
  else out_of_line(member, &member->next[speaker], number);
  crowd.heard++;
  member->owed += member->speaks == speaker;
  if (crowd.measuring && member->sampled) {
    int64_t at = number_at(text + 2 * TEXT_NUMBER) | (int64_t)number_at(text + 3 * TEXT_NUMBER) << 32;
    histogram_add(&crowd.delay, now - at);
  }
}

static int begins(const struct frame *frame, const char *with) {
  return frame->length > strlen(with) && !memcmp(frame->payload, with, strlen(with));
}

/* Only "message" counts; where its text is hardly moves from one to the next. */
static void hear_json(struct member *member, const struct frame *frame, int64_t now) {
  static const char FIELD[] = "\"text\":\"";
  static size_t guess;
  enum { LENGTH = sizeof FIELD - 1 };
  if (!begins(frame, "{\"type\":\"message\"")) {
    if (!begins(frame, "{\"type\":\"error\"")) return;
    if (!crowd.errors++) fprintf(stderr, "%.*s\n", (int)frame->length, frame->payload);
    member->owed += member->speaks >= 0;
    return;
  }
  uint8_t *at = frame->payload + guess, *end = frame->payload + frame->length;
  if (at + LENGTH > end || memcmp(at, FIELD, LENGTH)) {
    at = memmem(frame->payload, frame->length, FIELD, LENGTH);
    if (!at) return;
    guess = at - frame->payload;
  }
  if (at + LENGTH + TEXT_HEAD <= end) hear(member, at + LENGTH, now);
}

/* A server may have joined several messages of one length with newlines, as the gorilla example does. */
static void hear_plain(struct member *member, const struct frame *frame, int64_t now) {
  for (size_t at = 0; at + TEXT_HEAD <= frame->length; at += crowd.size + 1) hear(member, frame->payload + at, now);
}

static void take(struct member *member, const struct frame *frame, int64_t now) {
  uint8_t answer[FRAME_HEAD + CONTROL_LARGEST];
  if (frame->opcode == TEXT && crowd.subprotocol) hear_json(member, frame, now);
  else if (frame->opcode == TEXT) hear_plain(member, frame, now);
  else if (frame->opcode == PING && frame->length <= CONTROL_LARGEST)
    send_all(member, answer, put_frame(answer, PONG, frame->payload, frame->length) - answer);
  else if (frame->opcode == CLOSE) {
    crowd.last_close = frame->length >= 2 ? frame->payload[0] << 8 | frame->payload[1] : 1005;
    send_all(member, answer, put_frame(answer, CLOSE, frame->payload, frame->length < 2 ? 0 : 2) - answer);
    lose(member);
  }
}

/* Bytes of the answer to the upgrade, 0 if it is not there whole. */
static size_t answer_at(struct member *member, const uint8_t *bytes, size_t length) {
  const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return 0;
  if (length > 12 && !memcmp(bytes, "HTTP/1.1 101", 12)) {
    member->open = 1;
    crowd.open++;
  } else {
    if (!complained++) fprintf(stderr, "refused: %.*s\n", (int)strcspn((const char *)bytes, "\r"), bytes);
    lose(member);
  }
  return end + 4 - bytes;
}

static void keep(struct member *member, const uint8_t *bytes, size_t length) {
  if (length > member->rest_room) member->rest = realloc(member->rest, member->rest_room = length + 1024);
  if (length) memcpy(member->rest, bytes, length);
  member->rest_length = length;
}

static void read_some(struct member *member) {
  struct frame frame;
  if (member->rest_length) memcpy(buffer, member->rest, member->rest_length);
  ssize_t n = recv(member->fd, buffer + member->rest_length, BUFFER - member->rest_length, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    lose(member);
    return;
  }
  int64_t now = member->sampled ? micros(CLOCK_MONOTONIC) : 0;
  size_t length = member->rest_length + n, at = 0;
  for (size_t taken = 1; taken && member->fd >= 0; at += taken) {
    if (!member->open) {
      taken = answer_at(member, buffer + at, length - at);
      continue;
    }
    if ((taken = message_at(buffer + at, length - at, &frame))) take(member, &frame, now);
  }
  keep(member, buffer + at, length - at);
  for (; member->owed; member->owed--)
    if (crowd.closed_loop) crowd_say(member->speaks);
}

void crowd_turn(int64_t wait) {
  struct epoll_event events[EVENTS];
  struct timespec patience = {wait / 1000000, wait % 1000000 * 1000};
  int n = epoll_pwait2(epoll, events, EVENTS, &patience, NULL);
  for (int i = 0; i < n; i++) {
    struct member *member = events[i].data.ptr;
    if (member->fd >= 0) read_some(member);
  }
}

/* Of a speaker that was closed, what nobody has heard may never have been read by the server. */
static uint32_t said_by(int speaker) {
  uint32_t heard = 0;
  if (crowd.members[member_of(speaker)].fd >= 0) return crowd.said[speaker];
  for (int i = 0; i < crowd.started; i++)
    if (crowd.members[i].next[speaker] > heard) heard = crowd.members[i].next[speaker];
  return heard;
}

int64_t crowd_missing(void) {
  int64_t missing = 0, said = 0;
  for (int s = 0; s < crowd.speakers; s++) said += said_by(s);
  for (int i = 0; i < crowd.started; i++) {
    struct member *member = &crowd.members[i];
    if (member->fd < 0 || !member->open) continue;
    missing += member->skipped + said;
    for (int s = 0; s < crowd.speakers; s++) missing -= member->next[s];
  }
  return missing;
}
